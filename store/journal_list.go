package store

import (
	"context"

	"jalon/models"
)

// JournalFilter narrows the journal; zero fields narrow nothing. Before is the last line of the page before.
type JournalFilter struct {
	From, Until models.Instant // From included, Until not
	Action      string
	Kind        string
	BeforeAt    models.Instant
	BeforeSeq   int64
	Limit       int
}

// JournalLine is a line of the journal with the name of who acted.
type JournalLine struct {
	models.JournalEntry
	UserName string `db:"user_name"`
}

// Journal lists lines of the centres of the scope, the latest first.
func (s *Store) Journal(ctx context.Context, scope models.Scope, f JournalFilter) ([]JournalLine, error) {
	query, args := journalQuery(scope, f)
	var lines []JournalLine
	err := s.list(ctx, &lines, query, args...)
	return lines, err
}

func journalQuery(scope models.Scope, f JournalFilter) (string, []any) {
	condition, args := within(scope, models.KindJournal)
	add := func(sql string, values ...any) {
		condition += " and " + sql
		args = append(args, values...)
	}
	if !f.From.IsZero() {
		add("j.at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		add("j.at < ?", f.Until)
	}
	if f.Action != "" {
		add("j.action = ?", f.Action)
	}
	if f.Kind != "" {
		add("j.kind = ?", f.Kind)
	}
	if f.BeforeSeq > 0 {
		add("(j.at, j.seq) < (?, ?)", f.BeforeAt, f.BeforeSeq)
	}
	return "select " + prefixed("j", journalColumns) + `, coalesce(u.name, '') as user_name
		from centres c join journal j on j.centre_id = c.id left join users u on u.id = j.user_id
		where ` + condition + " order by j.at desc, j.seq desc limit ?", append(args, f.Limit)
}

// recentLines is how far back the journal is read to tell who has just changed a record.
const recentLines = 20_000

// LastWriter says who changed a record last, and when; nobody when that is long ago. The scope is the one under which the
// record was opened.
func (s *Store) LastWriter(ctx context.Context, scope models.Scope, record string) (name string, at models.Instant, err error) {
	centres := scope.Centres()
	if len(centres) == 0 || record == "" {
		return "", at, models.ErrNotFound
	}
	var last struct {
		Name string         `db:"name"`
		At   models.Instant `db:"at"`
	}
	query := `select coalesce(u.name, '') as name, j.at from journal j left join users u on u.id = j.user_id
		where j.record = ? and j.action <> 'read' and j.seq > (select seq from journal_head where id = 1) - ? and j.centre_id in (` + marks(len(centres)) + `)
		order by j.seq desc limit 1`
	args := []any{record, recentLines}
	for _, id := range centres {
		args = append(args, id)
	}
	err = s.get(ctx, &last, query, args...)
	return last.Name, last.At, err
}
