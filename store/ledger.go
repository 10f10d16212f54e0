package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// ledgerRow is one attended contact, or one piece of a colleague's time, as the engine gives it.
type ledgerRow struct {
	Kind      string      `db:"kind"`
	ID        string      `db:"id"`
	Owner     string      `db:"owner"` // internal id of the person
	Person    string      `db:"person"`
	PersonRef string      `db:"person_ref"`
	Family    string      `db:"family_name"`
	Given     string      `db:"given_name"`
	Operation string      `db:"operation"`
	Code      string      `db:"code"`
	Funder    string      `db:"funder"`
	StaffIDs  string      `db:"staff_ids"`
	Staff     string      `db:"staff"`
	Session   string      `db:"session_id"`
	OnDate    models.Date `db:"on_date"`
	StartsAt  string      `db:"starts_at"`
	Minutes   *int        `db:"minutes"`
	Mode      string      `db:"mode"`
	Presence  string      `db:"presence"`
	Signed    bool        `db:"signed"`
	Place     string      `db:"place"`
	EndsAt    string      `db:"ends_at"` // of a session that somebody gave
	Title     string      `db:"title"`
}

const (
	ledgerOwner = `p.id as owner, p.public_id as person, `
	ledgerNames = ` as person_ref, p.family_name, p.given_name, o.public_id as operation, o.code, o.funder, `
	// Rows that a report does not have are not in the ledger either: cancelled ones, and places in the sessions of another operation.
	ledgerFollowUps = ` from operations o join enrolments e on e.operation_id = o.id join followups f on f.enrolment_id = e.id
		join participants p on p.id = e.participant_id left join users u on u.id = f.user_id
		where e.cancelled_at is null and f.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche' and f.on_date between ? and ? and `
	ledgerPlaces = ` from operations o join sessions s on s.operation_id = o.id join registrations r on r.session_id = s.id
		join enrolments e on e.id = r.enrolment_id and e.operation_id = o.id join participants p on p.id = e.participant_id
		where e.cancelled_at is null and r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.status <> 'cancelled' and s.on_date between ? and ? and `
)

// ledgerStatement is the query behind Ledger: attended contacts by person, day and hour.
func ledgerStatement(scope models.Scope, q models.LedgerQuery) (string, []any) {
	condition, args := withinAnchor(scope, onOperation)
	both := append([]any{q.From, q.To}, args...)
	for _, only := range []struct{ column, value string }{{"o.public_id", q.Operation}, {"p.public_id", q.Person}} {
		if only.value != "" {
			condition += " and " + only.column + " = ?"
			both = append(both, only.value)
		}
	}
	return `select 'followup' as kind, f.public_id as id, ` + ledgerOwner + refOf("p") + ledgerNames + `coalesce(u.public_id, '') as staff_ids, coalesce(u.name, '') as staff,
		'' as session_id, f.on_date, f.starts_at, f.minutes, f.mode, f.presence, f.signed, f.place, '' as ends_at, '' as title` + ledgerFollowUps + condition + `
		union all select 'session', r.public_id, ` + ledgerOwner + refOf("p") + ledgerNames + `'', '', s.id, s.on_date, s.starts_at, r.minutes, '', r.attendance, r.signed, s.place, '', ''` +
		ledgerPlaces + condition + " order by owner, on_date, starts_at, id", append(append([]any{}, both...), both...)
}

// Ledger streams every contact attended in a period under the operations of a scope, by person, day and hour, in bounded
// memory. Names are there under a scope of report_nominative only.
func (s *Store) Ledger(ctx context.Context, scope models.Scope, q models.LedgerQuery, yield func(models.LedgerEntry) error) error {
	sessions, err := s.ledgerSessions(ctx, scope, q)
	if err != nil {
		return err
	}
	query, args := ledgerStatement(scope, q)
	return s.each(ctx, query, args, func(rows *sqlx.Rows) error {
		var row ledgerRow
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		e := row.entry(sessions)
		if scope.Kind() != models.KindReportNominal {
			e.Family, e.Given = "", ""
		}
		return yield(e)
	})
}

func (s *Store) ledgerSessions(ctx context.Context, scope models.Scope, q models.LedgerQuery) (sessionIndex, error) {
	condition, args := withinAnchor(scope, onOperation)
	return s.reportSessions(ctx, "s.operation_id in (select o.id from operations o where "+condition+") and s.on_date between ? and ?", append(args, q.From, q.To)...)
}

func (row ledgerRow) entry(sessions sessionIndex) models.LedgerEntry {
	e := models.LedgerEntry{ID: row.ID, Person: row.Person, PersonRef: row.PersonRef, Family: row.Family, Given: row.Given,
		StaffIDs: row.StaffIDs, OperationID: row.Operation, Funds: row.Funder}
	if session := sessions.byID[row.Session]; session != nil {
		e.ContactFact = session.contact(placeFact{Attendance: row.Presence, Minutes: row.Minutes, Signed: row.Signed})
		e.Session = session.PublicID
		if row.StaffIDs == "" {
			e.StaffIDs = session.StaffIDs
		}
	} else {
		minutes := 0
		if row.Minutes != nil {
			minutes = *row.Minutes
		}
		e.ContactFact = followUpFact{Ref: row.ID, OnDate: row.OnDate, StartsAt: row.StartsAt, Minutes: minutes, Mode: row.Mode, Place: row.Place,
			Presence: row.Presence, Signed: row.Signed, Staff: row.Staff}.contact()
	}
	e.Operation = row.Code
	return e
}
