package main

import (
	"context"
	"net/url"

	"jalon/models"
)

// drafts are what the counsellor was typing when somebody knocked: a follow-up and a registration.
func (e *demoExtras) drafts(ctx context.Context, today models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	var scopes [3]models.Scope
	for i, wanted := range [][2]string{{models.Update, models.KindAccount}, {models.Read, models.KindParticipant}, {models.Read, models.KindFollowUp}} {
		if scopes[i], err = gate.Scope(actor, wanted[0], wanted[1]); err != nil {
			return err
		}
	}
	seen, err := e.store.FollowUps(ctx, scopes[2], models.FollowUpFilter{UserID: actor.UserID, Limit: 1})
	if err != nil || len(seen) == 0 {
		return err
	}
	for _, d := range []models.Draft{
		{Form: "/suivis/nouveau?personne=" + seen[0].Person, Page: "demo-1", DraftBody: models.DraftBody{Title: e.t("followup.new.title"), Values: url.Values{
			"date": {models.FrenchDate(today)}, "duree": {"45"}, "mode": {models.ModeOffice}, "presence": {models.Present}, "signature": {models.No},
			"niveau": {models.NoteFile}, "suite": {"aucune"}, "note": {"Apporte son contrat d'essai. Horaire du matin, à relire avec elle :"}}}},
		{Form: "/personnes/nouvelle", Page: "demo-2", DraftBody: models.DraftBody{Title: e.t("person.new.title"), Values: url.Values{
			"family_name": {"Zerrouki"}, "given_name": {"Lamia"}, "contact": {"0470 12 34 56"}}}},
	} {
		if _, err := e.store.SaveDraft(ctx, scopes[0], scopes[1], d); err != nil {
			return err
		}
	}
	return nil
}
