package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

const (
	thresholdColumns = "id, centre_id, absences, silent_days, stalled_days, expiring_days, referral_days, set_by, set_at"
	snoozeColumns    = "id, public_id, centre_id, participant_id, signal, record, reason_sealed, until_on, created_by, created_at"
)

// thresholdsOf are those in force in a centre.
func (s *Store) thresholdsOf(ctx context.Context, centreID string) (models.Thresholds, error) {
	var t models.Thresholds
	err := s.get(ctx, &t, "select "+thresholdColumns+" from radar_thresholds where centre_id = ? order by set_at desc, id desc limit 1", centreID)
	if models.CodeOf(err) == models.NotFound {
		t, err = models.DefaultThresholds(), nil
		t.CentreID = centreID
	}
	return t, err
}

// Thresholds lists what the thresholds of the scope's first centre were, those in force first: those of the product as long as
// nobody has set any.
func (s *Store) Thresholds(ctx context.Context, scope models.Scope) ([]models.Thresholds, error) {
	if scope.Kind() != models.KindRadar || scope.Empty() {
		return nil, models.ErrForbidden
	}
	var all []models.Thresholds
	err := s.list(ctx, &all, "select "+prefixed("t", thresholdColumns)+`, coalesce(u.name, '') as author from radar_thresholds t left join users u on u.id = t.set_by
		where t.centre_id = ? order by t.set_at desc, t.id desc limit 20`, firstCentre(scope))
	if err == nil && len(all) == 0 {
		t := models.DefaultThresholds()
		t.CentreID = firstCentre(scope)
		all = append(all, t)
	}
	return all, err
}

// SetThresholds changes when the signals of the scope's first centre speak, from now on.
func (s *Store) SetThresholds(ctx context.Context, scope models.Scope, t models.Thresholds) error {
	if scope.Kind() != models.KindRadar || scope.Action() != models.Update || scope.Empty() {
		return models.ErrForbidden
	}
	if err := models.CheckThresholds(t).AsError(); err != nil {
		return err
	}
	t.ID, t.CentreID, t.SetBy, t.SetAt = models.NewID(), firstCentre(scope), nullable(scope.Actor().UserID), s.Now()
	return s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "radar_thresholds", thresholdColumns, t); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: t.CentreID, Detail: "radar thresholds"})
	})
}

// fillSnoozes gives each alert the snooze in force about it, with its reason.
func (s *Store) fillSnoozes(ctx context.Context, scope models.Scope, person string, alerts []models.Alert) error {
	condition, args := within(scope, models.KindRadar)
	if person != "" {
		condition, args = condition+" and p.public_id = ?", append(args, person)
	}
	if narrow, values := inCentres(scope, "z.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	var all []models.Snooze
	err := s.list(ctx, &all, "select "+prefixed("z", snoozeColumns)+`, coalesce(u.name, '') as author from radar_snoozes z join participants p on p.id = z.participant_id
		left join users u on u.id = z.created_by where z.cancelled_at is null and z.until_on >= ? and `+condition+" order by z.created_at desc", append([]any{s.Today()}, args...)...)
	if err != nil {
		return err
	}
	for i := range all {
		n := &all[i]
		at := slices.IndexFunc(alerts, func(a models.Alert) bool { return a.Snooze == nil && n.Covers(a) })
		if at < 0 {
			continue
		}
		box, err := s.box(ctx, n.ParticipantID)
		if err != nil {
			return err
		}
		if n.Reason, err = box.Open("radar snooze "+n.ID, n.ReasonSealed); err != nil {
			return err
		}
		alerts[at].Snooze = n
	}
	return nil
}

// SnoozeAlert puts a signal about a person of the scope off, and gives the public id of the snooze. One that speaks no more is
// put off all the same: nobody is hurt by it.
func (s *Store) SnoozeAlert(ctx context.Context, scope models.Scope, person string, n models.Snooze) (string, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		p, err := tx.writable(ctx, scope, models.KindRadar, models.Create, person)
		if err != nil {
			return err
		}
		if err := models.CheckSnooze(n, tx.Today()).AsError(); err != nil {
			return err
		}
		box, err := tx.box(ctx, p.ID)
		if err != nil {
			return err
		}
		n.ID, n.PublicID, n.CentreID, n.ParticipantID = models.NewID(), models.NewPublicID(), p.CentreID, p.ID
		n.CreatedBy, n.CreatedAt = nullable(scope.Actor().UserID), tx.Now()
		n.ReasonSealed = box.Seal("radar snooze "+n.ID, strings.TrimSpace(n.Reason))
		if err := tx.insert(ctx, "radar_snoozes", snoozeColumns, n); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Participant: person, Detail: n.Signal})
	})
	return n.PublicID, err
}

// LiftSnooze lets a signal speak again.
func (s *Store) LiftSnooze(ctx context.Context, scope models.Scope, publicID string) error {
	if scope.Action() != models.Cancel {
		return models.ErrForbidden
	}
	condition, args := within(scope, models.KindRadar)
	return s.Atomically(ctx, func(tx *Store) error {
		var found struct {
			ID       string `db:"id"`
			CentreID string `db:"centre_id"`
			Person   string `db:"person"`
		}
		err := tx.get(ctx, &found, `select z.id, z.centre_id, p.public_id as person from radar_snoozes z join participants p on p.id = z.participant_id
			where z.public_id = ? and `+condition, append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		n, err := tx.exec(ctx, "update radar_snoozes set cancelled_at = ?, cancelled_by = ? where id = ? and cancelled_at is null", tx.Now(), scope.Actor().UserID, found.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: found.CentreID, Record: publicID, Participant: found.Person})
	})
}
