#!/usr/bin/env bash
# Installs what `make test` needs on Debian; elsewhere says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
golangci_version=v2.15.0

missing=()
need() { # command, Debian package
  command -v "$1" >/dev/null 2>&1 || [ -x "$1" ] || missing+=("$2")
}
need gcc gcc
need pg_virtualenv postgresql-common
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing+=(chromium)
need pdftotext poppler-utils

if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    run=(env DEBIAN_FRONTEND=noninteractive)
    [ "$(id -u)" = 0 ] || run=(sudo "${run[@]}")
    echo "Installing ${missing[*]}"
    "${run[@]}" apt-get update -qq
    "${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "make test needs: ${missing[*]} (Debian package names). Install them, then run it again." >&2
    exit 1
  fi
fi

mkdir -p .tools
if ! .tools/golangci-lint version 2>/dev/null | grep -q "${golangci_version#v}"; then
  echo "Building golangci-lint $golangci_version"
  GOBIN="$PWD/.tools" go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$golangci_version"
fi
