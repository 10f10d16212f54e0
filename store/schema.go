package store

import (
	"context"
	"fmt"
	"slices"
)

// foreignKey says that a column of a table names a row of another one. The two kinds of rows that a link moves, those of a person
// and those of an enrolment, are found through it: a table added tomorrow follows by itself.
type foreignKey struct {
	Table    string `db:"table_name"`
	Column   string `db:"column_name"`
	Parent   string `db:"parent"`
	Required bool   `db:"required"` // the column is never null
}

// foreignKeys lists the references of the schema, of one column each.
func (s *Store) foreignKeys(ctx context.Context) ([]foreignKey, error) {
	query := `select m.name as table_name, f."from" as column_name, f."table" as parent, t."notnull" as required
		from sqlite_master m join pragma_foreign_key_list(m.name) f join pragma_table_info(m.name) t on t.name = f."from"
		where m.type = 'table' order by 1, 2`
	if s.Engine() == "postgres" {
		query = `select c.conrelid::regclass::text as table_name, a.attname as column_name, c.confrelid::regclass::text as parent, a.attnotnull as required
			from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
			where c.contype = 'f' and c.connamespace = current_schema()::regnamespace order by 1, 2`
	}
	var all []foreignKey
	if err := s.list(ctx, &all, query); err != nil {
		return nil, fmt.Errorf("references of the schema: %w", err)
	}
	// The one reference that is not declared: a line of a caseload may outlive its enrolment in an old import.
	return append(all, foreignKey{Table: "caseloads", Column: "enrolment_id", Parent: "enrolments"}), nil
}

// stayBehind are the tables whose rows are about the file itself, not about the person: a link leaves them.
var stayBehind = []string{"person_keys", "participant_words", "participant_clues", "duplicate_pairs", "distinct_persons", "links"}

// rowKeys name the rows of the tables that have no id.
var rowKeys = map[string]string{
	"six_months":     "t.enrolment_id",
	"handover_moves": "t.handover_id || ' ' || t.what || ' ' || t.record_id",
}

// uniqueAlready are rows that cannot hang on the kept file, since an equal one does: they stay behind.
var uniqueAlready = map[string]string{
	"relays": "t.state = 'demande' and exists (select 1 from relays w where w.participant_id = ? and w.user_id = t.user_id and w.state = 'demande')",
}

// personTables are the columns that say whose a row is.
func personTables(all []foreignKey) []foreignKey {
	return slices.DeleteFunc(slices.Clone(all), func(k foreignKey) bool {
		return k.Parent != "participants" || slices.Contains(stayBehind, k.Table)
	})
}

// enrolmentTables are the columns that say on which enrolment a row hangs.
func enrolmentTables(all []foreignKey) []foreignKey {
	return slices.DeleteFunc(slices.Clone(all), func(k foreignKey) bool { return k.Parent != "enrolments" })
}

// followers are the columns by which a row of a person belongs to another row of a person: it is always the same person.
func followers(all []foreignKey) []foreignKey {
	people := personTables(all)
	owned := func(table string) bool {
		return slices.ContainsFunc(people, func(k foreignKey) bool { return k.Table == table && k.Column == "participant_id" })
	}
	return slices.DeleteFunc(slices.Clone(all), func(k foreignKey) bool {
		return !owned(k.Table) || !owned(k.Parent) || !k.Required && k.Parent != "enrolments"
	})
}

// keyOf is the expression that names a row of table t.
func keyOf(table string) string {
	if key, known := rowKeys[table]; known {
		return key
	}
	return "t.id"
}
