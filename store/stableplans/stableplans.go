// Package stableplans makes SQLite keep the plan of a statement whatever values it is given.
//
// From 3.54 on, SQLite plans a statement again when a value bound to « column = ? » or « limit ? » might have led to another
// plan, and the driver clears the values of the statements it keeps: every query of a page was parsed and planned anew, which
// took a third of its time. The query planner stability guarantee of SQLite (sqlite.org/queryplanner-ng.html, 4) forbids it.
// The driver has no function for that setting; SQLite calls what is registered here on each connection it opens.
package stableplans

/*
#include <stddef.h>

typedef struct sqlite3 sqlite3;
int sqlite3_auto_extension(void (*)(void));
int sqlite3_db_config(sqlite3 *, int, ...);

enum { ENABLE_QPSG = 1007 };

static int stable(sqlite3 *db, char **error, const void *routines) {
	return sqlite3_db_config(db, ENABLE_QPSG, 1, NULL);
}

static int register_stable(void) {
	return sqlite3_auto_extension((void (*)(void))stable);
}
*/
import "C"

import (
	"fmt"

	_ "github.com/mattn/go-sqlite3" // SQLite itself
)

func init() {
	if code := C.register_stable(); code != 0 {
		panic(fmt.Sprintf("SQLite does not take the setting of stable plans: %d", code))
	}
}
