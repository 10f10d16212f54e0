package store

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// readAs maps the files and enrolments of a centre that are read as another one to it.
func (s *Store) readAs(ctx context.Context, centreID string) (map[string]string, error) {
	linked := map[string]string{}
	note := func(rows *sqlx.Rows) error {
		var id, kept string
		err := rows.Scan(&id, &kept)
		linked[id] = kept
		return err
	}
	if err := s.each(ctx, "select id, linked_to from participants where centre_id = ? and linked_to is not null", []any{centreID}, note); err != nil {
		return nil, err
	}
	err := s.each(ctx, `select m.row_id, m.after_value from links l join link_moves m on m.link_id = l.id and m.table_name = 'enrolments'
		and m.column_name = ? where l.centre_id = ? and l.cancelled_at is null order by l.id`, []any{mergedInto, centreID}, note)
	return linked, err
}

// mergedInto is the column of link_moves that says of an enrolment which one goes on in its place.
const mergedInto = "merged_into"
