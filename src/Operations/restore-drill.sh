#!/usr/bin/env bash
# Proves that the backups can be restored, by restoring them: restore-drill.sh [--plant-fault]
# Needs a full PostgreSQL 15 or later (PG_BIN, pg_config or PATH), the .NET 10 SDK or runtime, and curl. Touches nothing but a folder of
# its own, where it makes three servers on loopback: the register, filled by the application itself; a new server for the logical backup;
# another for base backup and WAL, at a moment before a mishap. Then it compares tables, schema and the answers of the API.
# --plant-fault alters one row of each restored register: the drill must then fail.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
api=$here/../PartnershipTracker.Api
for hint in "${!PG@}"; do          # meant for other servers
    [ "$hint" = PG_BIN ] || unset "$hint"
done
# shellcheck source=SCRIPTDIR/postgres.sh
. "$here/postgres.sh"

case "$*" in
    "") fault= ;;
    --plant-fault) fault=yes ;;
    *) die "usage: restore-drill.sh [--plant-fault]" ;;
esac
need initdb postgres pg_ctl pg_dump pg_restore psql pg_basebackup pg_verifybackup pg_archivecleanup
command -v curl >/dev/null || die "curl is needed."
newest() { # the last build: an older one may have another schema
    find "$api/bin" -name PartnershipTracker.Api.dll -path '*/net10.0/*' -printf '%T@ %p\n' 2>/dev/null | sort -rn | sed 's/^[^ ]* //;q'
}
dll=${TRACKER_DLL:-$(newest)}
if [ -z "$dll" ]; then
    dotnet build "$api" >&2
    dll=$api/bin/Debug/net10.0/PartnershipTracker.Api.dll
fi

passed=0
failed=0
check() { # check SENTENCE COMMAND…
    local sentence=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
        echo "ok    $sentence"
    else
        failed=$((failed + 1))
        echo "FAIL  $sentence"
        head -n 8 "$work/said" | cut -c 1-200 | sed 's/^/      /'
    fi
}

refuses() { # refuses WORDS COMMAND…: fails, and says these words
    local words=$1 answer
    shift
    if answer=$("$@" 2>&1); then
        echo "It was allowed: $answer"
        return 1
    fi
    grep --fixed-strings -- "$words" <<<"$answer"
}

# shellcheck source=SCRIPTDIR/drill/servers.sh
. "$here/drill/servers.sh"
# shellcheck source=SCRIPTDIR/drill/application.sh
. "$here/drill/application.sh"
# shellcheck source=SCRIPTDIR/drill/proof.sh
. "$here/drill/proof.sh"

# ---- a register ----

mkdir archive base logical
chmod 700 archive base logical
[ -z "${user:-}" ] || chown "$user" archive base
make_cluster register
printf '%s\n' "archive_mode = on" "archive_command = '$work/operations/archive-wal.sh \"%p\" %f $work/archive'" \
    >>"$work/register/postgresql.conf"
start_cluster register
echo "PostgreSQL $(sql postgres <<<'SHOW server_version;'), the application $(basename "$dll"), in $work"
sql postgres <<SQL
CREATE ROLE tracker_owner LOGIN CREATEROLE PASSWORD '$owner_password';
CREATE ROLE drill_backup LOGIN REPLICATION PASSWORD '$backup_password';
GRANT pg_read_all_data TO drill_backup;
CREATE DATABASE tracker OWNER tracker_owner;
SQL
# A register is older than the server that it is restored on: its transaction ids are higher
sql tracker <<<'DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$;'
register_port=$PGPORT
start_application "$register_port" tracker
changed=$(meeting "기저 백업 전 회동")

base=$("${as_server[@]}" env PGUSER=drill_backup "$work/operations/base-backup.sh" "$work/base" "$work/archive")

# After the base backup: these are in the WAL only
deleted=$(meeting "지울 회동")
send 204 DELETE "/meetings/$deleted" '' 'If-Match: "1"' 'Change-Reason: mistaken' >/dev/null
send 200 PATCH "/meetings/$changed" '{"title":{"ko":"기저 백업 후 회동"}}' 'If-Match: "1"' >/dev/null
send 201 POST /keys '{"id":"drill","description":"훈련","scopes":["read"],"clearance":"internal"}' >"$work/issued"
sed 's/.*"secret":"\([^"]*\)".*/Authorization: Bearer \1/' "$work/issued" >"$work/key"
check "the register: an API key works" works_with_key
answers >"$work/register.answers"
holds() { # holds WORDS…: the answers have them all, so that equal ones say something
    local words
    for words in "$@"; do grep --fixed-strings --max-count=1 -- "$words" "$work/register.answers" || return 1; done
}
check "the register: Korean, a change after the base backup, a deletion and a key" \
    holds '"SK그룹"' '"기저 백업 후 회동"' '"operation":"update"' '"operation":"delete"' '"key:drill"' '"훈련"'
stop_application
digests tracker >"$work/register.digests"
schema tracker >"$work/register.schema"

# ---- the backups, and a mishap ----

backup=$(PGUSER=drill_backup PGDATABASE=tracker KEEP=1 "$here/backup.sh" "$work/logical")
no_secret() {
    printf '%s\n' "$(sed 's/.* //' "$work/key")" "$app_password" "$owner_password" "$backup_password" 'SCRAM-SHA-256$' >"$work/secrets"
    pg_restore --file=- "$backup/register.dump" | cat - "$backup/roles.sql" "$backup/manifest" >"$work/plain"
    if ! grep --quiet 'COPY public.api_key_secrets' "$work/plain" ||
        grep --quiet --invert-match --extended-regexp '.{14}' "$work/secrets"; then
        return 1 # there would be nothing to find, or nothing to look for
    fi
    ! grep --fixed-strings --file="$work/secrets" "$work/plain"
}
check "the backup holds no usable secret" no_secret
in_private() { [ -z "$(find "$work/logical" "$work/base" "$work/archive" -type f -perm /077 | head -n 1)" ]; }
check "the backups are readable to nobody else" in_private
moment=$(sql tracker <<<'SELECT clock_timestamp();')
sleep 0.1
sql tracker <<<'SET client_min_messages = warning; DROP TABLE meetings CASCADE;'
last=$(sql tracker <<<'SELECT pg_walfile_name(pg_switch_wal());')
for ((waited = 0; waited < 300; waited++)); do
    [ ! -e "$work/archive/$last" ] || break
    sleep 0.2
done
check "the last WAL file is archived" test -e "$work/archive/$last"
echo another >"$work/another"
check "archived WAL is never overwritten" refuses "is there already" "$here/archive-wal.sh" "$work/another" "$last" "$work/archive"
check "the same WAL file may come twice" "$here/archive-wal.sh" "$work/archive/$last" "$last" "$work/archive"
"${as_server[@]}" pg_ctl stop --pgdata="$work/register" --mode=immediate --wait >/dev/null

# ---- from the logical backup, on a server that knows nothing ----

make_cluster new
start_cluster new
broken() { # broken FILE COMMAND…: refused with this file of the backup as the command leaves it
    local copy=$work/broken file=$1
    shift
    rm -rf "$copy"
    cp -R "$backup" "$copy"
    "$@" <"$backup/$file" >"$copy/$file"
    "$here/restore.sh" "$copy" broken
}
check "a backup whose manifest is cut off is refused" refuses "not a whole backup" broken manifest sed '/^total/d'
check "a backup with an altered dump is refused" refuses "is not what was backed up" broken register.dump sed '1s/P/Q/'
check "a backup that is not what its digests say is refused" refuses "is dropped again" \
    broken manifest sed 's/^\(table public.people [0-9]* \).*/\10/'
check "nothing is left of what was refused" test -z "$(sql postgres <<<"SELECT datname FROM pg_database WHERE datname = 'broken';")"
check "the logical backup is restored" "$here/restore.sh" "$backup" restored
check "no database is overwritten" refuses "already exists" "$here/restore.sh" "$backup" restored
sql postgres <<SQL
ALTER ROLE tracker_owner PASSWORD '$owner_password';
ALTER ROLE tracker_app PASSWORD '$app_password';
SQL
accept_server() { # accept_server DATABASE: which was served from another one
    check "logical backup: another server is refused" refuses "migrate --accept-server" migrate "$PGPORT" "$1"
    check "logical backup: another server is accepted when the operator says so" migrate "$PGPORT" "$1" --accept-server
}
prove "logical backup" restored accept_server
"${as_server[@]}" pg_ctl stop --pgdata="$work/new" --mode=immediate --wait >/dev/null

# ---- from base backup and WAL, at the moment before the mishap ----

check "base backup and WAL make the data of a server" \
    "${as_server[@]}" "$work/operations/point-in-time.sh" "$base" "$work/archive" "$work/earlier" "$moment"
check "no data is overwritten" refuses "is there already" \
    "${as_server[@]}" "$work/operations/point-in-time.sh" "$base" "$work/archive" "$work/earlier" "$moment"
start_cluster earlier
until [ "$(sql postgres <<<'SELECT pg_is_in_recovery();')" = f ]; do sleep 0.2; done
prove "point in time" tracker

finished=yes
