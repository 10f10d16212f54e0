package store

import (
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

const followUpColumns = `id, public_id, centre_id, participant_id, enrolment_id, external_ref, on_date, starts_at, minutes, mode, place,
	presence, signed, user_id, topics, next_step, appointment_id, cancelled_at, cancelled_by, cancel_reason, created_by, created_at,
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
	// The cross joins keep the order on SQLite: the list is read along an index of follow-ups, newest first.
	followUpSource = ` from followups f cross join enrolments e cross join participants p cross join operations o
		left join users u on u.id = f.user_id where e.id = f.enrolment_id and p.id = f.participant_id and o.id = e.operation_id and `
	followUpView = `, e.public_id as enrolment, o.code as operation_code, o.programme, p.public_id as person, p.family_name, p.given_name,
		coalesce(u.name, '') as colleague`
)

// FollowUp finds one follow-up by its public id, within a scope of follow-ups.
func (s *Store) FollowUp(ctx context.Context, scope models.Scope, publicID string) (FollowUpView, error) {
	condition, args := within(scope, models.KindFollowUp)
	var v FollowUpView
	err := s.get(ctx, &v, "select "+prefixed("f", followUpColumns)+followUpView+followUpSource+condition+" and f.public_id = ?",
		append(args, publicID)...)
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
		page.Revisions, err = tx.revisions(ctx, page.ParticipantID, page.ID)
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

// followUpList is the query of one page; key is the place of the last row of the page before.
func followUpList(scope models.Scope, f models.FollowUpFilter, key ...any) (string, []any) {
	where, args := followUpWhere(scope, f)
	if len(key) > 0 {
		where, args = where+" and (f.on_date, f.id) < (?, ?)", append(args, key...)
	}
	return "select " + prefixed("f", followUpColumns) + followUpView + followUpSource + where + " order by f.on_date desc, f.id desc limit ?",
		append(args, max(1, f.Limit))
}

// followUpWhere is the scope and the filter. The colleague or the centre on f leads to an index.
func followUpWhere(scope models.Scope, f models.FollowUpFilter) (string, []any) {
	where, args := within(scope, models.KindFollowUp)
	add := func(condition string, values ...any) {
		where, args = where+" and "+condition, append(args, values...)
	}
	add("f.cancelled_at is null")
	switch centres := scope.Centres(); {
	case f.UserID != "":
		add("f.user_id = ?", f.UserID)
	case len(centres) > 0 && !reachesNetwork(scope):
		add("f.centre_id in ("+marks(len(centres))+")", anys(centres)...)
	}
	if f.From != "" {
		add("f.on_date >= ?", f.From)
	}
	if f.Until != "" {
		add("f.on_date <= ?", f.Until)
	}
	if f.Programme != "" {
		add("o.programme = ?", f.Programme)
	}
	if f.Mode != "" {
		add("f.mode = ?", f.Mode)
	}
	if f.Topic != "" {
		add("';' || f.topics || ';' like ? escape '!'", "%;"+likeText.Replace(f.Topic)+";%")
	}
	return where, args
}

// FollowUpTotals sums up the whole list, not one page of it.
func (s *Store) FollowUpTotals(ctx context.Context, scope models.Scope, f models.FollowUpFilter) (models.FollowUpTotals, error) {
	where, args := followUpWhere(scope, f)
	var t models.FollowUpTotals
	err := s.get(ctx, &t, "select "+followUpSums+followUpSource+where, args...)
	return t, err
}

const followUpSums = `count(*) as count,
	coalesce(sum(case when f.presence = 'present' and f.mode <> 'demarche' then f.minutes end), 0) as minutes,
	coalesce(sum(case when f.presence = 'present' and f.mode <> 'demarche' and f.signed then f.minutes end), 0) as signed,
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
	query := "select " + prefixed("f", followUpColumns) + followUpView + followUpSource + where + " order by f.on_date desc, f.id desc"
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

// likeText takes their meaning from the signs of LIKE, with "!" as the escape.
var likeText = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")
