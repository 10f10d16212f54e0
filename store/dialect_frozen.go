package store

import (
	"fmt"
	"strings"
)

// What is frozen is refused every change by the engine itself, whoever asks. These are the tables whose rows never change once
// written, by the migration that makes them.
var (
	unchangingReports    = []string{"report_runs", "report_run_chunks"}
	unchangingActivities = []string{"activity_runs", "activity_run_chunks"}
)

func sqliteUnchanging(tables []string) string {
	var b strings.Builder
	for _, table := range tables {
		for _, act := range []string{"update", "delete"} {
			fmt.Fprintf(&b, "-- +goose StatementBegin\ncreate trigger %s_no_%s before %s on %s begin select raise(abort, '%s never changes'); end;\n-- +goose StatementEnd\n",
				table, act, act, table, table)
		}
	}
	return b.String()
}

// postgresUnchanging needs the function of postgresNeverChanges.
func postgresUnchanging(tables []string) string {
	var b strings.Builder
	for _, table := range tables {
		fmt.Fprintf(&b, "create trigger %s_unchanging before update or delete on %s for each row execute function never_changes();\n", table, table)
	}
	return b.String()
}

const postgresNeverChanges = `-- +goose StatementBegin
create function never_changes() returns trigger language plpgsql as $$ begin raise exception '% never changes', tg_table_name; end $$;
-- +goose StatementEnd
`
