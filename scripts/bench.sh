#!/usr/bin/env bash
# Speed and memory: the figures of docs/performance.md. `scripts/bench.sh quick` leaves out the largest base.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export JALON_KEY_FILE="$work/key"

go build -o "$work/jalon" ./cmd/jalon
echo "binary: $(($(stat -c %s "$work/jalon") / 1000000)) MB"

# measured NAME COMMAND…: seconds and peak memory of one command.
measured() {
  local name=$1 start end peak=0 now
  shift
  start=$(date +%s.%N)
  "$@" >"$work/out" 2>"$work/err" &
  local pid=$!
  while now=$(awk '/VmHWM/ {print $2}' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
    peak=$now
    sleep 0.05
  done
  wait "$pid" || { cat "$work/err" >&2; exit 1; }
  end=$(date +%s.%N)
  printf '%-46s %7.2f s %6d MB\n' "$name" "$(echo "$end - $start" | bc)" $((peak / 1024))
}

# started DATABASE: seconds until the server answers.
started() {
  local start port=18471
  start=$(date +%s.%N)
  "$work/jalon" serve --database "$1" --listen 127.0.0.1:$port >"$work/serve" 2>&1 &
  local pid=$!
  until (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null; do sleep 0.01; done
  printf '%-46s %7.2f s\n' "start" "$(echo "$(date +%s.%N) - $start" | bc)"
  kill -TERM $pid
  wait $pid || true
}

# measures: the lines of benchmarks with all they measure.
measures() {
  awk '/^Benchmark/ {sub(/-[0-9]+$/, "", $1); line = sprintf("%-46s %9.2f ms", substr($1, 10), $3 / 1000000)
    for (i = 5; i < NF; i += 2) line = line sprintf("  %s %s", $i, $(i + 1)); print line}'
}

echo "load: $(cut -d' ' -f1-3 /proc/loadavg)"
go test -run '^$' -bench Corpus ./models |
  awk '/^BenchmarkCorpus/ {for (i = 3; i < NF; i += 2) v[$(i + 1)] = $i
    printf "duplicates, %d pairs never seen: recall %.3f, precision %.3f, %.0f µs a comparison\n", v["pairs"], v["recall"], v["precision"], v["ns/op"] / 1000}'

echo
echo "== whatever the base: a batch of 100 attestations, a month of sessions, a roll call of 30, a bundle of 300 people, the radar"
go test -run '^$' -bench 'AttestationBatch|CalendarMonth|RollCall|Bundle' -benchtime 3x -timeout 30m ./handlers | measures
go test -run '^$' -bench Radar -timeout 30m ./store | measures

sizes=("2000 10" "20000 10")
[ "${1:-}" = quick ] || sizes+=("200000 2")
for size in "${sizes[@]}"; do
  read -r persons followups <<<"$size"
  base="$work/$persons.db"
  echo
  echo "== $persons persons, $((persons * followups)) follow-ups"
  measured "seed" "$work/jalon" seed --persons "$persons" --followups "$followups" --database "$base"
  started "$base"
  measured "report fse, JSON" "$work/jalon" report fse --operation GTJ --to 2026-06-30 --format json --database "$base"
  measured "report fse, workbook" "$work/jalon" report fse --operation GTJ --to 2026-06-30 --format xlsx --out "$work/r.xlsx" --database "$base"
  if [ "$persons" = 2000 ]; then
    measured "export (about 29,000 rows)" "$work/jalon" export "$work/e.xlsx" --database "$base"
    measured "import of those rows" "$work/jalon" import "$work/e.xlsx" --database "$work/again.db"
  fi
  measured "backup" "$work/jalon" backup "$work/b.backup" --database "$base"
  rm -f "$work/b.backup"
  JALON_BENCH_PERSONS=$persons JALON_BENCH_FOLLOWUPS=$followups go test -run '^$' -bench 'Persons|FollowUps' -benchtime 200x -timeout 30m ./handlers |
    awk '/^Benchmark/ {sub(/-[0-9]+$/, "", $1); printf "%-46s %9.2f ms\n", substr($1, 10), $3 / 1000000}'
  JALON_BENCH_PERSONS=$persons JALON_BENCH_FOLLOWUPS=$followups go test -run '^$' -bench 'Manager|Pilotage' -benchtime 3x -timeout 90m ./handlers | measures
  JALON_BENCH_PERSONS=$persons go test -run '^$' -bench 'FSEFigures|FSEWorkbook' -benchtime 3x -timeout 30m ./reports | measures
done
