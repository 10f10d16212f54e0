package main

import (
	"context"

	"jalon/models"
)

// contracts are the hours a week of the colleagues who accompany: full time, or part time since the summer.
func (e *demoExtras) contracts(ctx context.Context, today models.Date) error {
	scope, err := e.scope(e.centre, models.Update, models.KindUser)
	if err != nil {
		return err
	}
	accounts, err := e.store.Users(ctx, scope)
	if err != nil {
		return err
	}
	counsellors := 0
	for _, account := range accounts {
		if !(models.Actor{Memberships: account.Memberships}).HasRole(models.Counsellor) {
			continue
		}
		rows := []models.ContractHours{{CentreID: e.centre.ID, FromOn: "2024-01-01", WeeklyMinutes: 38 * 60}}
		if counsellors++; counsellors%2 == 0 {
			rows = append(rows, models.ContractHours{CentreID: e.centre.ID, FromOn: today.Monday().AddDays(-40), WeeklyMinutes: 30*60 + 24})
		}
		for _, row := range rows {
			if err := e.store.AddContract(ctx, scope, account.PublicID, row); err != nil {
				return err
			}
		}
	}
	return nil
}
