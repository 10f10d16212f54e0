package store

import (
	"fmt"
	"strings"
)

// What is frozen is refused every change by the engine itself, whoever asks.

// unchanging are the tables whose rows never change once written.
var unchanging = []string{"report_runs", "report_run_chunks"}

func sqliteUnchanging() string {
	var b strings.Builder
	for _, table := range unchanging {
		for _, act := range []string{"update", "delete"} {
			fmt.Fprintf(&b, "-- +goose StatementBegin\ncreate trigger %s_no_%s before %s on %s begin select raise(abort, '%s never changes'); end;\n-- +goose StatementEnd\n",
				table, act, act, table, table)
		}
	}
	return b.String()
}

const postgresUnchanging = `-- +goose StatementBegin
create function never_changes() returns trigger language plpgsql as $$ begin raise exception '% never changes', tg_table_name; end $$;
-- +goose StatementEnd
create trigger report_runs_unchanging before update or delete on report_runs for each row execute function never_changes();
create trigger report_run_chunks_unchanging before update or delete on report_run_chunks for each row execute function never_changes();
`
