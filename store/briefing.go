package store

import (
	"context"
	"slices"

	"jalon/models"
)

// LastMeeting is the last follow-up at which the person was met, with the notes the reader may open.
type LastMeeting struct {
	FollowUpView
	Notes []NoteView
}

// OpenBriefing reads a person and their last meeting for the fiche d'avant-entretien, with one journal line that says which
// paper and which notes were shown. The meeting is nil when there was none, or outside the scope of follow-ups. Notes of
// level confidence are never on a fiche: it is printed.
func (s *Store) OpenBriefing(ctx context.Context, scope, followUps models.Scope, publicID, paper string, notes ...models.Scope) (models.Participant, *LastMeeting, error) {
	var p models.Participant
	var last *LastMeeting
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if p, err = tx.Participant(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		detail := "fiche"
		if paper != "" {
			detail += " " + paper
		}
		if last, err = tx.lastMeeting(ctx, followUps, publicID, notes); err == nil && last != nil && len(last.Notes) > 0 {
			detail += " " + levelsOf(last.Notes)
		}
		return entryOf(p, detail), err
	})
	return p, last, err
}

func (s *Store) lastMeeting(ctx context.Context, scope models.Scope, personPublicID string, notes []models.Scope) (*LastMeeting, error) {
	condition, args := within(scope, models.KindFollowUp)
	var found []FollowUpView
	err := s.list(ctx, &found, "select "+prefixed("f", followUpColumns)+followUpView+" from followups"+followUpSource+" where "+condition+
		" and p.public_id = ? and f.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche' order by f.on_date desc, f.id desc limit 1",
		append(args, personPublicID)...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	last := &LastMeeting{FollowUpView: found[0]}
	notes = slices.DeleteFunc(slices.Clone(notes), func(n models.Scope) bool { return n.Kind() == models.KindNoteConfidence })
	last.Notes, err = s.NotesOf(ctx, last.PublicID, notes...)
	return last, err
}

// Absences lists the contacts a person missed after a day, newest first, each under its own scope.
func (s *Store) Absences(ctx context.Context, scopes TimelineScopes, personPublicID string, after models.Date, limit int) ([]models.Moment, error) {
	var all []models.Moment
	for _, q := range []struct {
		momentQuery
		presence string
	}{
		{momentQuery{scope: scopes.FollowUps, kind: models.KindFollowUp, date: "f.on_date", query: followUpMoments}, "f.presence"},
		{momentQuery{scope: scopes.Registrations, kind: models.KindRegistration, date: "s.on_date", query: sessionMoments}, "r.attendance"},
	} {
		if q.scope.Empty() {
			continue
		}
		condition, args := within(q.scope, q.kind)
		var some []models.Moment
		err := s.list(ctx, &some, q.query+condition+" and p.public_id = ? and "+q.presence+" in ('absent', 'excuse') and "+q.date+" > ? order by "+q.date+" desc limit ?",
			append(args, personPublicID, after, limit)...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b models.Moment) int {
		if a.Later(b) {
			return -1
		}
		return 1
	})
	return all[:min(limit, len(all))], nil
}

// suitable is true of sessions s to come with a free place, in an operation the person is still enrolled in and holds no
// attestation of, of a module they have neither followed nor a place in.
const suitable = ` s.status = 'planned' and (s.on_date > ? or (s.on_date = ? and s.starts_at > ?)) and s.on_date >= ?
	and (s.capacity is null or (select count(*) from registrations x where x.session_id = s.id and x.place = 'inscrit') < s.capacity)
	and not exists (select 1 from registrations x join participants p on p.id = x.participant_id
		where x.session_id = s.id and p.public_id = ? and x.place <> 'annule')
	and (s.module_id is null or not exists (select 1 from participants p join registrations x on x.participant_id = p.id
		join sessions d on d.id = x.session_id where p.public_id = ? and d.module_id = s.module_id and d.status <> 'cancelled'
		and x.place <> 'annule' and (x.attendance in ('present', 'retard') or x.attendance = '' and d.on_date >= ?)))
	and s.operation_id in (select e.operation_id from participants p join enrolments e on e.participant_id = p.id
		where p.public_id = ? and e.cancelled_at is null
		and not exists (select 1 from attestations t where t.enrolment_id = e.id and t.cancelled_at is null)
		and not exists (select 1 from exits x where x.enrolment_id = e.id and x.cancelled_at is null
			and not exists (select 1 from ` + attendedOf + ` later where later.on_date > x.on_date)) and `

// SuitableSessions lists the next free session of each module that suits a person, soonest first, within a scope of sessions
// and one of enrolments.
func (s *Store) SuitableSessions(ctx context.Context, sessions, enrolments models.Scope, personPublicID string, limit int) ([]models.SessionRow, error) {
	query, args := s.suitableList(sessions, enrolments, personPublicID)
	var all, rows []models.SessionRow
	if err := s.list(ctx, &all, query+" limit ?", append(args, 20*limit)...); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, row := range all {
		module := row.ID
		if row.ModuleID != nil {
			module = *row.ModuleID
		}
		if !known[module] && len(rows) < limit {
			known[module], rows = true, append(rows, row)
		}
	}
	return rows, s.fillSessions(ctx, rows)
}

func (s *Store) suitableList(sessions, enrolments models.Scope, personPublicID string) (string, []any) {
	condition, args := sessionsWithin(sessions)
	if narrow, values := inCentres(sessions, "s.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	inEnrolments, values := within(enrolments, models.KindEnrolment)
	args = append(args, s.Today(), s.Today(), s.LocalClock(), s.Today(), personPublicID, personPublicID, s.Today(), personPublicID)
	return sessionRow + " where " + condition + " and" + suitable + inEnrolments + ") order by s.on_date, s.starts_at, s.id", append(args, values...)
}
