package store

import (
	"context"
	"fmt"

	"jalon/models"
)

// bases are the smallest queries that have the aliases of each anchor.
var bases = map[anchor]string{
	onParticipant: "select p.id from participants p where ",
	onEnrolment:   "select e.id from enrolments e join participants p on p.id = e.participant_id where ",
	onSession:     "select s.id from sessions s where ",
	onOperation:   "select o.id from operations o where ",
	onNote:        "select n.id from notes n join participants p on p.id = n.participant_id where ",
	onAppointment: "select a.id from appointments a join participants p on p.id = a.participant_id where ",
	onScan:        "select z.id from scans z where ",
	onCentre:      "select c.id from centres c where ",
}

// Within lists the rows of a kind that a scope reaches: the SQL side of the keystone test.
func (s *Store) Within(ctx context.Context, scope models.Scope, kind string) ([]string, error) {
	a, known := anchors[kind]
	if !known {
		return nil, nil
	}
	condition, args := within(scope, kind)
	var ids []string
	err := s.list(ctx, &ids, bases[a]+condition, args...)
	return ids, err
}

// Records are all the rows of a kind as the gate sees one: the Go side. They are read by queries of their own,
// which share no condition with the scope's SQL.
func (s *Store) Records(ctx context.Context, kind string) (map[string]models.Record, error) {
	a, known := anchors[kind]
	if !known {
		return nil, nil
	}
	var rows []struct {
		ID        string `db:"id"`
		Centre    string `db:"centre_id"`
		Person    string `db:"person"`
		Operation string `db:"operation"`
		Author    string `db:"author"`
	}
	err := s.list(ctx, &rows, map[anchor]string{
		onParticipant: "select id, centre_id, id as person, '' as operation, '' as author from participants",
		onEnrolment:   "select id, centre_id, participant_id as person, operation_id as operation, '' as author from enrolments",
		onSession:     "select id, centre_id, '' as person, operation_id as operation, '' as author from sessions",
		onOperation:   "select id, centre_id, '' as person, id as operation, '' as author from operations",
		onNote:        "select id, centre_id, participant_id as person, '' as operation, author_id as author from notes",
		onAppointment: "select id, centre_id, participant_id as person, '' as operation, user_id as author from appointments",
		onScan:        "select z.id, z.centre_id, '' as person, coalesce(s.operation_id, '') as operation, coalesce(z.created_by, '') as author from scans z left join sessions s on s.id = z.session_id",
		onCentre:      "select id, id as centre_id, '' as person, '' as operation, '' as author from centres",
	}[a])
	if err != nil {
		return nil, err
	}
	records := map[string]models.Record{}
	for _, row := range rows {
		r, err := s.recordOf(ctx, a, row.ID, row.Person, row.Operation)
		if err != nil {
			return nil, fmt.Errorf("record %s: %w", row.ID, err)
		}
		r.CentreID, r.AuthorID = row.Centre, row.Author
		records[row.ID] = r
	}
	return records, nil
}

func (s *Store) recordOf(ctx context.Context, a anchor, id, person, operation string) (r models.Record, err error) {
	if person != "" {
		if r, err = s.personRecord(ctx, person); err != nil {
			return r, err
		}
	}
	if operation != "" {
		r.Operations = []string{operation}
		if err = s.list(ctx, &r.Funders, "select funder from operations where id = ?", operation); err != nil {
			return r, err
		}
	}
	switch a {
	case onSession:
		err = s.list(ctx, &r.Trainers, "select user_id from session_trainers where session_id = ?", id)
	case onScan:
		err = s.list(ctx, &r.Trainers, "select t.user_id from scans z join session_trainers t on t.session_id = z.session_id where z.id = ?", id)
	case onNote:
		err = s.list(ctx, &r.Named, "select user_id from note_readers where note_id = ?", id)
	}
	return r, err
}

// Renders tells whether the reach of a grant has SQL for a kind; what has none lists nothing.
func Renders(kind string, g models.Grant) bool {
	a, known := anchors[kind]
	if !known {
		return false
	}
	condition, _ := reachCondition(a, g)
	return condition != ""
}

// Timed puts the hour in the arguments of a query that a test runs by itself.
func (s *Store) Timed(args []any) []any { return s.timed(args) }

// JournalStatement is the query behind Journal, for the test of its plan.
var JournalStatement = journalQuery
