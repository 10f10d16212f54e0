#!/usr/bin/env bash
# The tests: all of them and, beside them, under the race detector, those of every file that starts goroutines. A test
# that acts alone has nothing to race with, and the detector makes it several times slower; the program is the same on
# both databases, so one of them is enough for it. The browser leaves the processors idle half of the time: the two go on
# together.
set -euo pipefail
cd "$(dirname "$0")/.."

# The tests of a folder's files that do several things at once, as a pattern for -run.
racing() {
	grep -lE 'go func|sync\.WaitGroup' "$1"/*_test.go | xargs sed -nE 's/^func (Test[A-Za-z0-9_]+)\(.*/\1/p' | paste -sd'|'
}

race() {
	local failed=0
	for folder in store handlers; do
		env -u JALON_TEST_POSTGRES go test -race -timeout 20m -run "^($(racing "$folder"))\$" "./$folder" || failed=1
	done
	return "$failed"
}

race &
detector=$!
failed=0
go test -p 3 -timeout 25m ./... || failed=1
wait "$detector" || failed=1
exit "$failed"
