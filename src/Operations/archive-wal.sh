#!/usr/bin/env bash
# Keeps one finished WAL file. In postgresql.conf, with a folder that is on another machine or disk than the data:
#   archive_mode = on
#   archive_timeout = 60s
#   archive_command = '/path/to/archive-wal.sh "%p" %f /path/to/archive'
# PostgreSQL asks again until it hears 0. A file that is there already is never overwritten: the same one is fine (the server was killed
# before it heard the 0), another one is refused (two servers that archive into one folder).
set -euo pipefail
umask 077
[ $# -eq 3 ] || { echo "usage: archive-wal.sh PATH NAME ARCHIVE" >&2; exit 1; }
kept=$3/$2
if [ -e "$kept" ]; then
    cmp -s "$1" "$kept" && exit 0
    echo "archive-wal.sh: $kept is there already, and is another." >&2
    exit 1
fi
partial=$(mktemp "$3/.partial-XXXXXXXX")
trap 'rm -f "$partial"' EXIT
cp "$1" "$partial"
sync "$partial"
ln "$partial" "$kept"               # unlike mv, fails if somebody was faster
sync "$3"
