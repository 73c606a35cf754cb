#!/usr/bin/env bash
# A logical backup becomes a new database: restore.sh BACKUP NEW_DATABASE
# BACKUP is a folder that backup.sh made. The database must not exist: nothing is ever restored over something else. The server is named
# by PGHOST, PGPORT, PGUSER (a superuser, or one that may create roles and databases), PGPASSFILE. Ends with 0 only if every table is
# the same, row for row, as the manifest says; else there is no new database.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/postgres.sh
. "$here/postgres.sh"

[ $# -eq 2 ] || die "usage: restore.sh BACKUP NEW_DATABASE"
backup=$1
new=$2
plain "$new"
need pg_restore psql
maintenance=${PGDATABASE:-postgres}
made=

drop() {
    [ -z "$made" ] || sql "$maintenance" --set=new="$new" <<<'DROP DATABASE :"new";' ||
        echo "The unfinished database $new could not be dropped." >&2
    rm -rf "$work"
}
work=$(mktemp -d)
trap drop EXIT

said() {
    sed -n "s/^$1 //p" "$backup/manifest"
}

# The manifest is written last, and its totals last of all: without them, or with other files beside it, this is no backup.
if [ ! -f "$backup/manifest" ] || [ -z "$(said total)" ]; then
    die "$backup is not a whole backup: its manifest is missing or cut off."
fi
for file in register.dump roles.sql; do
    [ "$(said "sha256 $file")" = "$(sha256 "$backup/$file")" ] || die "$backup/$file is not what was backed up: its SHA-256 differs."
done

before=$(sql "$maintenance" <<<'SELECT rolname FROM pg_roles ORDER BY 1;')
sql "$maintenance" --file="$backup/roles.sql"
sql "$maintenance" --set=new="$new" <<<"CREATE DATABASE :\"new\" TEMPLATE template0 $(said options);"
made=yes
pg_restore --exit-on-error --single-transaction --dbname="$new" "$backup/register.dump"

# The change log is read in the order of transaction ids. A server that is younger than the log counts on from where the log ends: its
# own ids would be before those, and what reads the log from where it left off would miss them. The last one leaves a trace in the WAL.
sql "$new" <<'SQL'
DO $$
DECLARE
    place record;
    found xid8;
    top xid8 := '0';
BEGIN
    FOR place IN
        SELECT a.attname, c.oid::regclass AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.atttypid = 'xid8'::regtype AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('SELECT %1$I FROM %2$s WHERE %1$I IS NOT NULL ORDER BY 1 DESC LIMIT 1', place.attname, place.name) INTO found;
        top := greatest(top, coalesce(found, '0'::xid8));
    END LOOP;
    COMMIT;
    WHILE pg_current_xact_id() <= top LOOP
        COMMIT;
    END LOOP;
    PERFORM pg_logical_emit_message(true, 'restore', '');
END $$;
ANALYZE;
SQL

sed -n '/^table /p' "$backup/manifest" >"$work/backed-up"
sql "$new" --field-separator=' ' --file="$here/digests.sql" >"$work/restored"
if ! diff "$work/backed-up" "$work/restored" >"$work/difference"; then
    cat "$work/difference" >&2
    die "what was restored is not what was backed up (< as backed up, > as restored): $new is dropped again."
fi

made=
sql "$maintenance" <<<'SELECT rolname FROM pg_roles ORDER BY 1;' |
    { grep --fixed-strings --line-regexp --invert-match "$before" || true; } |
    while read -r role; do echo "New role, still without a password: \\password $role"; done
echo "$new is as it was backed up at $(said made): $(said total)."
