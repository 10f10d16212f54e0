package templates

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"
	"github.com/jba/templatecheck"
)

func helpers() Helpers {
	text := func(value any) string { return fmt.Sprint(value) }
	return Helpers{
		T:     func(key string, args ...any) string { return "⟨" + key + "⟩" },
		Asset: func(name string) string { return "/static/" + name },
		Date:  text, LongDate: text, Time: text, Duration: text, Number: text,
	}
}

type galleryPage struct {
	Page
	Gallery
}

func sample() galleryPage {
	p := galleryPage{Gallery: NewGallery()}
	p.Page = Page{Title: "Composants", Lang: "fr", CentreName: "CAI Namur", RequestID: "r1", HelpURL: "/aide", SearchEnabled: true, SearchLabel: "Rechercher une personne, une séance…",
		User:       &User{"Nadia Lambert", "NL", "Accompagnement"},
		Encode:     []MenuItem{{"/suivis/nouveau", "Suivi", "notes"}},
		Breadcrumb: []Link{{"/personnes", "Personnes"}}}
	for i, label := range []string{"Ma journée", "Personnes", "Suivis", "Séances", "À compléter"} {
		p.Nav = append(p.Nav, NavItem{URL: fmt.Sprintf("/%d", i), Label: label, Icon: "home", Current: i == 1, Count: i * 2})
	}
	return p
}

func parsed(t *testing.T) *Set {
	t.Helper()
	set, err := Parse(Files(), Funcs(helpers()))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func document(t *testing.T, set *Set, page string, data any) *goquery.Document {
	t.Helper()
	var out bytes.Buffer
	if err := set.Render(&out, page, data); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPagesAreFoundByWalking(t *testing.T) {
	fsys := fstest.MapFS{
		"layout/app.html":    {Data: []byte(`{{define "app"}}<{{template "content" .}}>{{end}}`)},
		"parts/a.html":       {Data: []byte(`{{define "part"}}part{{end}}`)},
		"persons/parts.html": {Data: []byte(`{{define "own"}}own{{end}}`)},
		"persons/list.html":  {Data: []byte(`{{template "app" .}}{{define "content"}}{{template "part"}} {{template "own"}} {{.X}}{{end}}`)},
		"other/one.html":     {Data: []byte(`{{template "app" .}}{{define "content"}}one{{end}}`)},
		"readme.txt":         {Data: []byte(`{{`)},
	}
	set, err := Parse(fsys, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(set.Pages(), " "); got != "other/one persons/list" {
		t.Errorf("Pages() = %s", got)
	}
	for _, tc := range []struct {
		page, block string
		data        any
		want        string
	}{
		{"persons/list", "", map[string]string{"X": "1"}, "&lt;part own 1>"},
		{"other/one", "", nil, "&lt;one>"},
		{"persons/list", "content", map[string]string{"X": "<b>"}, "part own &lt;b&gt;"},
	} {
		var out bytes.Buffer
		render := func() error { return set.Render(&out, tc.page, tc.data) }
		if tc.block != "" {
			render = func() error { return set.RenderBlock(&out, tc.page, tc.block, tc.data) }
		}
		if err := render(); err != nil || out.String() != tc.want {
			t.Errorf("%s %s: %q, %v; want %q", tc.page, tc.block, out.String(), err, tc.want)
		}
	}
	for name, err := range map[string]error{
		"unknown page":          set.Render(io.Discard, "none", nil),
		"unknown page of block": set.RenderBlock(io.Discard, "none", "content", nil),
		"unknown block":         set.RenderBlock(io.Discard, "other/one", "none", nil),
		"missing value":         set.Render(io.Discard, "persons/list", map[string]string{}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNothingIsSentWhenAPageFails(t *testing.T) {
	set, err := Parse(fstest.MapFS{"a/b.html": {Data: []byte(`start {{.None}} end`)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := set.Render(&out, "a/b", struct{ X int }{}); err == nil || out.Len() > 0 {
		t.Errorf("error %v, %q sent", err, out.String())
	}
}

func TestSamplePages(t *testing.T) {
	set := parsed(t)
	for _, page := range []string{"dev/components", "dev/person", "dev/confirm"} {
		doc := document(t, set, page, sample())
		if got := doc.Find("h1").Length(); got != 1 {
			t.Errorf("%s: %d h1", page, got)
		}
		for _, landmark := range []string{"header.top", "nav.rail", "main#contenu", "footer", "search", "a.skip[href='#contenu']"} {
			if doc.Find(landmark).Length() != 1 {
				t.Errorf("%s: no single %s", page, landmark)
			}
		}
		doc.Find("[style], style, script:not([src])").Each(func(_ int, s *goquery.Selection) {
			t.Errorf("%s: inline code, which the content policy blocks: %s", page, goquery.NodeName(s))
		})
		checkIDs(t, page, doc)
	}
}

// Parts and layouts only name what the types hold, in branches that no sample reaches too.
func TestSampleTypes(t *testing.T) {
	set := parsed(t)
	for _, page := range []string{"dev/components", "dev/person", "dev/confirm"} {
		if err := templatecheck.CheckHTML(set.Lookup(page), galleryPage{}); err != nil {
			t.Errorf("%s: %v", page, err)
		}
	}
}

// checkIDs: ids are unique, and every reference leads somewhere.
func checkIDs(t *testing.T, page string, doc *goquery.Document) {
	t.Helper()
	known := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if known[id] {
			t.Errorf("%s: id %q twice", page, id)
		}
		known[id] = true
	})
	for _, attr := range []string{"for", "aria-describedby", "aria-labelledby"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attr, "")) {
				if !known[id] {
					t.Errorf("%s: %s=%q leads nowhere", page, attr, id)
				}
			}
		})
	}
	doc.Find(".summary a").Each(func(_ int, s *goquery.Selection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); !known[id] {
			t.Errorf("%s: the summary leads to %q, which does not exist", page, id)
		}
	})
}

// A control without a visible label, or a problem that is not tied to its control, fails.
func TestFieldsAreLabelled(t *testing.T) {
	doc := document(t, parsed(t), "dev/components", sample())
	doc.Find("main form").Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("type", "") == "hidden" {
			return
		}
		id := s.AttrOr("id", "none")
		if s.Closest("label").Length() == 0 && doc.Find("label[for='"+id+"']").Length() == 0 {
			t.Errorf("%s: no label", id)
		}
	})
	wrong := doc.Find("#w-minutes")
	if got := wrong.AttrOr("aria-describedby", ""); got != "w-minutes-hint w-minutes-problem" {
		t.Errorf("aria-describedby = %q", got)
	}
	if wrong.AttrOr("aria-invalid", "") != "true" || wrong.AttrOr("value", "") != "900" {
		t.Error("a refused field keeps what was typed and says it is wrong")
	}
	if got := doc.Find("#mode").Closest("fieldset").Find("input:checked").AttrOr("value", ""); got != "office" {
		t.Errorf("selected mode = %q", got)
	}
}

func TestHostileText(t *testing.T) {
	p := sample()
	p.Identity.Name = `<script>alert(1)</script>`
	p.Flash = []Flash{{Kind: `x" onload="y`, Text: `<img src=x onerror=y>`, UndoURL: "javascript:alert(1)"}}
	doc := document(t, parsed(t), "dev/person", p)
	if doc.Find("main script, img, [onload], [onerror], [action^='javascript']").Length() > 0 {
		t.Error("typed text became markup")
	}
	if got := doc.Find("h1").Text(); got != p.Identity.Name {
		t.Errorf("the name shows as %q", got)
	}
}

var iconUses = regexp.MustCompile(`icon "([a-z-]+)"`)

// An icon missing from the sprite would be an empty square that nobody notices.
func TestIconsExist(t *testing.T) {
	sprite, err := os.ReadFile("../static/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, name := range badgeIcons {
		wanted[name] = true
	}
	set := os.DirFS(".")
	shared, folders, err := find(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range folders {
		shared = append(shared, names...)
	}
	for _, name := range shared {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range iconUses.FindAllSubmatch(text, -1) {
			wanted[string(m[1])] = true
		}
	}
	for name := range wanted {
		if !bytes.Contains(sprite, []byte(`id="`+name+`"`)) {
			t.Errorf("icon %q is not in the sprite", name)
		}
	}
}

func TestDict(t *testing.T) {
	if _, err := dict("a"); err == nil {
		t.Error("a name without value was accepted")
	}
	if _, err := dict(1, 2); err == nil {
		t.Error("a name that is no text was accepted")
	}
	if m, err := dict("a", 1); err != nil || m["a"] != 1 {
		t.Errorf("dict = %v, %v", m, err)
	}
}
