#!/usr/bin/env bash
# A logical backup of one database: PGDATABASE=tracker KEEP=14 backup.sh FOLDER
# Makes FOLDER/tracker-20241124T020000Z with the dump, the roles it needs (without passwords), and a manifest: the versions, the SHA-256
# of the files, and of every table the number of rows and their digest, all of one moment. The server is named by the usual
# PGHOST, PGPORT, PGUSER, PGPASSFILE. Reads only; while it runs, the register is written to as ever.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/postgres.sh
. "$here/postgres.sh"

[ $# -eq 1 ] || die "usage: PGDATABASE=tracker [KEEP=14] backup.sh FOLDER"
folder=$1
database=${PGDATABASE:?names the database to back up}
keep=${KEEP:-14}
plain "$database"
kept "$keep"
need pg_dump pg_restore psql

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
stamp=$(date -u +%Y%m%dT%H%M%SZ)
name=$database-$stamp
[ ! -e "$folder/$name" ] || die "$folder/$name is there already."
partial=$folder/.partial-$name
mkdir "$partial"
trap 'rm -rf "$partial"' EXIT

# One snapshot for all of it: the dump's own connection sees what the digests are taken of. A dump that failed has not got its name.
partial=$partial here=$here sql "$database" --field-separator=' ' <<'SQL'
\getenv here here
\getenv partial partial
\set digests :here '/digests.sql'
\set roles :here '/roles.sql'
\set manifest :here '/manifest.sql'
\set kept_roles :partial '/roles.sql'
\set kept_manifest :partial '/about'
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv snapshot :snapshot
\! pg_dump --format=custom --snapshot="$snapshot" --file="$partial/unfinished" && mv "$partial/unfinished" "$partial/register.dump"
\o :kept_roles
\i :roles
\o :kept_manifest
\i :manifest
\i :digests
\o
COMMIT;
SQL
[ -s "$partial/register.dump" ] || die "pg_dump failed; there is no backup."
pg_restore --list "$partial/register.dump" >/dev/null

{
    echo "made $stamp"
    echo "sha256 register.dump $(sha256 "$partial/register.dump")"
    echo "sha256 roles.sql $(sha256 "$partial/roles.sql")"
    cat "$partial/about"
    awk '$1 == "table" { tables++; rows += $(NF - 1) } END { print "total", tables, "tables,", rows, "rows" }' "$partial/about"
} >"$partial/manifest"
rm "$partial/about"

sync                                # on the disk before it has its name
mv "$partial" "$folder/$name"
trap - EXIT
prune "$folder" "$keep" "$folder/$database"-????????T??????Z
echo "$folder/$name"
