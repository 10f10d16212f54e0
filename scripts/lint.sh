#!/usr/bin/env bash
# Format, vet and linters; the import rules of docs/architecture.md are depguard's.
set -euo pipefail
cd "$(dirname "$0")/.."
unformatted=$(git ls-files -z '*.go' | xargs -0r gofmt -l)
if [ -n "$unformatted" ]; then
  echo "gofmt would change:" >&2
  echo "$unformatted" >&2
  exit 1
fi
go vet ./...
go mod verify >/dev/null
.tools/golangci-lint run ./...
