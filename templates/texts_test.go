package templates

import (
	"io/fs"
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
