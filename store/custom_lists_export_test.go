package store

import "jalon/models"

// Statement is a query with its arguments, for the test of its plan.
type Statement struct {
	Query string
	Args  []any
}

// CustomListsStatement is the query behind CustomLists.
var CustomListsStatement = customLists

// ListStatements are the queries behind one page of a custom list and its totals.
func ListStatements(s *Store, r ListRequest) map[string]Statement {
	q, err := s.listQuery(r)
	if err != nil {
		panic(err)
	}
	key := []any{"a", "a"}
	if c, _ := q.source.Column(r.Definition.Sort); c.Type == models.ListDay {
		key = []any{models.Date("2026-01-01"), "a"}
	}
	statements := map[string]Statement{}
	for name, part := range map[string]listPart{"page": q.rows(nil), "next page": q.rows(key), "totals": q.totals()} {
		statements[name] = Statement{part.text, part.args}
	}
	return statements
}
