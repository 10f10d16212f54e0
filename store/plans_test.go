package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"jalon/store/storetest"
)

// refuseFullReads explains a query and fails if one of the tables is read from end to end, whatever its alias.
func refuseFullReads(t *testing.T, db *storetest.DB, name, query string, args []any, tables ...string) {
	t.Helper()
	driver, dsn, explain := "sqlite3", "file:"+db.URL, "explain query plan "
	if db.Engine() == "postgres" {
		driver, dsn, explain = "pgx", db.URL, "explain (costs off) "
	}
	raw, err := sqlx.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	raw.SetMaxOpenConns(1)
	if db.Engine() == "postgres" {
		raw.MustExec("set enable_seqscan = off") // the tables of a test are so small that a scan is right
	}
	rows, err := raw.Queryx(raw.Rebind(explain+query), db.Timed(args)...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer func() { _ = rows.Close() }()
	plan := ""
	for rows.Next() {
		line, err := rows.SliceScan()
		if err != nil {
			t.Fatal(err)
		}
		plan += fmt.Sprintf("%s\n", line[len(line)-1])
	}
	for _, table := range tables {
		alias := table[:1]
		page := strings.Contains(plan, "CO-ROUTINE "+alias+"\n") // the rows of one page, cut along an index before
		if !page && strings.Contains(plan, "SCAN "+alias+"\n") || strings.Contains(plan, "Seq Scan on "+table+" ") {
			t.Errorf("%s reads all of %s:\n%s", name, table, plan)
		}
	}
	if strings.Contains(query, "from followups f where") && !strings.Contains(plan, "SEARCH f USING") && db.Engine() == "sqlite" {
		t.Errorf("%s cuts its page along no index:\n%s", name, plan)
	}
}
