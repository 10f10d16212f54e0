package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// attended marks both people of the session of the world as present.
func attended(t *testing.T, s *site) {
	t.Helper()
	s.Exec(t, "update registrations set attendance = 'present', marked_at = ? where session_id = 'cv'", storetest.Now)
}

// handedOver is the tablet of tom, locked on the session of the world.
func handedOver(t *testing.T, s *site) *client {
	t.Helper()
	tom := s.as(t, "tom")
	tom.post("/seances/s-cv/signature", url.Values{"slot": {"whole debut"}, "code": {"4071"}}).want(t, http.StatusSeeOther)
	return tom
}

// Whatever is asked of a tablet that was handed over, nothing but the signatures of its session comes back.
func TestLockedTabletOpensNothingElse(t *testing.T) {
	s := newSite(t)
	attended(t, s)
	otherCentre(t, s)
	tom := handedOver(t, s)
	tried := 0
	for _, r := range append(s.App.Routes(), Route{Method: "GET", Path: "/nulle-part"}) {
		for _, id := range []string{"s-cv", "s-module4h"} {
			if id == "s-cv" && openWhenLocked[r.Method+" "+r.Path] {
				continue
			}
			tried++
			got := tom.send(r.Method, address(r.Path, id), formFor(r), nil)
			if got.Status != http.StatusSeeOther || got.Location != "/seances/s-cv/signature" {
				t.Errorf("%s %s: %d %s", r.Method, r.Path, got.Status, got.Location)
			}
			script := tom.send(r.Method, address(r.Path, id), formFor(r), http.Header{"X-Fragment": {"content"}})
			if script.Status != http.StatusLocked || script.Body != "" {
				t.Errorf("%s %s by script: %d, %d bytes", r.Method, r.Path, script.Status, len(script.Body))
			}
		}
	}
	if tried < 400 {
		t.Errorf("only %d addresses tried", tried)
	}
	page := tom.get("/seances/s-cv/signature").want(t, http.StatusOK)
	for _, word := range []string{"Haddad", "HADDAD", "Gebru", "GEBRU", "/personnes", "/recherche", "Tom"} {
		if strings.Contains(page.Body, word) {
			t.Errorf("the tablet knows %q", word)
		}
	}
	for _, link := range page.Doc.Find("a[href]").EachIter() {
		if href := link.AttrOr("href", ""); !strings.HasPrefix(href, "/seances/s-cv/signature") {
			t.Errorf("the tablet leads to %s", href)
		}
	}
	missing := tom.post("/seances/s-cv/signature/nobody", url.Values{"strokes": {"[[[10,10,0],[90,90,5]]]"}, "half": {"whole"}, "moment": {"debut"}})
	if missing.Status != http.StatusNotFound || missing.Doc.Find(".rail, .account").Length() > 0 {
		t.Errorf("an error shows the menu: %d", missing.Status)
	}
}

func TestTabletIsTakenBack(t *testing.T) {
	s := newSite(t)
	attended(t, s)
	tom := s.as(t, "tom")
	for code, want := range map[string]string{"12": "4 à 8 chiffres", "1111": "se devine", "2345": "se devine", "abcd": "4 à 8 chiffres"} {
		refused := tom.post("/seances/s-cv/signature", url.Values{"slot": {"whole debut"}, "code": {code}}).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(refused.text("[data-summary]"), want) {
			t.Errorf("%s: %s", code, refused.text("[data-summary]"))
		}
	}
	tom = handedOver(t, s)
	tom.post("/seances/s-cv/signature/quitter", url.Values{"code": {"4072"}}).want(t, http.StatusUnprocessableEntity)
	tom.get("/").want(t, http.StatusSeeOther)
	tom.post("/seances/s-cv/signature/quitter", url.Values{"code": {"4071"}}).want(t, http.StatusSeeOther)
	tom.get("/seances/s-cv/presences").want(t, http.StatusOK)
	if n := s.Count(t, "select count(*) from journal where action in ('lock', 'unlock')"); n != 2 {
		t.Errorf("%d lines in the journal, want the lock and the opening", n)
	}
	// A code of one's own: nothing is typed when the tablet is handed over.
	tom.post("/moi/code-equipe", url.Values{"code": {"9182"}}).want(t, http.StatusSeeOther)
	if page := tom.get("/seances/s-cv/signature"); page.Doc.Find("[name=code]").Length() != 0 {
		t.Error("a code is asked for though there is one")
	}
	tom.post("/seances/s-cv/signature", url.Values{"slot": {"whole fin"}}).want(t, http.StatusSeeOther)
	for range 5 {
		tom.post("/seances/s-cv/signature/quitter", url.Values{"code": {"0000"}})
	}
	tom.post("/seances/s-cv/signature/quitter", url.Values{"code": {"9182"}}).want(t, http.StatusTooManyRequests)
}

func TestSignOnTheTablet(t *testing.T) {
	s := newSite(t)
	attended(t, s)
	tom := handedOver(t, s)
	strokes := url.Values{"strokes": {"[[[10,10,0],[300,120,90]]]"}, "half": {"whole"}, "moment": {"debut"}, "entry": {"k1"}}
	for range 2 {
		tom.post("/seances/s-cv/signature/r-cv-amina", strokes).want(t, http.StatusSeeOther)
	}
	strokes.Set("strokes", "[]")
	empty := tom.post("/seances/s-cv/signature/r-cv-tsehaye", strokes).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(empty.text("main"), "Le cadre est vide.") {
		t.Error(empty.text("main"))
	}
	if page := tom.get("/seances/s-cv/signature"); page.Doc.Find("[data-signers] > li").Length() != 1 {
		t.Error("who has signed is asked again")
	}
	tom.post("/seances/s-cv/signature/r-cv-tsehaye/empechement", url.Values{}).want(t, http.StatusSeeOther)
	if page := tom.get("/seances/s-cv/signature"); page.Doc.Find(`[data-state="done"]:not([hidden])`).Length() != 1 {
		t.Error("everybody has signed or cannot")
	}
	tom.post("/seances/s-cv/signature/quitter", url.Values{"code": {"4071"}}).want(t, http.StatusSeeOther)
	page := tom.get("/seances/s-cv/signatures").want(t, http.StatusOK)
	if page.Doc.Find(".drawn").Length() != 1 || !strings.Contains(page.text("main"), "Signature intacte") || !strings.Contains(page.text("main"), "a dit ne pas pouvoir signer") {
		t.Error(page.text("main"))
	}
	tom.post("/seances/s-cv/signatures/r-cv-tsehaye", url.Values{"slot": {"whole debut"}, "way": {"certifiee"}}).want(t, http.StatusSeeOther)
	id := page.Doc.Find("[name=signature]").AttrOr("value", "")
	tom.post("/seances/s-cv/signatures/r-cv-amina/retrait", url.Values{"signature": {id}}).want(t, http.StatusUnprocessableEntity)
	tom.post("/seances/s-cv/signatures/r-cv-amina/retrait", url.Values{"signature": {id}, "reason": {"Une autre personne a signé"}}).want(t, http.StatusSeeOther)
	text := tom.get("/seances/s-cv/signatures").text("main")
	if !strings.Contains(text, "Présence certifiée, ") || !strings.Contains(text, "Une autre personne a signé") || strings.Contains(text, "ne pas pouvoir") {
		t.Error(text)
	}
	if n := s.Count(t, "select count(*) from registrations where session_id = 'cv' and signed"); n != 1 {
		t.Errorf("%d places signed, want the certified one", n)
	}
}

// A gesture kept on a device says how long ago it was made; the clock of the device does not matter.
func TestMadeAt(t *testing.T) {
	s := newSite(t)
	attended(t, s)
	tom := handedOver(t, s)
	form := url.Values{"strokes": {"[[[10,10,0],[300,120,90]]]"}, "half": {"whole"}, "moment": {"debut"}, "entry": {"k1"}, "made_at": {"1000"}}
	tom.send("POST", "/seances/s-cv/signature/r-cv-amina", form, http.Header{"X-Device-Clock": {"601000"}}).want(t, http.StatusSeeOther)
	all, err := s.Store.Signatures(t.Context(), s.App.scope(Access{Actor: s.Actors["tom"]}, models.Read, models.KindAttendance), models.Session{PublicID: "s-cv"})
	if err != nil || len(all) != 1 || storetest.Now.Sub(all[0].SignedAt.Time).Minutes() != 10 {
		t.Errorf("%+v, %v", all, err)
	}
}
