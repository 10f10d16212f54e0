#!/usr/bin/env bash
# Runs a command beside a temporary PostgreSQL, named in JALON_TEST_POSTGRES. A server named there beforehand is used as it is.
set -euo pipefail
if [ -n "${JALON_TEST_POSTGRES:-}" ]; then
  exec "$@"
fi
# The cluster is thrown away: it need not survive a power cut, and its log, printed when a test fails, must not bury the test.
exec pg_virtualenv -t -o fsync=off -o synchronous_commit=off -o full_page_writes=off -o max_connections=300 -o log_min_messages=fatal -o log_checkpoints=off bash -c '
  export JALON_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres?sslmode=disable"
  unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSYSCONFDIR PGCLUSTER
  exec "$@"' with-postgres "$@"
