#!/usr/bin/env bash
# A base backup of the whole server, to which the archived WAL is added later: KEEP=2 base-backup.sh FOLDER ARCHIVE
# Makes FOLDER/base-20241124T010000Z, verified. ARCHIVE is where archive-wal.sh puts the WAL: what no kept base backup needs any more is
# removed from there. The server is named by PGHOST, PGPORT, PGUSER (a role with REPLICATION), PGPASSFILE.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/postgres.sh
. "$here/postgres.sh"

[ $# -eq 2 ] || die "usage: [KEEP=2] base-backup.sh FOLDER ARCHIVE"
folder=$1
archive=$2
keep=${KEEP:-2}
kept "$keep"
need pg_basebackup pg_verifybackup pg_archivecleanup
[ -d "$archive" ] || die "$archive is not a folder. Without archived WAL, a base backup holds one moment only."

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
name=base-$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e "$folder/$name" ] || die "$folder/$name is there already."
partial=$folder/.partial-$name
mkdir "$partial"
trap 'rm -rf "$partial"' EXIT

pg_basebackup --pgdata="$partial" --format=plain --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256 \
    --label="$name" --no-password
pg_verifybackup --quiet "$partial"
mv "$partial" "$folder/$name"
trap - EXIT

prune "$folder" "$keep" "$folder"/base-????????T??????Z
oldest=$(printf '%s\n' "$folder"/base-????????T??????Z | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .* (file \(.*\))$/\1/p' "$oldest/backup_label")
pg_archivecleanup "$archive" "${first:?}"
echo "$folder/$name"
