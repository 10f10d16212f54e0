#!/usr/bin/env bash
# The tests. The race detector watches the packages where requests meet; pure rules and the browser run without it, at
# the same time, so that two cores are enough for a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
watched=(./handlers ./policies ./store/...)
mapfile -t others < <(go list ./... | grep -vE '^jalon/(handlers|policies|store)(/|$)')
go test -race -timeout 20m "${watched[@]}" &
race=$!
failed=0
go test -timeout 20m "${others[@]}" || failed=1
wait "$race" || failed=1
exit "$failed"
