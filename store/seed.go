package store

import (
	"context"
	"errors"
	"fmt"

	"jalon/models"
)

// SeedOptions say how much to invent, and where.
type SeedOptions struct {
	Centre models.Centre
	// Fiction holds the seed, the numbers and the dates; Seed completes it with the centre's operations, modules and colleagues.
	Fiction models.Fiction
	// Counsellors and Trainers are user ids. Without them, accounts that cannot sign in are made.
	Counsellors, Trainers []string
	Each                  func(models.FictionalPerson) error // sees everybody written; may be nil
	Progress              func(persons int)                  // may be nil
}

// Seed fills a centre with an invented one, in one transaction. The scope is that of an import. The same seed cannot
// be used twice in a centre.
func (s *Store) Seed(ctx context.Context, scope models.Scope, o SeedOptions) error {
	if scope.Kind() != models.KindImport || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: o.Centre.ID}) {
		return models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.expectManyRows(ctx); err != nil {
			return err
		}
		if err := tx.seedSetting(ctx, &o); err != nil {
			return err
		}
		if err := newSeeding(tx, &o).run(ctx); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.Centre.ID, Detail: fmt.Sprintf("seed %d persons", o.Fiction.Persons)})
	})
	if errors.Is(err, &models.Error{Code: models.Conflict, Key: "error.conflict"}) {
		return models.Refuse(models.Conflict, "seed.taken", "Seed", o.Fiction.Seed)
	}
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, "analyze") // the planner must know that the tables are no longer empty
	return err
}

// seedSetting makes what is missing around the people: operations, modules, colleagues.
func (s *Store) seedSetting(ctx context.Context, o *SeedOptions) error {
	f := &o.Fiction
	f.CentreID, f.CentreCode = o.Centre.ID, o.Centre.Code
	var err error
	if f.Operations, err = s.seedOperations(ctx, o.Centre.ID, f.From); err != nil {
		return err
	}
	if err := s.SeedModules(ctx, o.Centre.ID); err != nil {
		return err
	}
	if err := s.list(ctx, &f.Modules, "select "+moduleColumns+" from modules where centre_id = ? and active order by code", o.Centre.ID); err != nil {
		return err
	}
	if f.Counsellors, f.Trainers = o.Counsellors, o.Trainers; len(f.Counsellors) == 0 {
		// A colleague sees about twelve people a day at most.
		f.Counsellors, err = s.seedColleagues(ctx, o.Centre, models.Counsellor, "accompagnement", max(8, f.Persons*f.FollowUps/3200))
		if err != nil {
			return err
		}
	}
	if len(f.Trainers) == 0 {
		f.Trainers, err = s.seedColleagues(ctx, o.Centre, models.Trainer, "formation", max(2, f.Persons/500))
	}
	return err
}

// seedOperations finds or makes the three operations of the fiction.
func (s *Store) seedOperations(ctx context.Context, centreID string, from models.Date) ([]models.Operation, error) {
	wanted := []models.Operation{
		{Code: models.M4H, Title: "Module ISP de 4 heures", Programme: models.M4H, Funder: models.FunderSPW},
		{Code: models.LLF, Title: "Levons les freins", Programme: models.LLF, Funder: models.FunderForem, Number: "APVE-FICTIF-001"},
		{Code: models.GTJ, Title: "Go to Job", Programme: models.GTJ, Funder: models.FunderFSE, Number: "FSE-FICTIF-001"},
	}
	for i, o := range wanted {
		err := s.get(ctx, &wanted[i], "select "+operationColumns+" from operations where centre_id = ? and code = ?", centreID, o.Code)
		if err == nil {
			continue
		}
		if !errors.Is(err, models.ErrNotFound) {
			return nil, err
		}
		o.ID, o.PublicID, o.CentreID, o.Version, o.CreatedAt = models.NewID(), models.NewPublicID(), centreID, 1, s.Now()
		o.StartsOn, o.EndsOn = models.Date(fmt.Sprintf("%d-01-01", from.Year())), models.Date(fmt.Sprintf("%d-12-31", from.Year()+2))
		if err := s.insert(ctx, "operations", operationColumns, o); err != nil {
			return nil, err
		}
		wanted[i] = o
	}
	return wanted, nil
}

// seedColleagues makes n accounts of a role, without a password; those of an earlier seed are taken again.
func (s *Store) seedColleagues(ctx context.Context, centre models.Centre, role, word string, n int) ([]string, error) {
	ids := make([]string, n)
	for i := range ids {
		email := models.FoldEmail(fmt.Sprintf("%s%d@%s.example", word, i+1, centre.PublicID))
		err := s.get(ctx, &ids[i], "select id from users where email = ?", email)
		if err == nil {
			continue
		}
		if !errors.Is(err, models.ErrNotFound) {
			return nil, err
		}
		u := models.User{ID: models.NewID(), PublicID: models.NewPublicID(), Email: email, Name: models.FictionalColleague(i), Version: 1, CreatedAt: s.Now()}
		if err := s.insert(ctx, "users", userColumns, u); err != nil {
			return nil, err
		}
		m := models.Membership{ID: models.NewID(), PublicID: models.NewPublicID(), UserID: u.ID, CentreID: centre.ID, Role: role}
		if err := s.insert(ctx, "memberships", membershipColumns, membershipRow{m, u.CreatedAt}); err != nil {
			return nil, err
		}
		ids[i] = u.ID
	}
	return ids, nil
}
