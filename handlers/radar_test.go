package handlers

import (
	"net/url"
	"strings"
	"testing"
)

func TestRadarFromSignalToSnooze(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update enrolments set frozen_on = '2026-02-01'")
	s.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-amina'")
	s.Exec(t, "update followups set presence = 'absent' where id = 'f-amina'")
	s.Exec(t, "update followups set on_date = '2026-10-01' where id in ('f-noori', 'f-tsehaye')")
	networkOf(t, s, "namur", "amina")
	nadia, claire := s.as(t, "nadia"), s.as(t, "claire")
	page := nadia.get("/radar").want(t, 200)
	text := page.text("main")
	for _, want := range []string{"HADDAD Amina", "2 absences de suite", "Depuis le 10/11/2026, sans présence entre-temps, dont 0 excusée. Seuil : 2.", "NOORI Mahdi", "54 jours sans contact"} {
		if !strings.Contains(text, want) {
			t.Errorf("the radar does not say %q: %s", want, text)
		}
	}
	if strings.Contains(text, "GEBRU") || !strings.Contains(claire.get("/radar?signal=silence").want(t, 200).text("main"), "GEBRU Tsehaye") {
		t.Error("a counsellor sees their own people, the coordination everybody")
	}
	if action := page.Doc.Find(`a[href^="/rendez-vous/nouveau?personne=p-noori"]`); action.Length() != 1 {
		t.Error("a silence proposes an appointment, the person filled in")
	}
	if line := nadia.get("/personnes/p-noori").want(t, 200); !strings.Contains(line.text("main"), "54 jours sans contact") {
		t.Error("the person's page has its line")
	}
	pause := page.Doc.Find(`a[href^="/radar/p-noori/pause"]`).AttrOr("href", "")
	form := nadia.get(pause).want(t, 200)
	nadia.post(pause, filled("submission", form.value("submission"), "until_on", "1/1/2020")).want(t, 422)
	typed := filled("submission", form.value("submission"), "reason", "formation à temps plein", "until_on", "15/12/2026")
	nadia.post(pause, typed).want(t, 303)
	after := nadia.get("/radar").want(t, 200)
	if text := after.text("main"); strings.Contains(text, "Sans contact 1") || !strings.Contains(text, "Jusqu'au 15/12/2026, par nadia : formation à temps plein") {
		t.Error(text)
	}
	s.as(t, "simon").post(after.Doc.Find(".flash form").AttrOr("action", ""), url.Values{}).want(t, 404)
	nadia.post(after.Doc.Find(".flash form").AttrOr("action", ""), url.Values{}).want(t, 303)
	if text := nadia.get("/radar").text("main"); strings.Contains(text, "En pause") {
		t.Error(text)
	}
	s.as(t, "tom").get("/radar").want(t, 403)
	if page := s.as(t, "marc").get("/radar").want(t, 200); page.Doc.Find(`a[href*="/pause"]`).Length() != 0 {
		t.Error("the manager reads only")
	}
}

func TestRadarThresholds(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	if page := claire.get("/radar/seuils").want(t, 200); page.value("absences") != "2" || page.value("silent_days") != "30" {
		t.Errorf("those of the product: %s", page.text("main"))
	}
	refused := claire.post("/radar/seuils", filled("absences", "0", "silent_days", "vingt")).want(t, 422)
	if !strings.Contains(refused.text(".summary"), "Indiquez un nombre entre 1 et 20") || refused.value("silent_days") != "vingt" {
		t.Error(refused.text("main"))
	}
	claire.post("/radar/seuils", filled("absences", "3", "silent_days", "45", "stalled_days", "", "expiring_days", "30", "referral_days", "7")).want(t, 303)
	page := claire.get("/radar/seuils").want(t, 200)
	if page.value("stalled_days") != "" || !strings.Contains(page.text("main"), "par claire") || !strings.Contains(page.text("main"), "absences 3 · sans contact 45 j · objectif – j") {
		t.Error(page.text("main"))
	}
	nadia := s.as(t, "nadia")
	if nadia.get("/radar/seuils").want(t, 200).Doc.Find("main form").Length() != 0 {
		t.Error("a counsellor reads the thresholds, and changes none")
	}
	nadia.post("/radar/seuils", filled("absences", "9")).want(t, 403)
}
