package store_test

import (
	"fmt"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// partner adds an organisation to the directory of Namur.
func (w who) partner(t *testing.T, p models.Partner) models.Partner {
	t.Helper()
	p.CentreID = "namur"
	if p.Kind == "" {
		p.Kind = "forem"
	}
	p, err := w.CreatePartner(ctx, w.scope("nadia", models.Create, models.KindPartner), p)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPartners(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		forem := w.partner(t, models.Partner{Name: "Forem Namur", Refnis: "92094", Contacts: []models.PartnerContact{{Name: "Élise Dubois", Email: "e@forem.be"}, {}, {Name: "Paul Remy"}}})
		w.partner(t, models.Partner{Name: "École 100% Sambre", Kind: "ecole"})
		list := func(user string, f store.PartnerFilter) string {
			page, err := w.Partners(ctx, w.scope(user, models.Read, models.KindPartner), f)
			if err != nil {
				t.Fatal(err)
			}
			names := ""
			for _, p := range page.Partners {
				names += p.Name + ";"
			}
			return names
		}
		for name, c := range map[string]struct {
			user string
			f    store.PartnerFilter
			want string
		}{
			"all":           {"rita", store.PartnerFilter{}, "École 100% Sambre;Forem Namur;"},
			"by name":       {"nadia", store.PartnerFilter{Text: "ecole"}, "École 100% Sambre;"},
			"a sign":        {"nadia", store.PartnerFilter{Text: "0%"}, "École 100% Sambre;"},
			"no wild card":  {"nadia", store.PartnerFilter{Text: "f%m"}, ""},
			"by kind":       {"claire", store.PartnerFilter{Kind: "forem"}, "Forem Namur;"},
			"by commune":    {"marc", store.PartnerFilter{Refnis: "92094"}, "Forem Namur;"},
			"closed":        {"nadia", store.PartnerFilter{Closed: true}, ""},
			"other centre":  {"lea", store.PartnerFilter{}, ""},
			"never may":     {"fanny", store.PartnerFilter{}, ""},
			"next page":     {"nadia", store.PartnerFilter{After: forem.PublicID}, ""},
			"one operation": {"paula", store.PartnerFilter{}, ""},
		} {
			if got := list(c.user, c.f); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		if _, err := w.CreatePartner(ctx, w.scope("nadia", models.Create, models.KindPartner), models.Partner{CentreID: "namur", Kind: "autre", Name: "forem  namur"}); keyOf(err) != "partner.problem.taken" && models.Fold("forem  namur") == models.Fold("Forem Namur") {
			t.Errorf("the same name twice: %v", err)
		}
		if _, err := w.CreatePartner(ctx, w.scope("nadia", models.Create, models.KindPartner), models.Partner{CentreID: "liege", Kind: "autre", Name: "X"}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("in another centre: %v", err)
		}
		changePartner(t, w, forem.PublicID)
	})
}

// changePartner: a contact is renamed, another leaves, the partner is closed and put back.
func changePartner(t *testing.T, w who, id string) {
	t.Helper()
	update := w.scope("nadia", models.Update, models.KindPartner)
	p, err := w.Partner(ctx, update, id)
	if err != nil || len(p.Contacts) != 2 {
		t.Fatalf("%d contacts, %v", len(p.Contacts), err)
	}
	p.Contacts = []models.PartnerContact{p.Contacts[0], {Name: "Awa Diop", Job: "Conseillère"}}
	p.Contacts[0].Phone = "+3281222222"
	if err := w.UpdatePartner(ctx, update, p); err != nil {
		t.Fatal(err)
	}
	if err := w.UpdatePartner(ctx, update, p); keyOf(err) != models.ErrStale.Key {
		t.Errorf("the same version twice: %v", err)
	}
	p, _ = w.Partner(ctx, update, id)
	if len(p.Contacts) != 2 || p.Contacts[0].Phone != "+3281222222" || p.Contacts[1].Name != "Awa Diop" {
		t.Errorf("contacts %+v", p.Contacts)
	}
	if n := w.Count(t, "select count(*) from partner_contacts where name = 'Paul Remy' and left_at is not null"); n != 1 {
		t.Error("somebody who left was erased")
	}
	for _, closed := range []bool{true, false} {
		if err := w.ClosePartner(ctx, update, id, closed); err != nil {
			t.Fatal(err)
		}
		page, err := w.Partners(ctx, w.scope("nadia", models.Read, models.KindPartner), store.PartnerFilter{Closed: closed, Kind: "forem"})
		if err != nil || len(page.Partners) != 1 {
			t.Errorf("closed %v: %d partners, %v", closed, len(page.Partners), err)
		}
	}
}

func TestPartnerPages(t *testing.T) {
	w := newWho(t, storetest.SQLite(t))
	for i := range 120 {
		w.partner(t, models.Partner{Name: fmt.Sprintf("Partenaire %03d", i)})
	}
	seen, after := 0, ""
	for range 3 {
		page, err := w.Partners(ctx, w.scope("nadia", models.Read, models.KindPartner), store.PartnerFilter{After: after})
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("Partenaire %03d", seen); page.Partners[0].Name != want {
			t.Errorf("a page begins with %s, want %s", page.Partners[0].Name, want)
		}
		seen, after = seen+len(page.Partners), page.Next
	}
	if seen != 120 || after != "" {
		t.Errorf("%d partners on three pages, then %q", seen, after)
	}
	query, args, err := store.PartnersStatement(w.Store, ctx, w.scope("nadia", models.Read, models.KindPartner), store.PartnerFilter{})
	if err != nil {
		t.Fatal(err)
	}
	refuseFullReads(t, w.DB, "partners", query, args, "rpartners", "partners")
}

func sent(on, expected models.Date) models.Referral {
	return models.Referral{Direction: models.ReferralOut, OnDate: on, ExpectedOn: expected, Mode: models.ReferralByEmail, Consent: true, Topic: "langue", Reason: "Cours de FLE du soir"}
}

// newReferrals gives Amina three referrals to a partner; the first is late.
func newReferrals(t *testing.T, db *storetest.DB) (w who, late models.Referral) {
	t.Helper()
	w = newWho(t, db)
	forem := w.partner(t, models.Partner{Name: "Forem Namur"})
	create := w.scope("nadia", models.Create, models.KindReferral)
	for i, r := range []models.Referral{sent("2026-10-01", "2026-10-22"), sent("2026-11-20", "2026-12-11"), {Direction: models.ReferralIn, OnDate: "2026-11-01"}} {
		made, err := w.CreateReferral(ctx, create, "p-amina", forem.PublicID, r)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			late = made
		}
	}
	if _, err := w.CreateReferral(ctx, create, "p-olha", forem.PublicID, sent("2026-11-20", "2026-12-11")); models.CodeOf(err) != models.NotFound {
		t.Errorf("somebody else's person: %v", err)
	}
	if _, err := w.CreateReferral(ctx, create, "p-amina", "absent", sent("2026-11-20", "2026-12-11")); keyOf(err) != "referral.problem.partner" {
		t.Errorf("no such partner: %v", err)
	}
	return w, late
}

func TestOpenReferrals(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, late := newReferrals(t, db)
		read := w.scope("nadia", models.Read, models.KindReferral)
		w.wantOpen(t, "nadia", "2026-11-24", 1)
		w.wantOpen(t, "nadia", "", 2)
		w.wantOpen(t, "claire", "", 2)
		w.wantOpen(t, "simon", "", 0)
		if err := w.RemindPartner(ctx, w.scope("nadia", models.Update, models.KindReferral), late.PublicID, models.ReferralByPhone, "2026-12-08"); err != nil {
			t.Fatal(err)
		}
		w.wantOpen(t, "nadia", "2026-11-24", 0)
		v, err := w.Referral(ctx, read, late.PublicID)
		if err != nil || v.Reason != "Cours de FLE du soir" || len(v.Reminders) != 1 || v.Reminders[0].OnDate != "2026-11-24" || v.Reminded != 1 || v.Partner != "Forem Namur" {
			t.Errorf("read back %+v, %v", v, err)
		}
		query, args := store.OpenReferralsStatement(read, "2026-11-24", 10)
		refuseFullReads(t, w.DB, "open referrals", query, args, "referrals", "xreferrals")
		if v, err := w.Verify(ctx); err != nil || !v.Sound() {
			t.Errorf("verify: %+v, %v", v, err)
		}
	})
}

func TestAnswerReferral(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, late := newReferrals(t, db)
		update, cancel := w.scope("nadia", models.Update, models.KindReferral), w.scope("nadia", models.Cancel, models.KindReferral)
		if err := w.AnswerReferral(ctx, update, late.PublicID, models.ReferralAccepted, "2026-11-23", "Commence lundi"); err != nil {
			t.Fatal(err)
		}
		if err := w.RemindPartner(ctx, update, late.PublicID, models.ReferralByPhone, "2026-12-08"); keyOf(err) != "referral.answered" {
			t.Errorf("asked again after the answer: %v", err)
		}
		w.wantOpen(t, "nadia", "", 1)
		if err := w.AnswerReferral(ctx, update, late.PublicID, "", "", ""); err != nil { // taken back
			t.Errorf("an answer is taken back: %v", err)
		}
		w.wantOpen(t, "nadia", "", 2)
		if err := w.CancelReferral(ctx, cancel, late.PublicID, "Encodée deux fois"); err != nil {
			t.Fatal(err)
		}
		if err := w.CancelReferral(ctx, cancel, late.PublicID, "Encore"); keyOf(err) != "referral.cancelled" {
			t.Errorf("cancelled twice: %v", err)
		}
		w.wantOpen(t, "nadia", "", 1)
		all, err := w.ReferralsOf(ctx, w.scope("nadia", models.Read, models.KindReferral), "p-amina")
		if err != nil || len(all) != 3 || all[2].CancelReason != "Encodée deux fois" {
			t.Errorf("%+v, %v", all, err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'referral' and record = ?", late.PublicID); n != 4 {
			t.Errorf("%d journal lines, want 4", n)
		}
	})
}

func (w who) wantOpen(t *testing.T, user string, before models.Date, want int) {
	t.Helper()
	open, err := w.OpenReferrals(ctx, w.scope(user, models.Read, models.KindReferral), before, 10)
	if err != nil || len(open) != want {
		t.Errorf("%s before %q: %d open, want %d, %v", user, before, len(open), want, err)
	}
}

func TestUpdateReferral(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		forem := w.partner(t, models.Partner{Name: "Forem Namur"})
		r, err := w.CreateReferral(ctx, w.scope("nadia", models.Create, models.KindReferral), "p-amina", forem.PublicID, sent("2026-10-01", "2026-10-22"))
		if err != nil {
			t.Fatal(err)
		}
		update := w.scope("nadia", models.Update, models.KindReferral)
		r.Reason, r.ExpectedOn = "Autre chose", "2026-11-30"
		if err := w.UpdateReferral(ctx, update, r); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateReferral(ctx, update, r); keyOf(err) != models.ErrStale.Key {
			t.Errorf("the same version twice: %v", err)
		}
		r.Version, r.Consent = 2, false
		if err := w.UpdateReferral(ctx, update, r); keyOf(err) != "referral.problem.consent" {
			t.Errorf("without the person's agreement: %v", err)
		}
		before, err := w.PartnersFor(ctx, w.scope("paula", models.Create, models.KindReferral), "p-amina")
		if err != nil || len(before) != 0 {
			t.Errorf("paula accompanies nobody: %v, %v", before, err)
		}
		if found, err := w.PartnersFor(ctx, w.scope("nadia", models.Create, models.KindReferral), "p-amina"); err != nil || len(found) != 1 {
			t.Errorf("%v, %v", found, err)
		}
	})
}
