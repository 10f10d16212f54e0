package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// undo presses « Annuler » in the message of the page.
func (c *client) undo(t testing.TB, page string) answer {
	t.Helper()
	shown := c.get(page).want(t, http.StatusOK)
	action := shown.Doc.Find(".flash form").AttrOr("action", "")
	if action == "" {
		t.Fatalf("no « Annuler » on %s: %s", page, shown.text(".flash"))
	}
	return c.post(action, form()).want(t, http.StatusSeeOther)
}

// What was just saved is undone by one click; nothing is erased.
func TestUndo(t *testing.T) { onEngines(t, undoes) }

func undoes(t *testing.T, s *site) {
	claire := s.as(t, "claire")
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Exec(t, "delete from registrations where id = 'cv-amina'")
	registered := func() int {
		return s.Count(t, "select count(*) from registrations where session_id = 'cv' and participant_id = 'amina' and place = 'inscrit'")
	}
	claire.post("/seances/s-cv/inscriptions", form("inscription", "e-amina-llf")).want(t, http.StatusSeeOther)
	claire.undo(t, "/seances/s-cv")
	if registered() != 0 {
		t.Error("a registration is not undone")
	}
	claire.post("/seances/s-cv/inscriptions", form("inscription", "e-amina-llf")).want(t, http.StatusSeeOther)
	s.Exec(t, "update registrations set public_id = 'r-1' where session_id = 'cv' and participant_id = 'amina'")
	claire.post("/places/r-1/annulation", form("reason", "transport")).want(t, http.StatusSeeOther)
	claire.undo(t, "/seances/s-cv")
	if registered() != 1 {
		t.Error("a cancelled place is not given back")
	}
	if a := s.as(t, "lea").post("/places/r-1/retablir", form()); a.Status != http.StatusNotFound {
		t.Errorf("another centre gives a place back: %d", a.Status)
	}
}

// A double click, a refresh and a return to the form write one record: the key of the form is that of its first sending.
func TestSentTwice(t *testing.T) {
	s := newSite(t)
	nadia, claire := s.as(t, "nadia"), s.as(t, "claire")
	forms := []struct {
		who   *client
		page  string
		table string
		typed []string
	}{
		{nadia, "/suivis/nouveau?personne=p-amina", "followups", []string{"dispositif", "e-amina-llf"}},
		{nadia, "/rendez-vous/nouveau?personne=p-amina", "appointments", []string{"date", "01/12/2026", "heure", "10h", "duree", "30"}},
		{nadia, "/personnes/nouvelle", "participants", []string{"family_name", "Zwartjes", "given_name", "Ondine", "birth_day", "3", "birth_month", "2", "birth_year", "1990",
			"contact", "0470 12 34 56", "contact_language", "fr", "place", "5000 Namur"}},
		{nadia, "/personnes/p-noori/inscription/o-llf", "enrolments", nil},
		{claire, "/seances/nouvelle", "sessions", []string{"operation", "o-llf", "title", "CV", "on_date", "01/12/2026", "starts_at", "09:00", "ends_at", "12:00"}},
	}
	for _, f := range forms {
		page := f.who.get(f.page).want(t, http.StatusOK)
		typed := fields(page)
		if typed.Get("submission") == "" {
			page.Doc.Find("main form input[name=submission]").Each(func(_ int, n *goquery.Selection) { typed.Set("submission", n.AttrOr("value", "")) })
		}
		for i := 0; i < len(f.typed); i += 2 {
			typed.Set(f.typed[i], f.typed[i+1])
		}
		action := page.Doc.Find("main form[data-draft]").AttrOr("action", "")
		before := s.Count(t, "select count(*) from "+f.table)
		first := f.who.post(action, typed).want(t, http.StatusSeeOther)
		second := f.who.post(action, typed).want(t, http.StatusSeeOther)
		if n := s.Count(t, "select count(*) from "+f.table) - before; n != 1 || first.Location != second.Location {
			t.Errorf("%s: %d rows; led to %s, then %s", f.page, n, first.Location, second.Location)
		}
		if strings.Contains(f.who.get(second.Location).text(".flash"), "Annuler") && f.table == "followups" {
			t.Errorf("%s: the second click offers to undo what it did not write", f.page)
		}
	}
}
