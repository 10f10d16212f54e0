#!/usr/bin/env bash
# The tests: all of them and, beside them, under the race detector, every test that starts goroutines. A test that acts
# alone has nothing to race with, and the detector makes it several times slower; the program is the same on both
# databases, so one of them is enough for it. The browser leaves the processors idle half of the time: all go on together.
set -euo pipefail
cd "$(dirname "$0")/.."

# within FOLDER PATTERN: the functions of a folder's tests in which a pattern stands.
within() {
	awk -v pattern="$2" '/^func / {name = /^func [(]/ ? $4 : $2; sub(/\(.*/, "", name)} $0 ~ pattern {print name}' "$1"/*_test.go | sort -u
}

# racing FOLDER: the tests that start goroutines, themselves or through a helper, as a pattern for -run.
racing() {
	local starts='go func|WaitGroup|[.]Go[(]' helpers tests
	helpers=$(within "$1" "$starts" | grep -v '^Test' | paste -sd'|')
	tests=$(within "$1" "$starts|[^a-zA-Z]($helpers)[(),]" | grep '^Test' | paste -sd'|')
	[ -n "$helpers" ] && [ -n "$tests" ] && echo "^($tests)\$"
}

race() {
	local failed=0 folder tests
	for folder in store handlers; do
		tests=$(racing "$folder") || return 1
		env -u JALON_TEST_POSTGRES go test -race -timeout 20m -run "$tests" "./$folder" || failed=1
	done
	return "$failed"
}

# The last lines name what failed: the rest is long.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
	race &
	detector=$!
	failed=0
	go test -p 3 -timeout 25m ./... || failed=1
	wait "$detector" || failed=1
	exit "$failed"
} 2>&1 | tee "$log" || { grep -E '^ *--- FAIL|^FAIL|^panic:|_test.go:[0-9]+: ' "$log" | head -60; exit 1; }
