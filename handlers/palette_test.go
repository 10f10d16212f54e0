package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// lines are the entries of the palette: address and words.
func (c *client) lines(text string) (urls []string, words string) {
	c.t.Helper()
	a := c.fragment(http.MethodPost, "/recherche", "results", form("q", text)).want(c.t, http.StatusOK)
	for _, link := range a.Doc.Find(".results a").EachIter() {
		urls = append(urls, link.AttrOr("href", ""))
	}
	return urls, a.text("body")
}

// One list holds people, what may be done with the first, sessions and pages; the person comes first, so that Enter opens
// the file.
func TestPalette(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	file := nadia.post("/personnes/nouvelle", intake(nil)).want(t, http.StatusSeeOther).Location // TAHIRI Samira
	id := strings.TrimPrefix(file, "/personnes/")
	for text, want := range map[string]string{
		"tah":             file + " /suivis/nouveau?personne=" + id + " /rendez-vous/nouveau?personne=" + id + " " + file + "/inscription " + file + "/fiche",
		"suivi tahiri":    "/suivis/nouveau?personne=" + id,
		"inscrire tahiri": file + "/inscription",
		"dupl doub":       "",
		"brouil":          "/brouillons",
		"agen":            "/agenda",
	} {
		urls, words := nadia.lines(text)
		if got := strings.Join(urls, " "); got != want {
			t.Errorf("%q: %s (%s)", text, got, words)
		}
	}
	if urls, _ := nadia.lines("rappo"); len(urls) > 0 {
		t.Errorf("a counsellor is led to %v", urls)
	}
	if urls, _ := s.as(t, "marc").lines("rappo"); strings.Join(urls, " ") != "/rapports" {
		t.Errorf("the direction is led to %v", urls)
	}
	if _, words := nadia.lines("xyzabc"); !strings.Contains(words, "Aucun résultat pour ces lettres. Essayez") {
		t.Errorf("nothing found: %s", words)
	}
	if urls, _ := nadia.lines("cv"); len(urls) == 0 || urls[0] != "/seances/s-cv" {
		t.Errorf("a session by its title: %v", urls)
	}
	if urls, _ := s.as(t, "rita").lines("suivi tahiri"); strings.Contains(strings.Join(urls, " "), "/suivis/") || len(urls) != 1 {
		t.Errorf("reception may write: %v", urls)
	}
}

// During an interview the palette answers nothing about anybody.
func TestPaletteInInterview(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/personnes/nouvelle", intake(nil)).want(t, http.StatusSeeOther)
	nadia.post("/moi/entretien", form("on", "1")).want(t, http.StatusSeeOther)
	a := nadia.fragment(http.MethodPost, "/recherche", "results", form("q", "tah")).want(t, http.StatusNoContent)
	if strings.Contains(a.text("body"), "TAHIRI") {
		t.Error("a name is shown")
	}
}

// Who finds no people has the palette for sessions of their own, what to do with them, and pages.
func TestPaletteWithoutPeople(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-11-24' where id = 'cv'")
	for who, cases := range map[string]map[string]string{
		"tom":  {"cv": "/seances/s-cv/presences /seances/s-cv", "info": "", "had": "", "communes": "", "préf": "/moi"},
		"alex": {"cv": "", "had": "", "commun": "/reglages/communes", "lieux": "/reglages/lieux", "journ": "/journal"},
	} {
		c := s.as(t, who)
		if label := c.get("/").want(t, http.StatusOK).Doc.Find("header input[type=search]").AttrOr("placeholder", ""); label != "Rechercher une séance, une page…" {
			t.Errorf("%s: the field says %q", who, label)
		}
		for text, want := range cases {
			if urls, words := c.lines(text); strings.Join(urls, " ") != want || want == "" && !strings.Contains(words, "Aucune séance ni page de ce nom.") {
				t.Errorf("%s, %q: %v (%s)", who, text, urls, words)
			}
		}
		result := c.post("/recherche", form("q", "haddad")).want(t, http.StatusSeeOther).Location
		if text := c.get(result).want(t, http.StatusOK).text("main"); strings.Contains(text, "AMINA") || strings.Contains(text, "Amina") || !strings.Contains(text, "Aucune séance") {
			t.Errorf("%s: %s", who, text)
		}
	}
	if s.as(t, "fanny").get("/rapports").want(t, http.StatusOK).Doc.Find("header input[type=search]").Length() != 0 {
		t.Error("a funder has a field of search")
	}
}

// More namesakes than a list shows: the palette and the page say how many, and what to add (ux.md T10). The year finds the one.
func TestManyNamesakes(t *testing.T) {
	s := newSite(t)
	for i := range 38 {
		id := fmt.Sprintf("diallo-%d", i)
		s.Insert(t, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": "Diallo", "given_name": "Aminata",
			"sort_name": "diallo aminata", "birth": fmt.Sprintf("%d-03-02", 1960+i), "created_at": s.Now().Time, "updated_at": s.Now().Time})
		s.Insert(t, "participant_words", map[string]any{"participant_id": id, "centre_id": "namur", "kind": "w", "word": "diallo"})
	}
	rita := s.as(t, "rita")
	if urls, words := rita.lines("dia"); len(urls) < typedResults || !strings.Contains(words, "38 résultats : ajoutez l'année de naissance.") {
		t.Errorf("the palette: %d lines, %s", len(urls), words)
	}
	if urls, words := rita.lines("dia 1971"); len(urls) == 0 || urls[0] != "/personnes/p-diallo-11" || !strings.Contains(words, "1 résultat") || strings.Contains(words, "ajoutez") {
		t.Errorf("with the year: %v, %s", urls, words)
	}
	page := rita.get(rita.post("/recherche", form("q", "diallo")).want(t, http.StatusSeeOther).Location)
	if shown := page.Doc.Find(".results strong").Length(); shown != 38 || strings.Contains(page.text("main"), "ajoutez l'année") {
		t.Errorf("the page holds them all: %d, %s", shown, page.text(".results"))
	}
}
