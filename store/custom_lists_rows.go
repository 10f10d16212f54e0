package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// ListRequest asks for the lines of a custom list under its reader's scopes: Scope is of the kind of the lines, Kinds of the
// other kinds that its columns are of. The definition is readable (models.ListDefinition.Readable).
type ListRequest struct {
	Definition models.ListDefinition
	Scope      models.Scope
	Kinds      map[string]models.Scope
	After      string // public id of the last line of the page before
	Limit      int    // 0 = all lines
}

// ListRow is one line: the public ids of what it is and of what its link opens, and one text a column.
type ListRow struct {
	Ref, Page string
	Values    []string
}

// ListTotals are about all the lines: how many, about how many people, and the sum of each counted column.
type ListTotals struct {
	Lines, People int
	Sums          map[string]int
}

// ListGroup is the lines that have one value of the grouping column in common.
type ListGroup struct {
	Value string // "" = not recorded; a month of a column of days
	ListTotals
}

// MaxListGroups bounds the groups of a list.
const MaxListGroups = 500

// listQuery is a request with its source.
type listQuery struct {
	ListRequest
	source models.ListSource
	today  models.Date
}

func (s *Store) listQuery(r ListRequest) (listQuery, error) {
	source, known := models.SourceOf(r.Definition.Source)
	if !known {
		return listQuery{}, models.ErrNotFound
	}
	if r.Scope.Kind() != source.Kind || r.Scope.Empty() {
		return listQuery{}, models.ErrForbidden
	}
	return listQuery{r, source, s.Today()}, nil
}

// ListRows yields the lines of a custom list in its order. Nothing is held between two lines.
func (s *Store) ListRows(ctx context.Context, r ListRequest, yield func(ListRow) error) error {
	q, err := s.listQuery(r)
	if err != nil {
		return err
	}
	key, err := s.listKey(ctx, q)
	if err != nil {
		return err
	}
	statement := q.rows(key)
	return s.each(ctx, statement.text, statement.args, func(rows *sqlx.Rows) error {
		cells := make([]string, 2+len(q.Definition.Columns))
		targets := make([]any, len(cells))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		return yield(ListRow{cells[0], cells[1], cells[2:]})
	})
}

// listKey is the place of the last line of the page before.
func (s *Store) listKey(ctx context.Context, q listQuery) ([]any, error) {
	if q.After == "" {
		return nil, nil
	}
	order := q.order(q.Definition.Sort)
	where := q.reach()
	var key struct {
		At string `db:"at"`
		ID string `db:"id"`
	}
	from := listSources[q.source.Key]
	err := s.get(ctx, &key, "select cast("+order.text+" as text) as at, "+from.id+" as id from "+from.tables(order, where)+" where "+where.text+" and "+from.ref+" = ?",
		append(slices.Concat(order.args, where.args), q.After)...)
	if err != nil {
		return nil, err
	}
	c, _ := q.source.Column(q.Definition.Sort)
	if c.Type == models.ListMinutes || c.Type == models.ListNumber {
		n, err := strconv.Atoi(key.At)
		return []any{n, key.ID}, err
	}
	return []any{key.At, key.ID}, nil
}

// rows is the query of the lines, of one page when the request has a limit.
func (q listQuery) rows(key []any) listPart {
	from := listSources[q.source.Key]
	statement := listPart{text: "select " + from.ref + ", " + from.page}
	for _, h := range q.Definition.Columns {
		statement.add(", ", q.words(h.Key))
	}
	where, order, sign, direction := q.where(), q.order(q.Definition.Sort), ">", ""
	statement.text += " from " + from.tables(statement, where, order) + " where "
	statement.add("", where)
	if q.Definition.Down {
		sign, direction = "<", " desc"
	}
	if len(key) > 0 {
		statement.add(" and (", order)
		statement.text += ", " + from.id + ") " + sign + " (?, ?)"
		statement.args = append(statement.args, key...)
	}
	statement.add(" order by ", order)
	statement.text += direction + ", " + from.id + direction
	if q.Limit > 0 {
		statement.text, statement.args = statement.text+" limit ?", append(statement.args, q.Limit)
	}
	return statement
}

func (p *listPart) add(before string, more listPart) {
	p.text += before + more.text
	p.args = append(p.args, more.args...)
}

// reach is which lines there are for the reader, before any filter. The centre, or the caseload, leads to an index.
func (q listQuery) reach() listPart {
	condition, args := within(q.Scope, q.source.Kind)
	part := listPart{condition, slices.Clone(args)}
	from := listSources[q.source.Key]
	for _, column := range from.centres {
		if narrow, values := inCentres(q.Scope, column); narrow != "" {
			part.add(" and ", listPart{narrow, values})
		}
	}
	if from.person != "" {
		if narrow, values := inCaseload(q.Scope, from.person); narrow != "" {
			part.add(" and ", listPart{narrow, values})
		}
	}
	if from.where != "" {
		part.text += " and " + from.where
	}
	return part
}

// where is reach and the filters: those of one column with a code add up, all others narrow.
func (q listQuery) where() listPart {
	part := q.reach()
	var coded []string
	for _, f := range q.Definition.Filters {
		if f.Sign != models.FilterIs {
			part.add(" and ", q.filter(f))
		} else if !slices.Contains(coded, f.Column) {
			coded = append(coded, f.Column)
			part.add(" and ", q.oneOf(f.Column))
		}
	}
	return part
}

// oneOf holds a column to the codes chosen for it.
func (q listQuery) oneOf(key string) listPart {
	c, _ := q.source.Column(key)
	var all []listPart
	for _, f := range q.Definition.Filters {
		if f.Column != key || f.Sign != models.FilterIs {
			continue
		}
		part := q.words(key)
		if c.Type == models.ListCodes {
			part.text, part.args = "';' || "+part.text+" || ';' like ? escape '!'", append(part.args, "%;"+likeText.Replace(f.Value)+";%")
		} else {
			part.text, part.args = part.text+" = ?", append(part.args, f.Value)
		}
		all = append(all, part)
	}
	out := listPart{text: "("}
	for i, part := range all {
		if i > 0 {
			out.text += " or "
		}
		out.add("", part)
	}
	out.text += ")"
	return out
}

// filter is any other condition.
func (q listQuery) filter(f models.ListFilter) listPart {
	c, _ := q.source.Column(f.Column)
	compared := func(sign string, value any) listPart {
		part := q.part(f.Column)
		return listPart{"(" + part.text + ") " + sign + " ?", append(part.args, value)}
	}
	value := func() any {
		if c.Type == models.ListDay {
			return models.Date(f.Value)
		}
		n, _ := strconv.Atoi(f.Value)
		return n
	}
	switch f.Sign {
	case models.FilterFrom:
		return compared(">=", value())
	case models.FilterUntil:
		return compared("<=", value())
	case models.FilterDuring:
		from, until := models.PeriodDays(f.Value, q.today)
		part := compared(">=", from)
		part.add(" and ", compared("<=", until))
		return part
	}
	part := q.words(f.Column)
	if part.text += " = ''"; f.Sign == models.FilterFilled {
		part.text = strings.TrimSuffix(part.text, "= ''") + "<> ''"
	}
	return part
}

// counted are the columns that totals and groups sum up, in their order.
func (q listQuery) counted() []string {
	var keys []string
	for _, h := range q.Definition.Columns {
		if c, _ := q.source.Column(h.Key); c.Counted() {
			keys = append(keys, h.Key)
		}
	}
	return keys
}

// sums are the columns of the totals: lines, people, then each counted column.
func (q listQuery) sums() listPart {
	people := "0"
	if q.source.People {
		people = "count(distinct " + listSources[q.source.Key].person + ")"
	}
	part := listPart{text: "count(*), " + people}
	for _, key := range q.counted() {
		part.add(", coalesce(sum(", q.part(key))
		part.text += "), 0)"
	}
	return part
}

func (q listQuery) totals() listPart {
	statement, where := listPart{text: "select '', "}, q.where()
	statement.add("", q.sums())
	statement.add(" from "+listSources[q.source.Key].tables(statement, where)+" where ", where)
	return statement
}

// groups is the query of the groups. Days are put together by month.
func (q listQuery) groups() listPart {
	value := q.words(q.Definition.Group)
	if c, _ := q.source.Column(q.Definition.Group); c.Type == models.ListDay {
		value.text = "substr(" + value.text + ", 1, 7)"
	}
	statement := listPart{text: "select "}
	statement.add("", value)
	statement.add(" as grouped, ", q.sums())
	where := q.where()
	statement.add(" from "+listSources[q.source.Key].tables(statement, where)+" where ", where)
	statement.text += " group by 1 order by 1 limit ?"
	statement.args = append(statement.args, MaxListGroups)
	return statement
}

// ListTotals counts all the lines of a custom list and sums up its counted columns.
func (s *Store) ListTotals(ctx context.Context, r ListRequest) (ListTotals, error) {
	q, err := s.listQuery(r)
	if err != nil {
		return ListTotals{}, err
	}
	groups, err := s.listGroups(ctx, q, q.totals())
	if err != nil || len(groups) == 0 {
		return ListTotals{}, err
	}
	return groups[0].ListTotals, nil
}

// ListGroups counts the lines by the grouping column of a custom list, in the order of its codes; MaxListGroups at most.
func (s *Store) ListGroups(ctx context.Context, r ListRequest) ([]ListGroup, error) {
	q, err := s.listQuery(r)
	if err != nil {
		return nil, err
	}
	return s.listGroups(ctx, q, q.groups())
}

func (s *Store) listGroups(ctx context.Context, q listQuery, statement listPart) ([]ListGroup, error) {
	var groups []ListGroup
	counted := q.counted()
	err := s.each(ctx, statement.text, statement.args, func(rows *sqlx.Rows) error {
		g := ListGroup{ListTotals: ListTotals{Sums: map[string]int{}}}
		sums := make([]int, len(counted))
		targets := []any{&g.Value, &g.Lines, &g.People}
		for i := range sums {
			targets = append(targets, &sums[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, key := range counted {
			g.Sums[key] = sums[i]
		}
		groups = append(groups, g)
		return nil
	})
	return groups, err
}
