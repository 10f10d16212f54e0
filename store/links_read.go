package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"jalon/models"
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

// ReadAs is the file that an absorbed one is read as, within the scope.
func (s *Store) ReadAs(ctx context.Context, scope models.Scope, absorbedPublicID string) (string, error) {
	condition, args := within(scope, scope.Kind())
	var publicID string
	err := s.get(ctx, &publicID, "select p.public_id from participants o join participants p on p.id = o.linked_to where o.public_id = ? and "+condition,
		append([]any{absorbedPublicID}, args...)...)
	return publicID, err
}
