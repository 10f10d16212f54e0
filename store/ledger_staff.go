package store

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// StaffFilter says whose time is asked for, and when: public ids, "" for all.
type StaffFilter struct {
	From, To        models.Date
	User, Operation string
}

const (
	staffFollowUps = ` from operations o join enrolments e on e.operation_id = o.id join followups f on f.enrolment_id = e.id
		join participants p on p.id = e.participant_id join users u on u.id = f.user_id
		where e.cancelled_at is null and f.cancelled_at is null and f.presence = 'present' and f.on_date between ? and ?
		and not exists (select 1 from followups g where g.group_id <> '' and g.group_id = f.group_id and g.user_id = f.user_id
			and g.on_date = f.on_date and g.cancelled_at is null
			and g.presence = 'present' and g.id < f.id) and `
	// A session took place when it was closed or when somebody was marked there.
	staffSessions = ` from operations o join sessions s on s.operation_id = o.id join session_trainers t on t.session_id = s.id join users u on u.id = t.user_id left join modules m on m.id = s.module_id
		where s.status <> 'cancelled' and s.on_date between ? and ? and (s.status = 'closed' or exists (select 1 from registrations r
			where r.session_id = s.id and r.place = 'inscrit' and r.attendance in ('present', 'retard'))) and `
)

// staffStatement is the query behind StaffTime, under a condition on operations.
func staffStatement(condition string, args []any, f StaffFilter) (string, []any) {
	all := append([]any{f.From, f.To}, args...)
	for _, only := range []struct{ column, value string }{{"u.public_id", f.User}, {"o.public_id", f.Operation}} {
		if only.value != "" {
			condition += " and " + only.column + " = ?"
			all = append(all, only.value)
		}
	}
	return `select 'followup' as kind, f.public_id as id, u.id as owner, p.public_id as person, ` + refOf("p") + ledgerNames + `u.public_id as staff_ids, u.name as staff,
		'' as session_id, f.on_date, f.starts_at, f.minutes, f.mode, f.presence, f.signed, f.place, '' as ends_at, '' as title` + staffFollowUps + condition + `
		union all select 'session', s.public_id, u.id, '', ` + refOf("s") + `, '', '', o.public_id, o.code, o.funder, u.public_id, u.name, '', s.on_date, s.starts_at, null, '', 'present',
		cast(1 as boolean), s.place, s.ends_at, case when s.title = '' then coalesce(m.title, '') else s.title end` + staffSessions + condition + " order by owner, on_date, starts_at, id", append(append([]any{}, all...), all...)
}

// StaffTime streams the time that colleagues spent for the operations of a scope, by colleague, day and hour. A contact with several people at
// once comes once; a session given by several comes for each of them.
func (s *Store) StaffTime(ctx context.Context, scope models.Scope, f StaffFilter, yield func(models.StaffEntry) error) error {
	condition, args := withinAnchor(scope, onOperation)
	return s.staffTime(ctx, condition, args, f, scope.Kind() == models.KindReportNominal, yield)
}

// OwnTime is the time of the user of a scope of their own account.
func (s *Store) OwnTime(ctx context.Context, scope models.Scope, f StaffFilter, yield func(models.StaffEntry) error) error {
	if scope.Kind() != models.KindAccount {
		return models.ErrForbidden
	}
	return s.staffTime(ctx, "u.id = ?", []any{scope.Actor().UserID}, f, false, yield)
}

func (s *Store) staffTime(ctx context.Context, condition string, args []any, f StaffFilter, named bool, yield func(models.StaffEntry) error) error {
	query, args := staffStatement(condition, args, f)
	return s.each(ctx, query, args, func(rows *sqlx.Rows) error {
		var row ledgerRow
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		e := models.StaffEntry{LedgerEntry: row.entry(sessionIndex{}), User: row.StaffIDs, UserName: row.Staff}
		if row.Kind == string(models.SessionContact) {
			e.Kind, e.Session, e.End, e.Title = models.SessionContact, row.ID, row.EndsAt, row.Title
			e.Minutes = models.CountedMinutes(models.CountDuration, models.Present, nil, nil, row.StartsAt, row.EndsAt)
		}
		if !named {
			e.Family, e.Given = "", ""
		}
		return yield(e)
	})
}

// OverlapLimit is how many overlaps are listed at most.
const OverlapLimit = 200

// errEnough stops a reading that found as much as is shown.
var errEnough = models.Refuse(models.Conflict, "ledger.overlap.many")

// Overlaps finds the hours of a period that were spent twice, by a person or by a colleague: history that was imported, since
// typing one is refused. At most OverlapLimit of each are listed.
func (s *Store) Overlaps(ctx context.Context, scope models.Scope, q models.LedgerQuery) ([]models.Overlap, error) {
	people, colleagues := models.OverlapFinder{}, models.OverlapFinder{Colleague: true}
	err := s.Ledger(ctx, scope, models.LedgerQuery{From: q.From, To: q.To}, func(e models.LedgerEntry) error {
		return addOverlap(&people, e.Person, e)
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	err = s.StaffTime(ctx, scope, StaffFilter{From: q.From, To: q.To}, func(e models.StaffEntry) error {
		return addOverlap(&colleagues, e.User, e.LedgerEntry)
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return append(people.Found, colleagues.Found...), nil
}

func addOverlap(finder *models.OverlapFinder, owner string, e models.LedgerEntry) error {
	if finder.Add(owner, e); len(finder.Found) >= OverlapLimit {
		finder.Found = finder.Found[:OverlapLimit]
		return errEnough
	}
	return nil
}

// TimeSheetOf completes what the paper says of a sheet: the operation and the centre, within the scope.
func (s *Store) TimeSheetOf(ctx context.Context, sheet *models.TimeSheet) error {
	var about struct {
		Title  string `db:"title"`
		Number string `db:"number"`
		Centre string `db:"centre"`
	}
	err := s.get(ctx, &about, "select o.title, o.number, c.name as centre from operations o join centres c on c.id = o.centre_id where o.public_id = ?", sheet.OperationID)
	sheet.Title, sheet.OperationNumber, sheet.Centre, sheet.PrintedOn = about.Title, about.Number, about.Centre, s.Today()
	return err
}

// JournalLedger leaves the line of a ledger or time sheets that is shown or taken away; without it, there is none.
func (s *Store) JournalLedger(ctx context.Context, scope models.Scope, detail string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: detail})
	})
}
