package store_test

import (
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// TestCardFilters: each filter finds whom it says, among those whose file says it to the reader.
func TestCardFilters(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Alpha", GivenName: "Nour", Languages: "ar;ti", FrenchLevel: "A1", PermitExpiresOn: w.Today().AddDays(20), Phone: "+32470125678", Refnis: "92094"})
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Beta", GivenName: "Nour", ContactLanguage: "uk", FrenchLevel: "B1", PermitExpiresOn: w.Today().AddDays(-1), NoContact: true})
		w.add(t, "simon", "simon", models.Participant{FamilyName: "Gamma", GivenName: "Nour", Languages: "ar", FrenchLevel: "A1", PermitExpiresOn: w.Today().AddDays(20)})
		text := models.ParseSearch("nour")
		for name, tc := range map[string]struct {
			f                   store.CardFilter
			nadia, claire, rita string
		}{
			"language":      {store.CardFilter{Language: "ar"}, "ALPHA", "ALPHA GAMMA", ""},
			"second":        {store.CardFilter{Language: "ti"}, "ALPHA", "ALPHA", ""},
			"of messages":   {store.CardFilter{Language: "uk"}, "BETA", "BETA", ""},
			"part of code":  {store.CardFilter{Language: "a"}, "", "", ""},
			"French":        {store.CardFilter{French: "A1"}, "ALPHA", "ALPHA GAMMA", ""},
			"permit in 30":  {store.CardFilter{PermitDays: 30}, "ALPHA", "ALPHA GAMMA", ""},
			"permit in 10":  {store.CardFilter{PermitDays: 10}, "", "", ""},
			"permit over":   {store.CardFilter{PermitDays: store.PermitExpired}, "BETA", "BETA", ""},
			"no commune":    {store.CardFilter{Missing: "commune"}, "BETA", "BETA GAMMA", ""},
			"no contact":    {store.CardFilter{Missing: "contact"}, "", "GAMMA", ""}, // « Pas de moyen de contact » is an answer
			"unknown":       {store.CardFilter{Missing: "x' or 1=1"}, "ALPHA BETA GAMMA", "ALPHA BETA GAMMA", "ALPHA BETA GAMMA"},
			"no enrolment":  {store.CardFilter{State: store.StateNone}, "ALPHA BETA", "ALPHA BETA GAMMA", ""},
			"nobody saw":    {store.CardFilter{QuietDays: 30}, "ALPHA BETA", "ALPHA BETA GAMMA", ""},
			"colleague":     {store.CardFilter{Colleague: "u-simon"}, "GAMMA", "GAMMA", "GAMMA"}, // cards say it to everybody
			"nobody's":      {store.CardFilter{Colleague: store.NobodyAccompanies}, "", "", ""},
			"two at a time": {store.CardFilter{Language: "ar", French: "A1", Colleague: "u-nadia"}, "ALPHA", "ALPHA", ""},
		} {
			for user, want := range map[string]string{"nadia": tc.nadia, "claire": tc.claire, "rita": tc.rita} {
				f := tc.f
				f.Text, f.Profiles = text, w.scope(user, models.Read, models.KindProfile)
				if got := families(w.cards(t, user, f)); got != want {
					t.Errorf("%s, %s: %q, want %q", name, user, got, want)
				}
			}
		}
		enrolledStates(t, w)
	})
}

// enrolledStates: with or without an exit, and since when nobody was seen.
func enrolledStates(t *testing.T, w who) {
	profiles := w.scope("claire", models.Read, models.KindProfile)
	running := w.cards(t, "claire", store.CardFilter{State: store.StateRunning, Programme: "GTJ", Profiles: profiles}).Total
	ended := w.cards(t, "claire", store.CardFilter{State: store.StateEnded, Programme: "GTJ", Profiles: profiles}).Total
	if all := w.cards(t, "claire", store.CardFilter{Programme: "GTJ"}).Total; running+ended != all || running == 0 {
		t.Errorf("%d running and %d ended of %d", running, ended, all)
	}
	quiet := func() string {
		return families(w.cards(t, "claire", store.CardFilter{QuietDays: 30, State: store.StateRunning, Profiles: profiles}))
	}
	if strings.Contains(quiet(), "HADDAD") {
		t.Errorf("seen lately, but listed: %s", quiet())
	}
	w.Exec(t, "update followups set on_date = ?", w.Today().AddDays(-31))
	w.Exec(t, "update sessions set on_date = ?", w.Today().AddDays(-31))
	if !strings.Contains(quiet(), "HADDAD") {
		t.Errorf("not seen for 31 days, but not listed: %s", quiet())
	}
}

func families(page store.CardPage) string {
	var names []string
	for _, c := range page.Cards {
		names = append(names, strings.ToUpper(c.FamilyName))
	}
	return strings.Join(names, " ")
}
