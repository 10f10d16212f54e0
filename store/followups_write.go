package store

import (
	"context"
	"errors"
	"strconv"

	"jalon/models"
)

// FollowUpEntry is a follow-up as typed, with what is saved in the same transaction: its note, the appointment it comes
// from, and the next one.
type FollowUpEntry struct {
	FollowUp    models.FollowUp     // PublicID and Version for a change
	Enrolment   string              // public id
	Note        models.Note         // Readers are user ids; PublicID names the note replaced
	Appointment string              // public id of the appointment this follow-up is the outcome of, ""
	Next        *models.Appointment // planned with the same person, nil for none
	Tasks       []models.PlanTask   // for the plan of the same person
	Others      []string            // public ids of the enrolments of the other persons met at the same time
	Whole       bool                // a change concerns every person of the contact
	Again       bool                // the user has seen that a similar one exists
}

// FollowUpScopes are the proofs of what a FollowUpEntry writes; those of absent parts may be zero. Note is of the kind of
// the note's level, Former of the kind of the level it had.
type FollowUpScopes struct{ FollowUp, Note, Former, Appointment, Next, Plan models.Scope }

// Logged is what was written: the follow-up of the first person, and what came with it.
type Logged struct {
	FollowUp models.FollowUp
	Next     string   // public id of the appointment planned, ""
	Tasks    []string // public ids
}

// followUpTarget is the enrolment a follow-up counts for.
type followUpTarget struct {
	EnrolmentID   string         `db:"enrolment_id"`
	CentreID      string         `db:"centre_id"`
	ParticipantID string         `db:"participant_id"`
	Person        string         `db:"person"`
	Enrolment     string         `db:"enrolment"` // public id
	FamilyName    string         `db:"family_name"`
	GivenName     string         `db:"given_name"`
	CancelledAt   models.Instant `db:"cancelled_at"`
	StartsOn      models.Date    `db:"starts_on"`
	EndsOn        models.Date    `db:"ends_on"`
}

// target finds the enrolment within the scope of follow-ups; one that was cancelled takes no more contacts.
func (s *Store) target(ctx context.Context, scope models.Scope, enrolmentPublicID string) (followUpTarget, error) {
	condition, args := within(scope, models.KindFollowUp)
	var t followUpTarget
	err := s.get(ctx, &t, `select e.id as enrolment_id, e.centre_id, e.participant_id, p.public_id as person,
		e.public_id as enrolment, p.family_name, p.given_name, e.cancelled_at, o.starts_on, o.ends_on
		from enrolments e join participants p on p.id = e.participant_id join operations o on o.id = e.operation_id
		where e.public_id = ? and `+condition, append([]any{enrolmentPublicID}, args...)...)
	if err == nil && !t.CancelledAt.IsZero() {
		err = models.Refuse(models.Conflict, "enrolment.cancelled")
	}
	return t, err
}

// LogFollowUp records one contact. It is refused when a person or the colleague is already elsewhere at that time, and
// asked again (followup.similar) when one of the same length exists that day. The first attended contact freezes the
// entry snapshot.
func (s *Store) LogFollowUp(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry) (models.FollowUp, error) {
	logged, err := s.LogContact(ctx, scopes, entry)
	return logged.FollowUp, err
}

// LogContact is LogFollowUp that also says what was written with it. With Others it records the contact for each person,
// tied together.
func (s *Store) LogContact(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry) (Logged, error) {
	var logged Logged
	if scopes.FollowUp.Action() != models.Create {
		return logged, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		targets, err := tx.targets(ctx, scopes.FollowUp, entry)
		if err != nil {
			return err
		}
		if entry.FollowUp.GroupID = ""; len(targets) > 1 {
			entry.FollowUp.GroupID = models.NewPublicID()
		}
		if logged, err = tx.logOne(ctx, scopes, entry, targets[0]); err != nil {
			return err
		}
		return tx.logOthers(ctx, scopes, entry, targets[1:])
	})
	return logged, err
}

// logOne records the contact for one person.
func (s *Store) logOne(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry, t followUpTarget) (Logged, error) {
	f, author := entry.FollowUp, scopes.FollowUp.Actor().UserID
	f.ID, f.PublicID, f.Version, f.CreatedAt, f.UpdatedAt = models.NewID(), models.NewPublicID(), 1, s.Now(), s.Now()
	f.CentreID, f.ParticipantID, f.EnrolmentID, f.UserID, f.CreatedBy = t.CentreID, t.ParticipantID, t.EnrolmentID, nullable(author), nullable(author)
	logged := Logged{FollowUp: f}
	if err := s.acceptable(ctx, scopes.FollowUp, f, t, entry.Again); err != nil {
		return logged, err
	}
	if err := s.closeAppointment(ctx, scopes.Appointment, entry.Appointment, &f); err != nil {
		return logged, err
	}
	if err := s.insert(ctx, "followups", followUpColumns, f); err != nil {
		return logged, err
	}
	if err := s.afterFollowUp(ctx, scopes, entry, f, t, &logged); err != nil {
		return logged, err
	}
	logged.FollowUp = f
	return logged, s.journal(ctx, scopes.FollowUp, models.JournalEntry{CentreID: f.CentreID, Record: f.PublicID, Participant: t.Person})
}

// acceptable checks what was typed against the operation, the clock and what is recorded already. The person and the
// colleague are held until the end of the transaction: two contacts of one hour cannot both be accepted.
func (s *Store) acceptable(ctx context.Context, scope models.Scope, f models.FollowUp, t followUpTarget, again bool) error {
	operation := models.Operation{StartsOn: t.StartsOn, EndsOn: t.EndsOn}
	if err := models.CheckFollowUp(f, operation, s.Today(), brussels).AsError(); err != nil {
		return err
	}
	if err := s.lockPerson(ctx, f.ParticipantID); err != nil {
		return err
	}
	if f.UserID != nil {
		if _, err := s.exec(ctx, "update users set version = version where id = ?", *f.UserID); err != nil {
			return err
		}
	}
	if err := s.hourFree(ctx, scope, f); err != nil || again {
		return err
	}
	return s.unlikeOthers(ctx, f)
}

// unlikeOthers asks again when the person already has a follow-up of that length that day, unless the clock tells them apart.
func (s *Store) unlikeOthers(ctx context.Context, f models.FollowUp) error {
	var n int
	err := s.get(ctx, &n, `select count(*) from followups where participant_id = ? and on_date = ? and minutes = ? and presence = ? and id <> ?
		and cancelled_at is null and (starts_at = '' or cast(? as text) = '' or starts_at = ?)`,
		f.ParticipantID, f.OnDate, f.Minutes, f.Presence, f.ID, f.StartsAt, f.StartsAt)
	if err == nil && n > 0 {
		return models.Refuse(models.Conflict, "followup.similar", "Duration", models.FrenchDuration(f.Minutes), "Date", models.FrenchDate(f.OnDate))
	}
	return err
}

// closeAppointment gives the appointment its outcome and ties the follow-up to it.
func (s *Store) closeAppointment(ctx context.Context, scope models.Scope, publicID string, f *models.FollowUp) error {
	if publicID == "" {
		return nil
	}
	a, err := s.Appointment(ctx, scope, publicID)
	if err != nil {
		return err
	}
	if a.ParticipantID != f.ParticipantID || scope.Action() != models.Update {
		return models.ErrNotFound
	}
	f.AppointmentID = &a.ID
	_, err = s.exec(ctx, "update appointments set outcome = ?, version = version + 1 where id = ?", f.Presence, a.ID)
	return err
}

// afterFollowUp writes what comes with a new follow-up: its note, the entry of the participation, tasks, the next
// appointment.
func (s *Store) afterFollowUp(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry, f models.FollowUp, t followUpTarget, logged *Logged) error {
	if err := s.writeNote(ctx, scopes, f, entry.Note); err != nil {
		return err
	}
	if f.Attended() {
		if err := s.freezeEntry(ctx, f.EnrolmentID, f.OnDate); err != nil {
			return err
		}
	}
	for i, task := range entry.Tasks {
		publicID, err := s.AddTask(ctx, scopes.Plan, t.Person, task)
		if err != nil {
			return under(err, TaskField(i))
		}
		logged.Tasks = append(logged.Tasks, publicID)
	}
	if entry.Next == nil {
		return nil
	}
	next := *entry.Next
	next.EnrolmentID = &f.EnrolmentID
	planned, err := s.CreateAppointment(ctx, scopes.Next, t.Person, next)
	logged.Next = planned.PublicID
	return under(err, "next_")
}

// TaskField begins the fields of the problems of one task of a FollowUpEntry.
func TaskField(i int) string { return "task" + strconv.Itoa(i) + "_" }

// under names the fields of a refusal after the part of the form they stand in.
func under(err error, prefix string) error {
	var wrong *models.FormError
	if errors.As(err, &wrong) {
		return wrong.Problems.Under(prefix).AsError()
	}
	return err
}

// UpdateFollowUp changes a follow-up; the version is the one the form was opened with. What it was before is kept.
func (s *Store) UpdateFollowUp(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.FollowUp(ctx, scopes.FollowUp, entry.FollowUp.PublicID)
		if err != nil {
			return err
		}
		t, err := tx.changeTarget(ctx, scopes.FollowUp, before, entry)
		if err != nil {
			return err
		}
		f := entry.FollowUp
		f.ID, f.CentreID, f.ParticipantID, f.EnrolmentID, f.UserID = before.ID, before.CentreID, before.ParticipantID, t.EnrolmentID, before.UserID
		if f.GroupID = before.GroupID; !entry.Whole && (f.OnDate != before.OnDate || f.StartsAt != before.StartsAt) {
			f.GroupID = "" // who was met at another time was not met with the others
		}
		if sameContact(before.FollowUp, f) { // an imported overlap must not keep anybody from completing a note
			err = models.CheckFollowUp(f, models.Operation{StartsOn: t.StartsOn, EndsOn: t.EndsOn}, tx.Today(), brussels).AsError()
		} else {
			err = tx.acceptable(ctx, scopes.FollowUp, f, t, entry.Again)
		}
		if err != nil {
			return err
		}
		if err := tx.rewriteFollowUp(ctx, scopes.FollowUp, before.FollowUp, f); err != nil {
			return err
		}
		if err := tx.writeNote(ctx, scopes, f, entry.Note); err != nil {
			return err
		}
		if entry.Whole {
			if err := tx.updateOthers(ctx, scopes.FollowUp, f, before); err != nil {
				return err
			}
		}
		return tx.journal(ctx, scopes.FollowUp, before.entry(""))
	})
}

// sameContact tells whether nothing changed of what makes two contacts collide or look alike.
func sameContact(a, b models.FollowUp) bool {
	return a.OnDate == b.OnDate && a.Minutes == b.Minutes && a.Presence == b.Presence && a.StartsAt == b.StartsAt && a.Mode == b.Mode
}

// changeTarget is the enrolment after the change: another dispositif of the same person may be chosen, none of somebody else.
func (s *Store) changeTarget(ctx context.Context, scope models.Scope, before FollowUpView, entry FollowUpEntry) (followUpTarget, error) {
	if scope.Action() != models.Update {
		return followUpTarget{}, models.ErrForbidden
	}
	if !before.CancelledAt.IsZero() {
		return followUpTarget{}, models.Refuse(models.Conflict, "followup.cancelled")
	}
	if before.Version != entry.FollowUp.Version {
		return followUpTarget{}, models.ErrStale
	}
	t, err := s.target(ctx, scope, entry.Enrolment)
	if err == nil && t.ParticipantID != before.ParticipantID {
		err = models.ErrNotFound
	}
	return t, err
}

func (s *Store) rewriteFollowUp(ctx context.Context, scope models.Scope, before, f models.FollowUp) error {
	if err := s.keepRevision(ctx, scope, before.ParticipantID, models.KindFollowUp, before.ID, before.Version, "", before); err != nil {
		return err
	}
	err := s.change(ctx, `update followups set enrolment_id = ?, on_date = ?, starts_at = ?, minutes = ?, mode = ?, place = ?, presence = ?,
		signed = ?, topics = ?, next_step = ?, group_id = ?, updated_at = ?, version = version + 1 where id = ? and version = ?`,
		f.EnrolmentID, f.OnDate, f.StartsAt, f.Minutes, f.Mode, f.Place, f.Presence, f.Signed, f.Topics, f.NextStep, f.GroupID, s.Now(), f.ID, f.Version)
	if err != nil {
		return err
	}
	if f.Attended() {
		if err := s.freezeEntry(ctx, f.EnrolmentID, f.OnDate); err != nil {
			return err
		}
	}
	return s.moveEntry(ctx, before.EnrolmentID)
}

// moveEntry puts the entry back on the first attended contact after one was changed or cancelled; without any, the
// snapshot waits for the next one. The answers it holds stay.
func (s *Store) moveEntry(ctx context.Context, enrolmentID string) error {
	_, err := s.exec(ctx, "update enrolments as e set frozen_on = (select min(on_date) from "+attendedOf+" contacts) where e.id = ?", enrolmentID)
	return err
}

// CancelFollowUp marks a follow-up made in error, with a reason: its minutes stop counting, nothing is erased. Its
// appointment is to be specified again.
func (s *Store) CancelFollowUp(ctx context.Context, scope models.Scope, publicID, reason string) error {
	if err := models.CheckReason(reason).AsError(); err != nil {
		return err
	}
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.FollowUp(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Cancel {
			return models.ErrForbidden
		}
		if !v.CancelledAt.IsZero() {
			return models.Refuse(models.Conflict, "followup.cancelled")
		}
		err = tx.change(ctx, `update followups set cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, updated_at = ?, version = version + 1
			where id = ? and cancelled_at is null`, tx.Now(), nullable(scope.Actor().UserID), reason, tx.Now(), v.ID)
		if err != nil {
			return err
		}
		if v.AppointmentID != nil {
			_, err := tx.exec(ctx, "update appointments set outcome = '', version = version + 1 where id = ?", *v.AppointmentID)
			if err != nil {
				return err
			}
		}
		if err := tx.moveEntry(ctx, v.EnrolmentID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, v.entry(""))
	})
}
