package store

import (
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

const followUpColumns = `id, public_id, centre_id, participant_id, enrolment_id, external_ref, on_date, starts_at, minutes, mode, place,
	presence, signed, user_id, topics, next_step, group_id, appointment_id, cancelled_at, cancelled_by, cancel_reason, created_by, created_at,
	updated_at, version`

// FollowUpView is a follow-up as pages show it: with its person, its operation and who met the person. Notes come apart,
// each under its own scope (NotesOf).
type FollowUpView struct {
	models.FollowUp
	Enrolment     string `db:"enrolment"` // public id
	OperationCode string `db:"operation_code"`
	Programme     string `db:"programme"`
	Person        string `db:"person"` // public id
	FamilyName    string `db:"family_name"`
	GivenName     string `db:"given_name"`
	Colleague     string `db:"colleague"` // name of who met the person
}

// Name is the person's as lists write it.
func (v FollowUpView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

const (
	followUpSource = ` f join enrolments e on e.id = f.enrolment_id join participants p on p.id = f.participant_id
		join operations o on o.id = e.operation_id left join users u on u.id = f.user_id`
	followUpView = `, e.public_id as enrolment, o.code as operation_code, o.programme, p.public_id as person, p.family_name, p.given_name,
		coalesce(u.name, '') as colleague`
)

// FollowUp finds one follow-up by its public id, within a scope of follow-ups.
func (s *Store) FollowUp(ctx context.Context, scope models.Scope, publicID string) (FollowUpView, error) {
	condition, args := within(scope, models.KindFollowUp)
	var v FollowUpView
	err := s.get(ctx, &v, "select "+prefixed("f", followUpColumns)+followUpView+" from followups"+followUpSource+
		" where "+condition+" and f.public_id = ?", append(args, publicID)...)
	return v, err
}

// FollowUpPage is a follow-up opened to be read: its notes, each under the scope of its kind, and its former states.
type FollowUpPage struct {
	FollowUpView
	Notes     []NoteView
	Revisions []Revision
}

// OpenFollowUp is FollowUp with what surrounds it and its journal line, in one transaction. A note outside its own scope
// is absent, as if it did not exist.
func (s *Store) OpenFollowUp(ctx context.Context, scope models.Scope, publicID string, notes ...models.Scope) (FollowUpPage, error) {
	var page FollowUpPage
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if page.FollowUpView, err = tx.FollowUp(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		if page.Notes, err = tx.NotesOf(ctx, publicID, notes...); err != nil {
			return models.JournalEntry{}, err
		}
		page.Revisions, err = tx.revisions(ctx, page.ParticipantID, page.ID, models.KindFollowUp)
		return page.entry(levelsOf(page.Notes)), err
	})
	return page, err
}

// entry is a journal line about the follow-up.
func (v FollowUpView) entry(detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: detail}
}

// FollowUps lists one page, newest first. Cancelled ones are left out: they are found from the person's page.
func (s *Store) FollowUps(ctx context.Context, scope models.Scope, f models.FollowUpFilter) ([]FollowUpView, error) {
	query, args := followUpList(scope, f)
	if f.After != "" {
		after, err := s.FollowUp(ctx, scope, f.After)
		if err != nil {
			return nil, err
		}
		query, args = followUpList(scope, f, after.OnDate, after.ID)
	}
	var all []FollowUpView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

// followUpList is the query of one page; key is the place of the last row of the page before. The page is cut along the
// index first, and only its rows are joined with what is shown.
func followUpList(scope models.Scope, f models.FollowUpFilter, key ...any) (string, []any) {
	where, args := followUpWhere(scope, f)
	if len(key) > 0 {
		where, args = where+" and (f.on_date, f.id) < (?, ?)", append(args, key...)
	}
	page := "(select " + prefixed("f", followUpColumns) + " from followups f where " + where + " order by f.on_date desc, f.id desc limit ?)"
	return "select " + prefixed("f", followUpColumns) + followUpView + " from " + page + followUpSource + " order by f.on_date desc, f.id desc",
		append(args, max(1, f.Limit))
}

// followUpWhere is the filter and the scope, on followups f alone. The colleague or the centre leads to an index.
func followUpWhere(scope models.Scope, f models.FollowUpFilter) (string, []any) {
	where, args := "f.cancelled_at is null", []any(nil)
	add := func(condition string, values ...any) {
		where, args = where+" and "+condition, append(args, values...)
	}
	if f.UserID != "" {
		add("f.user_id = ?", f.UserID)
	} else if condition, values := inCentres(scope, "f.centre_id"); condition != "" {
		add(condition, values...)
	}
	if f.From != "" {
		add("f.on_date >= ?", f.From)
	}
	if f.Until != "" {
		add("f.on_date <= ?", f.Until)
	}
	if f.Mode != "" {
		add("f.mode = ?", f.Mode)
	}
	if f.Topic != "" {
		add("';' || f.topics || ';' like ? escape '!'", "%;"+likeText.Replace(f.Topic)+";%")
	}
	reached, values := reachedEnrolment(scope, f.Programme)
	add(reached, values...)
	return where, args
}

// reachedEnrolment is the scope as a condition on the enrolment and the person of followups f, joining no more than it asks.
func reachedEnrolment(scope models.Scope, programme string) (string, []any) {
	condition, args := within(scope, models.KindFollowUp)
	from, on := "enrolments e", "e.id = f.enrolment_id"
	if strings.Contains(condition, "p.") {
		from, on = from+" cross join participants p", on+" and p.id = f.participant_id"
	}
	if programme != "" {
		from, on = from+" cross join operations o", on+" and o.id = e.operation_id and o.programme = ?"
		args = append([]any{programme}, args...)
	}
	return "exists (select 1 from " + from + " where " + on + " and " + condition + ")", args
}

// FollowUpTotals sums up the whole list, not one page of it.
func (s *Store) FollowUpTotals(ctx context.Context, scope models.Scope, f models.FollowUpFilter) (models.FollowUpTotals, error) {
	where, args := followUpWhere(scope, f)
	var t models.FollowUpTotals
	if err := s.get(ctx, &t, "select "+followUpSums+" from followups f where "+where, args...); err != nil {
		return t, err
	}
	surplus, err := s.groupSurplus(ctx, where, args)
	t.Errands, t.Staff = t.Errands-surplus.Errands, t.Staff-surplus.Staff
	return t, err
}

const followUpSums = `count(*) as count,
	coalesce(sum(case when f.presence = 'present' and f.mode <> 'demarche' then f.minutes end), 0) as minutes,
	coalesce(sum(case when f.presence = 'present' and f.mode <> 'demarche' and f.signed then f.minutes end), 0) as signed,
	coalesce(sum(case when f.presence = 'present' and f.mode = 'demarche' then f.minutes end), 0) as errands,
	coalesce(sum(case when f.presence = 'present' then f.minutes end), 0) as staff`

// ExportFollowUps streams the whole list to f, newest first, after writing that somebody took it out.
func (s *Store) ExportFollowUps(ctx context.Context, scope models.Scope, filter models.FollowUpFilter, f func(FollowUpView) error) error {
	err := s.Atomically(ctx, func(tx *Store) error {
		for _, centre := range scope.Centres() {
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: centre, Action: models.Export}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	where, args := followUpWhere(scope, filter)
	query := "select " + prefixed("f", followUpColumns) + followUpView + " from followups" + followUpSource + " where " + where +
		" order by f.on_date desc, f.id desc"
	return s.each(ctx, query, args, func(rows *sqlx.Rows) error {
		var v FollowUpView
		if err := rows.StructScan(&v); err != nil {
			return err
		}
		return f(v)
	})
}

// RecentTopics are the topic lists of the user's last follow-ups, newest first: those used last come first in the form.
func (s *Store) RecentTopics(ctx context.Context, userID string) ([]string, error) {
	var lists []string
	err := s.list(ctx, &lists, "select topics from followups where user_id = ? order by on_date desc, id desc limit 40", userID)
	return lists, err
}

// RecentPlaces are the decentralised places of the user's last contacts, for what is typed in shorthand.
func (s *Store) RecentPlaces(ctx context.Context, userID string) ([]string, error) {
	var places []string
	err := s.list(ctx, &places, `select distinct place from (select place, mode from followups where user_id = ? order by on_date desc, id desc limit 500) f
		where mode = 'decentralise' and place <> '' order by place`, userID)
	return places, err
}

// likeText takes their meaning from the signs of LIKE, with "!" as the escape.
var likeText = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")
