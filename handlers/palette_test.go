package handlers

import (
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
