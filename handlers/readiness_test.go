package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jalon/models"
	"jalon/store/storetest"
)

const grid = "/rapports/o-gtj/a-completer"

// counting makes the follow-ups of amina and noori count, and their entries frozen.
func counting(t *testing.T) *site {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	s.Exec(t, "update enrolments set frozen_on = '2026-11-10' where id in ('amina-gtj', 'noori-gtj')")
	return s
}

func TestCorrectionGrid(t *testing.T) {
	s := counting(t)
	marc := s.as(t, "marc")
	page := marc.get(grid).want(t, http.StatusOK)
	if got := unspaced(page.text("main .lead")); got != "2 dossiers : 0 complet, 2 à compléter" {
		t.Errorf("counts: %q", got)
	}
	amina := page.Doc.Find("#dossier-e-amina-gtj")
	for _, name := range []string{"sex", "labour", "isced", "phone", "place", "father_birth_country", "mother_birth_country"} { // grouped: one call solves all
		if amina.Find(`form [name="`+name+`"]`).Length() != 1 {
			t.Errorf("no question %s: %s", name, amina.Text())
		}
	}
	next := amina.Find("[name=suivant]").AttrOr("value", "")
	answers := url.Values{"grille": {"1"}, "suivant": {next}, "sex": {"F"}, "labour": {"forem:DEI"}, "isced": {"3"}, "phone": {"0470 12 34 56"},
		"place": {"5000 Namur"}, "father_birth_country": {"SY"}, "mother_birth_country": {"inconnu"}}
	done := marc.post(grid+"/e-amina-gtj", answers).want(t, http.StatusSeeOther)
	if to := done.Header.Get("Location"); to != grid+"?suite=e-noori-gtj" {
		t.Errorf("goes to %s", to)
	}
	page = marc.get(grid + "?suite=e-noori-gtj")
	if page.Doc.Find("#dossier-e-noori-gtj [autofocus]").Length() != 1 || page.Doc.Find("#dossier-e-amina-gtj").Length() != 0 {
		t.Errorf("after saving: %s", page.text("main"))
	}
	if got := unspaced(page.text("main .lead")); got != "2 dossiers : 1 complet, 1 à compléter" {
		t.Errorf("counts after: %q", got)
	}
	if n := s.Count(t, "select count(*) from journal where detail = 'frozen'"); n != 1 {
		t.Errorf("%d corrections of a frozen entry in the journal", n)
	}
	if got := unspaced(marc.get("/").text("#settle ~ .tiles")); !strings.Contains(got, "50 %") || !strings.Contains(got, "1 dossier à compléter") {
		t.Errorf("Pilotage: %q", got)
	}
	if got := unspaced(marc.get("/rapports").text(".cards")); !strings.Contains(got, "Rapport FSE+ complet à 50 %") {
		t.Errorf("reports: %q", got)
	}
	if got := unspaced(marc.get("/rapports/o-gtj/fse?au=2026-11-24").text("main")); !strings.Contains(got, "Rapport FSE+ complet à 50 %") {
		t.Errorf("the report: %q", got)
	}
}

// The commune and the parents' countries have the editors of the profile: suggestions that need no script, « Demandé, inconnu », the
// question about an odd postcode. A commune answered late completes the entry that froze without one, and its class.
func TestGridOfOrigins(t *testing.T) {
	s := counting(t)
	s.Exec(t, "insert into commune_classes (refnis, degurba) values ('92094', '2')")
	s.Exec(t, "update participants set phone = '+32470123456' where id = 'amina'")
	nadia := s.as(t, "nadia")
	page := nadia.get(grid+"?donnee=commune").want(t, http.StatusOK)
	amina := page.Doc.Find("#dossier-e-amina-gtj")
	if list := amina.Find("[name=place]").AttrOr("list", ""); amina.Find(`datalist[id="`+list+`"] option[value=Namur]`).Length() != 1 {
		t.Errorf("no suggestion of communes: %s", amina.Text())
	}
	for _, question := range []string{"[name=place_other][value=inconnu]", "[name=father_birth_country] option[value=inconnu]", "[name=mother_birth_country] option[value=UA]"} {
		if amina.Find(question).Length() != 1 {
			t.Errorf("no %s", question)
		}
	}
	odd := nadia.post(grid+"/e-amina-gtj", url.Values{"place": {"5500 Namur"}}).want(t, http.StatusUnprocessableEntity)
	if odd.Doc.Find(`[name=place_confirmed][value="5500 Namur"]`).Length() != 1 {
		t.Errorf("the odd postcode is not asked: %s", odd.text("main form"))
	}
	nadia.post(grid+"/e-amina-gtj", url.Values{"place": {"Atlantide"}}).want(t, http.StatusUnprocessableEntity)
	nadia.post(grid+"/e-amina-gtj", url.Values{"place": {"Namur"}, "father_birth_country": {"refus"}, "mother_birth_country": {"UA"}}).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and entry_commune = '92094' and entry_degurba = '2'") != 1 {
		t.Error("the entry that had frozen did not take the commune and its class")
	}
	if s.Count(t, "select count(*) from participants where id = 'amina' and refnis = '92094' and father_birth_country = 'refus' and mother_birth_country = 'UA'") != 1 {
		t.Error("the file did not take the answers")
	}
	nadia.post(grid+"/e-amina-gtj", url.Values{"place": {"5500"}}).want(t, http.StatusConflict)
	for _, datum := range []string{"commune", "pere", "mere"} {
		if nadia.get(grid+"?donnee="+datum).Doc.Find("#dossier-e-amina-gtj").Length() != 0 {
			t.Errorf("%s is asked again", datum)
		}
	}
	nadia.post(grid+"/e-noori-gtj", url.Values{"place_other": {"inconnu"}, "no_contact": {"1"}}).want(t, http.StatusSeeOther)
	if nadia.get(grid+"?donnee=commune").Doc.Find(".gaps > li").Length() != 0 {
		t.Error("a commune asked and not known is asked again")
	}
}

func TestGridAnswersAreChecked(t *testing.T) {
	s := counting(t)
	nadia := s.as(t, "nadia")
	refused := nadia.post(grid+"/e-amina-gtj", url.Values{"sex": {"F"}, "phone": {"12"}}).want(t, http.StatusUnprocessableEntity)
	if refused.Doc.Find(`[name=phone][aria-invalid=true]`).AttrOr("value", "") != "12" || s.Count(t, "select count(*) from participants where sex = 'F'") != 0 {
		t.Errorf("half is written, or lost: %s", refused.text("main"))
	}
	if got := nadia.post(grid+"/e-amina-gtj", nil).want(t, http.StatusUnprocessableEntity).text(".summary"); !strings.Contains(got, "Choisissez une réponse") {
		t.Errorf("nothing answered: %q", got)
	}
	nadia.post(grid+"/e-amina-gtj", url.Values{"isced": {"12"}}).want(t, http.StatusUnprocessableEntity)
	s.Exec(t, "update enrolments set entry_isced = '6' where id = 'amina-gtj'")
	moved := nadia.post(grid+"/e-amina-gtj", url.Values{"sex": {"F"}, "isced": {"3"}}).want(t, http.StatusConflict)
	if !strings.Contains(moved.text(".flash"), "Rien n'a été changé") || s.Count(t, "select count(*) from participants where sex = 'F'") != 0 {
		t.Errorf("a colleague's answer is overwritten: %s", moved.text("main"))
	}
	one := nadia.get(grid+"/e-amina-gtj").want(t, http.StatusOK)
	if one.Doc.Find("form.form [name=isced]").Length() != 0 || one.Doc.Find("form.form [name=reason]").Length() != 1 {
		t.Errorf("one by one: %s", one.text("main"))
	}
	s.as(t, "simon").post(grid+"/e-amina-gtj", url.Values{"sex": {"F"}}).want(t, http.StatusNotFound)
	s.as(t, "fanny").get(grid).want(t, http.StatusForbidden)
	s.as(t, "lea").get(grid).want(t, http.StatusNotFound)
	nadia.get("/rapports/o-llf/a-completer").want(t, http.StatusNotFound)
}

// What is asked at the exit may be « demandé, inconnu »; dates that contradict each other lead to their form.
func TestGridOfExits(t *testing.T) {
	s := counting(t)
	s.Exec(t, "update followups set on_date = '2026-03-01' where id in ('f-amina', 'f-noori')")
	for id, on := range map[string]string{"amina": "2026-09-01", "noori": "2026-02-01"} {
		s.Insert(t, "exits", map[string]any{"id": "x-" + id, "public_id": "x-" + id, "centre_id": "namur", "enrolment_id": id + "-gtj", "on_date": on, "created_at": s.Now().Time})
	}
	nadia := s.as(t, "nadia")
	filtered := nadia.get(grid+"?donnee=sortie").want(t, http.StatusOK)
	if filtered.Doc.Find(".gaps > li").Length() != 1 || filtered.Doc.Find(`#dossier-e-amina-gtj [name=situation] option[value=inconnu]`).Length() != 1 {
		t.Fatalf("situation at the exit: %s", filtered.text("main"))
	}
	nadia.post(grid+"/e-amina-gtj?donnee=sortie", url.Values{"situation": {"inconnu"}}).want(t, http.StatusSeeOther)
	if left := nadia.get(grid + "?donnee=sortie").Doc.Find(".gaps > li").Length(); left != 0 || s.Count(t, "select count(*) from exits where declined = 'inconnu'") != 1 {
		t.Errorf("%d still asked", left)
	}
	dates := nadia.get(grid + "?donnee=sortie_avant")
	if dates.Doc.Find(`#dossier-e-noori-gtj a[href="/inscriptions/e-noori-gtj"]`).Length() != 1 {
		t.Errorf("no form for an exit before the entry: %s", dates.text("main"))
	}
}

// Once a week the summary says what is missing in one's own files; on other mornings only its page does.
func TestWeeklySummary(t *testing.T) {
	s := counting(t)
	nadia := s.as(t, "nadia")
	if got := nadia.get("/").text("#morning ~ *"); strings.Contains(got, "Niveau de diplôme") { // 24/11/2026 is a Tuesday
		t.Errorf("on a Tuesday: %s", got)
	}
	page := nadia.get("/moi/resume").want(t, http.StatusOK)
	if got := unspaced(page.text(`main a[href="` + grid + `?donnee=isced"]`)); got != "Niveau de diplôme : 2 dossiers (GTJ)" {
		t.Errorf("summary: %s", page.text("main"))
	}
	if got := s.as(t, "simon").get("/moi/resume").text("main"); strings.Contains(got, "Niveau de diplôme") {
		t.Errorf("the files of a colleague: %s", got)
	}
	at(t, storetest.Now.Add(6*24*time.Hour))
	nadia = s.as(t, "nadia")
	if got := nadia.get("/").text("main"); !strings.Contains(got, "il manque dans vos dossiers") {
		t.Errorf("on a Monday: %s", got)
	}
	mail, err := s.App.weeklyMail(t.Context(), Access{Actor: s.World.Actors["nadia"]})
	if err != nil || !strings.Contains(unspaced(mail), "Niveau de diplôme : 2 dossiers") || strings.Contains(mail, "Haddad") {
		t.Errorf("mail: %q, %v", mail, err)
	}
}

// The records of a large operation are remembered: the grid says the same, and asks nothing that was answered since.
func TestGridOfALargeOperation(t *testing.T) {
	slow := slowGrid
	slowGrid = -1
	t.Cleanup(func() { slowGrid = slow })
	s := counting(t)
	marc := s.as(t, "marc")
	judged := marc.get(grid).want(t, http.StatusOK).text("main")
	s.App.chores.done.Wait()
	if remembered := marc.get(grid).text("main"); remembered != judged || !s.App.gaps.knows(s.App.gapKey(gtjOf(t, s))) {
		t.Errorf("%s\nremembered: %s", judged, remembered)
	}
	s.Exec(t, "update participants set sex = 'F', phone = '0470123456' where id = 'amina'")
	amina := marc.get(grid).Doc.Find("#dossier-e-amina-gtj")
	if amina.Find("[name=sex]").Length() != 0 || amina.Find("[name=isced]").Length() != 1 {
		t.Errorf("what was answered elsewhere: %s", amina.Text())
	}
	if one := marc.get(grid+"/e-amina-gtj").want(t, http.StatusOK); one.Doc.Find("[name=sex]").Length() != 0 {
		t.Errorf("the record alone: %s", one.text("main"))
	}
	marc.post(grid+"/e-amina-gtj", url.Values{"grille": {"1"}, "labour": {"forem:DEI"}, "isced": {"3"}}).want(t, http.StatusSeeOther)
	if got := unspaced(marc.get(grid).text("main .lead")); got != "2 dossiers : 1 complet, 1 à compléter" {
		t.Errorf("counts after: %q", got)
	}
}

func gtjOf(t *testing.T, s *site) models.Operation {
	t.Helper()
	o, err := s.Store.Operation(context.Background(), s.App.scope(Access{Actor: s.Actors["marc"]}, models.Read, models.KindReport), "o-gtj")
	if err != nil {
		t.Fatal(err)
	}
	return o
}
