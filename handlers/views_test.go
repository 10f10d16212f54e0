package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/models"
)

// saves keeps the filters of an address under a name and gives the public id.
func (c *client) saves(t *testing.T, list, query, name string, more ...string) string {
	t.Helper()
	pairs := append([]string{"liste", list, "filtres", query, "nom_vue", name, "submission", models.NewToken()}, more...)
	c.post("/moi/vues", form(pairs...)).want(t, http.StatusSeeOther)
	edit := c.get("/moi/vues").want(t, http.StatusOK).Doc.Find("tr:contains('"+name+"') a[href$='/modifier']").AttrOr("href", "")
	return strings.TrimSuffix(strings.TrimPrefix(edit, "/moi/vues/"), "/modifier")
}

func (a answer) tabs() string {
	var names []string
	for _, link := range a.Doc.Find("nav.tabs a").EachIter() {
		names = append(names, link.Text())
	}
	return strings.Join(names, " | ")
}

func TestViews(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		nadia, simon, lea := s.as(t, "nadia"), s.as(t, "simon"), s.as(t, "lea")
		own := nadia.saves(t, "personnes", "dispositif=GTJ&vue=mes&texte=jeton&apres=p-amina", "GTJ à moi")
		shared := nadia.saves(t, "personnes", "vue=toutes&commune=92094", "Namur", "partage", "1")
		a := nadia.get("/personnes?vue=mes&dispositif=GTJ").want(t, http.StatusOK)
		if a.tabs() != "GTJ à moi | Namur" || a.text(".tabs [aria-current]") != "GTJ à moi" {
			t.Errorf("own tabs: %q, current %q", a.tabs(), a.text(".tabs [aria-current]"))
		}
		if got := a.Doc.Find(".tabs a").First().AttrOr("href", ""); got != "/personnes?dispositif=GTJ&vue=mes" {
			t.Errorf("a view holds %s", got)
		}
		if got := simon.get("/personnes").tabs(); got != "Namur" {
			t.Errorf("a colleague of the centre sees %q", got)
		}
		if got := lea.get("/personnes").tabs(); got != "" {
			t.Errorf("another centre sees %q", got)
		}
		theirsIsTheirs(t, simon, own, shared)
		opensWith(t, nadia, own)
		renamedAndDropped(t, nadia, own)
	})
}

// theirsIsTheirs: a colleague changes no view but their own, and is not told of one that is not shared.
func theirsIsTheirs(t *testing.T, simon *client, own, shared string) {
	for _, id := range []string{own, shared} {
		simon.get("/moi/vues/"+id+"/modifier").want(t, http.StatusNotFound)
		simon.post("/moi/vues/"+id+"/modifier", form("nom_vue", "À moi", "version", "1")).want(t, http.StatusNotFound)
		simon.post("/moi/vues/"+id+"/supprimer", nil).want(t, http.StatusNotFound)
	}
	simon.post("/moi/vues/"+own+"/defaut", nil).want(t, http.StatusNotFound)
}

// opensWith: a list without filters goes to its default view, until it is taken back.
func opensWith(t *testing.T, c *client, id string) {
	for _, want := range []string{"/personnes?dispositif=GTJ&vue=mes", ""} {
		c.post("/moi/vues/"+id+"/defaut", nil).want(t, http.StatusSeeOther)
		if got := c.get("/personnes").Location; got != want {
			t.Errorf("the list opens with %q, want %q", got, want)
		}
	}
}

func renamedAndDropped(t *testing.T, c *client, id string) {
	at := "/moi/vues/" + id
	if got := c.post(at+"/modifier", form("nom_vue", " ", "version", "1")).want(t, http.StatusUnprocessableEntity).text("main"); !strings.Contains(got, "Donnez un nom à la vue.") {
		t.Errorf("no name: %s", got)
	}
	c.post(at+"/modifier", form("nom_vue", "Go to Job", "version", "1")).want(t, http.StatusSeeOther)
	c.post(at+"/modifier", form("nom_vue", "Trop tard", "version", "1")).want(t, http.StatusConflict)
	c.post(at+"/supprimer", nil).want(t, http.StatusSeeOther)
	if got := c.get("/personnes?vue=mes").tabs(); got != "Namur" {
		t.Errorf("after the deletion: %q", got)
	}
	c.post(at+"/retablir", nil).want(t, http.StatusSeeOther)
	if got := c.get("/personnes?vue=mes").tabs(); got != "Go to Job | Namur" {
		t.Errorf("after the undo: %q", got)
	}
}

// The three lists have views; a form sent twice makes one; a list the reader may not read has none for them.
func TestViewsOfEachList(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for list, query := range map[string]string{"suivis": "qui=moi&dispositif=GTJ", "seances": "vue=passees"} {
		typed := form("liste", list, "filtres", query, "nom_vue", "Vue "+list, "submission", models.NewToken())
		for range 2 {
			nadia.post("/moi/vues", typed).want(t, http.StatusSeeOther)
		}
		if got := nadia.get("/"+list+"?"+query).want(t, http.StatusOK).tabs(); got != "Vue "+list {
			t.Errorf("%s: %q", list, got)
		}
	}
	nadia.post("/moi/vues", form("liste", "journal", "filtres", "vue=mes", "nom_vue", "X", "submission", "k")).want(t, http.StatusNotFound)
	s.as(t, "tom").post("/moi/vues", form("liste", "personnes", "filtres", "vue=mes", "nom_vue", "X", "submission", "k")).want(t, http.StatusNotFound)
	nadia.post("/moi/vues", form("liste", "personnes", "filtres", "texte=jeton", "nom_vue", "X", "submission", "k")).want(t, http.StatusUnprocessableEntity)
}
