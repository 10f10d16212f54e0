package templates

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	actions    = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	tags       = regexp.MustCompile(`(?s)<[^>]*>`)
	spoken     = regexp.MustCompile(`(?:aria-label|title|alt|placeholder|value)="([^"]*)"`)
	attributes = regexp.MustCompile(`[a-z-]+="[^"]*"`) // also those that parts print inside a tag of others
	readable   = regexp.MustCompile(`\pL{2,}`)
	notForEyes = regexp.MustCompile(`(?s)<kbd.*?</kbd>|<input[^>]*type="(?:hidden|radio|checkbox)"[^>]*>|<button[^>]*value="[^"]*"`)
)

// Sentences come from the catalogue: a page never holds one of its own. Samples (dev/) do.
func TestNoTextOutsideTheCatalogue(t *testing.T) {
	err := fs.WalkDir(Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(name, "dev/") {
			return err
		}
		body, err := fs.ReadFile(Files(), name)
		if err != nil {
			return err
		}
		for _, found := range textsOf(string(body)) {
			t.Errorf("%s: %q belongs in the catalogue", name, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func textsOf(page string) []string {
	page = actions.ReplaceAllString(page, "")
	page = notForEyes.ReplaceAllString(page, "")
	var found []string
	for _, m := range spoken.FindAllStringSubmatch(page, -1) {
		found = append(found, readable.FindAllString(m[1], -1)...)
	}
	page = attributes.ReplaceAllString(page, "")
	return append(found, readable.FindAllString(tags.ReplaceAllString(page, " "), -1)...)
}

func TestTextsAreSeen(t *testing.T) {
	for page, want := range map[string]string{
		`<p>{{t "a.b"}} · – </p>`:                     "",
		`<p>{{t "a.b"}} oui</p>`:                      "oui",
		`<a aria-label="Fermer">{{icon "x"}}</a>`:     "Fermer",
		`<input type="hidden" name="on" value="yes">`: "",
		`<input placeholder="{{t "a.b"}}">`:           "",
	} {
		if got := strings.Join(textsOf(page), " "); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

var classes = regexp.MustCompile(`class="([^"]*)"`)

// A class that the style sheet does not know is a slip of the keyboard, or a part that looks wrong.
func TestClassesAreStyled(t *testing.T) {
	sheets, err := filepath.Glob("../static/css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatalf("style sheets: %v, %v", sheets, err)
	}
	var css strings.Builder
	for _, sheet := range sheets {
		text, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		css.Write(text)
	}
	err = fs.WalkDir(Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(Files(), name)
		if err != nil {
			return err
		}
		for _, m := range classes.FindAllStringSubmatch(actions.ReplaceAllString(string(body), " "), -1) {
			for _, class := range strings.Fields(m[1]) {
				if !regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `[^\w-]`).MatchString(css.String()) {
					t.Errorf("%s: class %q is in no style sheet", name, class)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
