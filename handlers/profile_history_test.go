package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// What a section said before is shown with who changed it, under the section's own rights, and reading it is written down.
func TestFormerVersionsOfASection(t *testing.T) { onEngines(t, formerVersionsOfASection) }

func formerVersionsOfASection(t *testing.T, s *site) {
	nadia := s.as(t, "nadia")
	const section = "/personnes/p-amina/profil/contact"
	if text := nadia.get(section+"/versions").want(t, http.StatusOK).text("main"); !strings.Contains(text, "n'a pas été modifiée") {
		t.Errorf("nothing changed yet: %s", text)
	}
	for _, email := range []string{"premier@exemple.be", "second@exemple.be"} {
		page := nadia.get(section).want(t, http.StatusOK)
		if page.Doc.Find("a[href='"+section+"/versions']").Length() != 1 {
			t.Error("the section does not lead to its former versions")
		}
		typed := fields(page)
		typed.Set("email", email)
		nadia.post(section, typed).want(t, http.StatusSeeOther)
	}
	before := s.Count(t, "select count(*) from journal")
	page := nadia.get(section+"/versions").want(t, http.StatusOK)
	lines := page.Doc.Find("main ul.lines > li")
	if lines.Length() != 2 || !strings.Contains(lines.First().Text(), "premier@exemple.be → second@exemple.be") ||
		!strings.Contains(lines.Last().Text(), "→ premier@exemple.be") || !strings.Contains(lines.First().Text(), "nadia") {
		t.Errorf("the versions, newest first: %s", page.text("main"))
	}
	if s.Count(t, "select count(*) from journal") != before+1 {
		t.Error("reading former versions leaves no line in the journal")
	}
	if text := nadia.get("/personnes/p-amina/profil/langues/versions").want(t, http.StatusOK).text("main"); strings.Contains(text, "exemple.be") {
		t.Error("a section shows what another one said")
	}
	s.as(t, "rita").get("/personnes/p-amina/profil/sensible/versions").want(t, http.StatusForbidden)
	s.as(t, "lea").get(section+"/versions").want(t, http.StatusNotFound)
}
