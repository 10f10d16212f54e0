package main

import (
	"context"

	"jalon/models"
)

// views are the lists that the counsellor comes back to; the shared one is seen by the whole team.
func (e *demoExtras) views(ctx context.Context, _ models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	scope, err := gate.Scope(actor, models.Update, models.KindAccount)
	if err != nil {
		return err
	}
	for _, v := range []models.View{
		{List: models.ListPersons, Name: "Sans contact depuis 60 jours", Query: "contact=60&vue=mes", Shared: true},
		{List: models.ListPersons, Name: "LLF sans niveau d'études", Query: "dispositif=LLF&manque=etudes&vue=mes"},
		{List: models.ListFollowUps, Name: "Entretiens décentralisés", Query: "mode=" + models.ModeAway + "&qui=moi"},
	} {
		if _, err := e.store.SaveView(ctx, scope, v); err != nil {
			return err
		}
	}
	return nil
}
