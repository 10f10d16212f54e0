package main

import (
	"context"
	"fmt"

	"jalon/models"
)

// fictionalAction is an action some days ago, with partners and colleagues by their rank in the lists.
type fictionalAction struct {
	daysAgo                          int
	kind, axis, themes, title, place string
	minutes                          int
	persons, institutions, companies int // 0: not recorded
	partners                         []int
}

var fictionalActions = []fictionalAction{
	{8, "reseau", models.AxisNetwork, "emploi_formation", "Plateforme ISP-Diversité, réunion d'automne", "Namur, salle du Confluent", 180, 34, 16, 0, []int{1, 3, 5}},
	{15, "sensibilisation", models.AxisQuestion, "emploi_formation;discriminations", "Rencontre des agences d'intérim sur l'accueil des personnes étrangères", "Jambes", 120, 9, 0, 4, []int{0}},
	{27, "interpellation", models.AxisQuestion, "juridique", "Courrier commun sur les délais d'équivalence de diplôme", "", 90, 0, 3, 0, []int{2}},
	{41, "evenement", models.AxisNetwork, "emploi_formation;interculturalite", "Forum Emploi Diversité", "Namur, Maison de la culture", 420, 104, 21, 17, []int{0, 1, 2, 4}},
	{69, "sensibilisation", models.AxisQuestion, "racisme;discriminations", "Atelier « recruter sans stéréotypes » en entreprise", "Gembloux", 150, 14, 0, 1, nil},
	{98, "reseau", models.AxisNetwork, "logement", "Concertation logement avec les CPAS du Condroz", "Ciney", 120, 0, 7, 0, []int{3}},
	{133, "evenement", models.AxisSupport, "citoyennete;integration", "« Briller Ensemble » : témoignages de parcours", "Namur", 180, 62, 0, 0, []int{4}},
	{166, "interpellation", models.AxisQuestion, "mobilite", "Interpellation sur les horaires de bus vers les zonings", "", 60, 0, 2, 0, nil},
	{204, "reseau", models.AxisNetwork, "sante;integration", "Intervision avec les services de santé mentale", "Namur", 120, 12, 5, 0, []int{5}},
	{239, "reseau", models.AxisNetwork, "emploi_formation", "Plateforme ISP-Diversité, réunion de printemps", "Namur, salle du Confluent", 180, 31, 15, 0, []int{1, 3}},
}

// actions are those of the centre over the last months.
func (e *demoExtras) actions(ctx context.Context, today models.Date) error {
	scope, err := e.scope(e.centre, models.Create, models.KindAction)
	if err != nil {
		return err
	}
	colleagues, partners, err := e.store.ActionChoices(ctx, scope)
	if err != nil {
		return err
	}
	known := func(n int) *int {
		if n == 0 {
			return nil
		}
		return &n
	}
	for i, f := range fictionalActions {
		a := models.CentreAction{CentreID: e.centre.ID, Kind: f.kind, Axis: f.axis, Themes: f.themes, Title: f.title, Place: f.place, Minutes: f.minutes,
			OnDate: today.AddDays(-f.daysAgo), Persons: known(f.persons), Institutions: known(f.institutions), Companies: known(f.companies)}
		for k := range 1 + i%3 {
			a.Colleagues = append(a.Colleagues, colleagues[(i+k)%len(colleagues)])
		}
		for _, rank := range f.partners {
			a.Partners = append(a.Partners, partners[rank%len(partners)])
		}
		if _, err := e.store.CreateAction(ctx, scope, a); err != nil {
			return fmt.Errorf("action %q: %w", f.title, err)
		}
	}
	return e.estimates(ctx, today)
}

// estimates gives « Go to Job » an estimate, and the code of a project that other centres would share.
func (e *demoExtras) estimates(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Update, models.KindOperation)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, models.GTJ)
	if err != nil {
		return err
	}
	o.Project, o.Priority, o.Objective, o.Zone = "GTJ-COMMUN", "2 (fictif)", "h (fictif)", "Transition"
	if err := e.store.UpdateOperation(ctx, read, o); err != nil {
		return err
	}
	entry, err := e.scope(e.centre, models.Update, models.KindReportEntry)
	if err != nil {
		return err
	}
	_, err = e.store.SaveEstimate(ctx, entry, o.PublicID, models.EstimateRecord{Code: "EECO16", Value: 18, OnDate: today.AddDays(-40),
		Method: "Échantillon fictif de 40 dossiers, rapporté au total"})
	return err
}
