#!/usr/bin/env bash
# What the tests need from the system: a Chromium and fonts for it to draw with.
# Usage: tests/system.sh PYTHON (an interpreter that has playwright).
set -euo pipefail
python=${1:?the interpreter that runs the tests}

find_chromium() { "$python" -m tests.chromium >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if find_chromium; then exit 0; fi
echo "No Chromium was found; installing it for the browser tests." >&2
if command -v apt-get >/dev/null; then
  as_root apt-get update -qq
  # On Ubuntu this package only points to a snap; the check below notices.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core fonts-liberation >/dev/null || true
elif command -v dnf >/dev/null; then
  as_root dnf install -y -q chromium dejavu-sans-fonts liberation-fonts || true
elif command -v brew >/dev/null; then
  brew install --quiet --cask chromium || true
fi
find_chromium || "$python" -m playwright install chromium || true
if ! find_chromium; then
  echo "The browser tests need Chromium. Install it, or name it in PDFCLEAN_CHROMIUM." >&2
  exit 1
fi
