package main

import (
	"context"

	"jalon/models"
	"jalon/store"
)

// duplicates registers some people a second time, as happens at a busy desk, and reads one of them as the first already.
func (e *demoExtras) duplicates(ctx context.Context, _ models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	may := func(action, kind string) models.Scope {
		scope, refused := gate.Scope(actor, action, kind)
		if refused != nil {
			err = refused
		}
		return scope
	}
	cards, files, create, link := may(models.Read, models.KindCard), may(models.Read, models.KindParticipant), may(models.Create, models.KindParticipant), may(models.Create, models.KindLink)
	if err != nil {
		return err
	}
	mine, err := e.store.Cards(ctx, cards, files, models.Scope{}, store.CardFilter{Mine: true})
	if err != nil {
		return err
	}
	made := 0
	for _, card := range mine.Cards {
		first, err := e.store.Participant(ctx, files, card.PublicID)
		if err != nil {
			return err
		}
		if !first.Birth.Full() || first.FamilyName == "" || first.GivenName == "" || made == len(secondHands) {
			continue
		}
		second := models.Participant{CentreID: first.CentreID, FamilyName: first.FamilyName, GivenName: first.GivenName, Birth: first.Birth, Sex: first.Sex,
			ContactLanguage: first.ContactLanguage, Postcode: first.Postcode, Refnis: first.Refnis}
		secondHands[made](&second, first)
		made++
		second, err = e.store.CreateParticipant(ctx, create, second, actor.UserID)
		if err != nil {
			return err
		}
		if made < len(secondHands) {
			continue
		}
		choice := models.LinkChoice{Kept: first.PublicID, Absorbed: second.PublicID, KeptVersion: first.Version, AbsorbedVersion: second.Version}
		if _, _, err := e.store.Link(ctx, link, choice); err != nil {
			return err
		}
	}
	return nil
}

// secondHands are what another desk made of the same person; the last one was noticed since.
var secondHands = []func(second *models.Participant, first models.Participant){
	func(second *models.Participant, first models.Participant) { // the names exchanged
		second.FamilyName, second.GivenName = first.GivenName, first.FamilyName
	},
	func(second *models.Participant, first models.Participant) { // a letter doubled, the same GSM
		letters := []rune(first.FamilyName)
		second.FamilyName, second.Phone = string(letters[:3])+string(letters[2:]), first.Phone
	},
	func(second *models.Participant, first models.Participant) { // the year alone was understood
		second.Birth, second.Email = first.Birth[:4]+"-01-01", first.Email
	},
	func(second *models.Participant, first models.Participant) { // without the accents, with another GSM
		second.FamilyName, second.GivenName, second.Phone = models.Fold(first.FamilyName), models.Fold(first.GivenName), "+32450999001"
	},
}
