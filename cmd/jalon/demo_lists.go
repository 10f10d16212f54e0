package main

import (
	"context"
	"net/url"

	"jalon/models"
	"jalon/policies"
)

// lists are what the manager comes back to, shared with the team, and the key of a program.
func (e *demoExtras) lists(ctx context.Context, today models.Date) error {
	manager, err := e.colleague(ctx, models.Manager)
	if err != nil {
		return err
	}
	gate, err := policies.NewGate()
	if err != nil {
		return err
	}
	scope, err := gate.Scope(manager, models.Create, models.KindList)
	if err != nil {
		return err
	}
	for _, l := range []struct{ name, definition string }{
		{"Heures de suivi par mode", "de=suivis&c=date&c=nom&c=minutes&c=minutes_signees&c=mode&f=date~pendant~annee&groupe=mode&tri=date&sens=desc"},
		{"Entrées sans suivi depuis", "de=inscriptions&c=nom&c=prenom&c=operation&c=entree&c=referent&f=entree~avec~&f=dernier_suivi~sans~&tri=entree"},
		{"GSM par commune", "de=personnes&c=commune&c=nom&c=prenom&c=gsm&c=niveau_francais&tri=commune"},
	} {
		values, err := url.ParseQuery(l.definition)
		if err != nil {
			return err
		}
		d, _ := models.ParseListDefinition(values)
		d = d.Named(models.ListDefinition{}, func(key string) string { return e.t("list.column." + key) })
		if _, err := e.store.SaveList(ctx, scope, models.CustomList{Name: l.name, Shared: true, Definition: d}); err != nil {
			return err
		}
	}
	return e.apiKey(ctx, gate, manager, today)
}

// apiKey is a key that the manager made for a funder's dashboard; nobody knows it.
func (e *demoExtras) apiKey(ctx context.Context, gate *policies.Gate, manager models.Actor, today models.Date) error {
	scope, err := gate.Scope(manager, models.Create, models.KindAPIKey)
	if err != nil {
		return err
	}
	_, err = e.store.CreateAPIKey(ctx, scope, models.APIKey{CentreID: e.centre.ID, Name: "Agence FSE, tableau de bord", Funder: models.FunderFSE, ExpiresOn: today.AddMonths(6)})
	return err
}

// colleague is the first one of a role in the centre.
func (e *demoExtras) colleague(ctx context.Context, role string) (models.Actor, error) {
	all, err := e.store.Colleagues(ctx, e.centre.ID)
	if err != nil {
		return models.Actor{}, err
	}
	for _, c := range all {
		if c.Role == role {
			return models.Actor{UserID: c.UserID, Name: c.Name, Memberships: []models.Membership{c.Membership}}, nil
		}
	}
	return models.Actor{}, models.ErrNotFound
}
