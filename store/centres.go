package store

import (
	"context"
	"fmt"

	"jalon/models"
)

const centreColumns = `id, public_id, code, name, address, contact, zone, sharing, niss_enabled, niss_authorisation, second_factor_required,
	attestation_minutes, signatory, offer_hours, version, created_at`

// CreateCentre adds a centre. Only a command does it, before anybody can sign in there: no scope exists yet.
func (s *Store) CreateCentre(ctx context.Context, c models.Centre) (models.Centre, error) {
	c.ID, c.PublicID, c.Version, c.CreatedAt = models.NewID(), models.NewPublicID(), 1, s.Now()
	if c.Zone == "" {
		c.Zone = "Europe/Brussels"
	}
	if c.Sharing == "" {
		c.Sharing = models.SharingReferent
	}
	if c.AttestationMinutes == 0 {
		c.AttestationMinutes = 240
	}
	if c.OfferHours == 0 {
		c.OfferHours = models.DefaultOfferHours
	}
	return c, s.insert(ctx, "centres", centreColumns, c)
}

// CentresByCode lists every centre, for commands that must find theirs before they can ask the gate.
func (s *Store) CentresByCode(ctx context.Context) ([]models.Centre, error) {
	var centres []models.Centre
	err := s.list(ctx, &centres, "select "+centreColumns+" from centres order by code")
	return centres, err
}

// Centres lists the centres of the scope, which may be of any kind that hangs on a centre.
func (s *Store) Centres(ctx context.Context, scope models.Scope) ([]models.Centre, error) {
	condition, args := within(scope, scope.Kind())
	var centres []models.Centre
	err := s.list(ctx, &centres, "select "+prefixed("c", centreColumns)+" from centres c where "+condition+" order by c.code", args...)
	return centres, err
}

// Centre is one centre of the scope; the first one when publicID is "".
func (s *Store) Centre(ctx context.Context, scope models.Scope, publicID string) (models.Centre, error) {
	centres, err := s.Centres(ctx, scope)
	if err != nil {
		return models.Centre{}, err
	}
	for _, c := range centres {
		if publicID == "" || c.PublicID == publicID {
			return c, nil
		}
	}
	return models.Centre{}, models.ErrNotFound
}

// SaveCentre changes the settings of a centre of the scope; changed names the settings, for the journal.
func (s *Store) SaveCentre(ctx context.Context, scope models.Scope, c models.Centre, changed string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		condition, args := within(scope, models.KindSettings)
		err := tx.change(ctx, `update centres as c set name = ?, address = ?, contact = ?, sharing = ?, niss_enabled = ?, niss_authorisation = ?,
			second_factor_required = ?, attestation_minutes = ?, signatory = ?, offer_hours = ?, version = version + 1 where public_id = ? and version = ? and `+condition,
			append([]any{c.Name, c.Address, c.Contact, c.Sharing, c.NISSEnabled, c.NISSAuthorisation, c.SecondFactorRequired, c.AttestationMinutes,
				c.Signatory, c.OfferHours, c.PublicID, c.Version}, args...)...)
		if err != nil {
			return err
		}
		if c.SecondFactorRequired {
			if err := tx.closeUnguarded(ctx, scope, c.ID); err != nil {
				return err
			}
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: c.ID, Record: c.PublicID, Detail: changed})
	})
}

// closeUnguarded signs out who works in the centre without a second factor, save the one who asks for it: they set
// it up when they sign in again.
func (s *Store) closeUnguarded(ctx context.Context, scope models.Scope, centreID string) error {
	_, err := s.exec(ctx, `delete from logins where user_id <> ? and user_id in (select m.user_id from memberships m
		join users u on u.id = m.user_id where m.centre_id = ? and u.totp_secret is null)`, scope.Actor().UserID, centreID)
	return err
}

// CommuneSetting is what an administrator set for one commune.
type CommuneSetting struct {
	Refnis  string      `db:"refnis"`
	Degurba string      `db:"degurba"` // 1, 2 or 3 (3 = rural); "" = not set
	Name    string      `db:"name"`    // of a commune added or closed since the shipped list
	FromOn  models.Date `db:"from_on"`
	UntilOn models.Date `db:"until_on"`
}

// CommuneClasses is the DEGURBA class of each commune that has one.
func (s *Store) CommuneClasses(ctx context.Context) (map[string]string, error) {
	var rows []CommuneSetting
	if err := s.list(ctx, &rows, "select refnis, degurba from commune_classes"); err != nil {
		return nil, fmt.Errorf("classes of communes: %w", err)
	}
	classes := make(map[string]string, len(rows))
	for _, r := range rows {
		classes[r.Refnis] = r.Degurba
	}
	return classes, nil
}

// CommuneChanges lists the communes added or closed since the shipped list.
func (s *Store) CommuneChanges(ctx context.Context) ([]CommuneSetting, error) {
	var rows []CommuneSetting
	err := s.list(ctx, &rows, "select refnis, name, from_on, until_on from commune_changes order by name, refnis")
	return rows, err
}

// Places are the communes of today: the shipped list with the changes of the settings.
func (s *Store) Places(ctx context.Context) (*models.Places, error) {
	rows, err := s.CommuneChanges(ctx)
	changes := make([]models.CommuneChange, len(rows))
	for i, r := range rows {
		changes[i] = models.CommuneChange{Refnis: r.Refnis, Name: r.Name, FromOn: r.FromOn, UntilOn: r.UntilOn}
	}
	return models.NewPlaces(changes, s.Today()), err
}

// SaveCommuneClasses sets the class of each commune given; "" takes it away.
func (s *Store) SaveCommuneClasses(ctx context.Context, scope models.Scope, classes map[string]string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		for refnis, class := range classes {
			if _, err := tx.exec(ctx, "delete from commune_classes where refnis = ?", refnis); err != nil {
				return err
			}
			if class == "" {
				continue
			}
			if _, err := tx.exec(ctx, "insert into commune_classes (refnis, degurba) values (?, ?)", refnis, class); err != nil {
				return err
			}
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: fmt.Sprintf("communes, %d", len(classes))})
	})
}

// SaveCommuneChange adds a commune, or says since when and until when it exists.
func (s *Store) SaveCommuneChange(ctx context.Context, scope models.Scope, c CommuneSetting) error {
	return s.Atomically(ctx, func(tx *Store) error {
		_, err := tx.exec(ctx, `insert into commune_changes (refnis, name, from_on, until_on) values (?, ?, ?, ?)
			on conflict (refnis) do update set name = excluded.name, from_on = excluded.from_on, until_on = excluded.until_on`, c.Refnis, c.Name, c.FromOn, c.UntilOn)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Record: c.Refnis, Detail: "commune"})
	})
}

// firstCentre is where an act that belongs to no record of a centre is written down.
func firstCentre(scope models.Scope) string {
	if centres := scope.Centres(); len(centres) > 0 {
		return centres[0]
	}
	return ""
}
