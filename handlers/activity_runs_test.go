package handlers

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

const freezeActivity = "/rapports/activite/figer?du=01/01/2026&au=24/11/2026"

// activityRunOf inserts a frozen activity report of a centre.
func activityRunOf(t *testing.T, s *site, centre string) {
	t.Helper()
	s.Insert(t, "activity_runs", map[string]any{"id": "acr-" + centre, "public_id": "acr-" + centre, "centre_id": centre, "from_on": "2025-01-01", "to_on": "2025-12-31",
		"head": "{}", "files": "[]", "override": "", "version": "", "sha256": "", "created_at": storetest.Now})
}

// A frozen activity report stays what it was, for the manager of the centre alone.
func TestFrozenActivityStays(t *testing.T) { onEngines(t, freezesActivity) }

func freezesActivity(t *testing.T, s *site) {
	networkOf(t, s, "namur", "amina")
	actionOf(t, s, "namur", "nadia")
	marc := s.as(t, "marc")
	if href := marc.get("/rapports/activite?du=2026-01-01&au=2026-11-24").Doc.Find(`main a[href*="/figer"]`).AttrOr("href", ""); href == "" {
		t.Fatal("the report does not offer to be frozen")
	}
	run := freezeAs(t, marc, freezeActivity)
	if again := freezeAs(t, marc, freezeActivity); again != run || s.Count(t, "select count(*) from activity_runs") != 1 {
		t.Error("the same report asked in another window is another run")
	}
	data := marc.get(run+"/donnees").want(t, http.StatusOK).Body
	workbook := sha256.Sum256([]byte(marc.get(run+"/classeur").want(t, http.StatusOK).Body))
	page := marc.get(run).want(t, http.StatusOK)
	digest := page.Doc.Find("dl.rows dd").Last().Text()
	if len(digest) != 64 || !strings.Contains(data, digest) || !strings.Contains(page.text("main"), "Interpellation") {
		t.Errorf("the page: %s", page.text("main"))
	}
	for _, name := range []string{"Haddad", "Amina", "Noori"} {
		if strings.Contains(data, name) {
			t.Errorf("a frozen report holds %s", name)
		}
	}
	if same := marc.get(run+"/comparer").want(t, http.StatusOK).text("main"); !strings.Contains(same, "Aucun chiffre de cette feuille n'a changé.") || strings.Contains(same, "La liste des actions") {
		t.Errorf("nothing changed, yet: %s", same)
	}
	s.Exec(t, "update followups set presence = 'absent' where public_id in (select public_id from followups where presence = 'present' and mode <> 'demarche' and centre_id = 'namur' order by on_date limit 1)")
	s.Exec(t, "update actions set place = 'ailleurs' where centre_id = 'namur'")
	if marc.get(run+"/donnees").Body != data || workbook != sha256.Sum256([]byte(marc.get(run+"/classeur").Body)) {
		t.Error("a frozen report changed")
	}
	moved := marc.get(run + "/comparer").text("main")
	if !strings.Contains(moved, "Suivis individuels") || !strings.Contains(moved, "−1") || !strings.Contains(moved, "La liste des actions") || strings.Contains(moved, "Partenaires") {
		t.Errorf("what changed since: %s", moved)
	}
	second := freezeAs(t, marc, freezeActivity)
	if second == run || !strings.Contains(marc.get(run+"/comparer?avec="+strings.TrimPrefix(second, "/activites-figees/")).want(t, http.StatusOK).text("main"), "−1") {
		t.Error("two frozen reports do not compare")
	}
	if rows := marc.get(activityRunsURL).want(t, http.StatusOK).Doc.Find("tbody tr"); rows.Length() != 2 || rows.First().Find("a").Length() != 3 {
		t.Error("the list does not show both with their files")
	}
	keptFromOthers(t, s, run)
	for action, want := range map[string]int{"create": 2, "export": 4} {
		if n := s.Count(t, "select count(*) from journal where kind = 'activity_run' and action = ?", action); n != want {
			t.Errorf("%d lines %s in the journal", n, action)
		}
	}
}

// keptFromOthers: an operation's funder, an auditor, the team and another centre read nothing of it.
func keptFromOthers(t *testing.T, s *site, run string) {
	t.Helper()
	activityRunOf(t, s, "liege")
	for _, who := range []string{"fanny", "odile", "nadia", "claire"} {
		c := s.as(t, who)
		for _, page := range []string{run, run + "/donnees", run + "/comparer", activityRunsURL, freezeActivity} {
			c.get(page).want(t, http.StatusForbidden)
		}
		if strings.Contains(c.get("/rapports").Body, "/rapports/activite") {
			t.Errorf("%s is shown a link to it", who)
		}
	}
	marc := s.as(t, "marc")
	marc.get("/activites-figees/acr-liege").want(t, http.StatusNotFound)
	marc.get(run+"/comparer?avec=acr-liege").want(t, http.StatusNotFound)
}

// A period that is not over, or a report of several centres, is not frozen.
func TestActivityThatIsNotFrozen(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	const future = "/rapports/activite/figer?du=2026-01-01&au=2026-12-31"
	submission := marc.get(freezeActivity).Doc.Find("main [name=submission]").AttrOr("value", "")
	page := marc.get(future).want(t, http.StatusOK)
	if page.Doc.Find("main form").Length() != 0 || !strings.Contains(page.text("main"), "jusqu'au 24/11/2026") {
		t.Errorf("the page offers it: %s", page.text("main"))
	}
	marc.post(future, form("submission", submission)).want(t, http.StatusUnprocessableEntity)
	marc.get("/rapports/activite/figer?du=2026-12-31&au=2026-01-01").want(t, http.StatusNotFound)
	s.Exec(t, "update memberships set network = true where user_id = 'marc'")
	page = s.as(t, "marc").get(freezeActivity).want(t, http.StatusOK)
	if page.Doc.Find("main form").Length() != 0 || !strings.Contains(page.text("main"), "plusieurs centres") {
		t.Errorf("a report of two centres is offered: %s", page.text("main"))
	}
	s.as(t, "marc").post(freezeActivity, form("submission", submission)).want(t, http.StatusUnprocessableEntity)
	if n := s.Count(t, "select count(*) from activity_runs"); n != 0 {
		t.Errorf("%d reports frozen", n)
	}
}

// A blocking control asks for a reason, which the list and the report print.
func TestActivityFrozenInSpiteOfAControl(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update participants set centre_id = 'liege' where id = 'amina'") // she comes here, and her file is elsewhere
	marc := s.as(t, "marc")
	page := marc.get(freezeActivity).want(t, http.StatusOK)
	submission := page.Doc.Find("main [name=submission]").AttrOr("value", "")
	if !strings.Contains(page.text("main"), "A01") || page.Doc.Find(`main a[href*="feuille=controles"]`).Length() != 1 {
		t.Errorf("the control, or the way to it, is not said: %s", page.text("main"))
	}
	refused := marc.post(freezeActivity, form("submission", submission, "raison", "ok")).want(t, http.StatusUnprocessableEntity)
	if refused.Doc.Find("#raison").Text() != "ok" || refused.Doc.Find("#raison-problem").Length() != 1 || !strings.Contains(refused.text("main"), "A01") {
		t.Error("what was typed is lost, or nothing says what to do")
	}
	const reason = "Le dossier est repris dans l'autre centre."
	done := marc.post(freezeActivity, form("submission", submission, "raison", reason)).want(t, http.StatusSeeOther)
	for _, path := range []string{activityRunsURL, done.Location} {
		if said := marc.get(path).want(t, http.StatusOK).text("main"); !strings.Contains(said, reason) {
			t.Errorf("%s: %s", path, said)
		}
	}
	if !strings.Contains(marc.get(done.Location).text("main"), "A01") {
		t.Error("the report does not say what failed")
	}
}
