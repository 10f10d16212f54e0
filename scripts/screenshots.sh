#!/usr/bin/env bash
# Takes the pictures of the guide: the demonstration, on a fixed morning, in Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$PWD/docs/guide/images
mkdir -p "$folder"
JALON_PICTURES=$folder go test -count=1 -timeout 15m -run 'TestBrowserPictures' ./cmd/jalon
# Smaller files where a tool is at hand; the pictures are good without it.
if command -v pngquant >/dev/null 2>&1; then
  pngquant --force --skip-if-larger --ext .png --quality 70-95 "$folder"/*.png || true
elif command -v convert >/dev/null 2>&1; then
  for picture in "$folder"/*.png; do convert "$picture" -strip -dither None -colors 128 "PNG8:$picture"; done
fi
ls -l "$folder" | awk 'NR > 1 && $5 > 150000 {print $9 " is " $5 " bytes"; large = 1} END {exit large}'
