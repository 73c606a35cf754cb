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
dll=${TRACKER_DLL:-$(find "$api/bin" -name PartnershipTracker.Api.dll -path '*/net10.0/*' 2>/dev/null | head -n 1)}
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

# ---- servers ----

work=$(cd "$(mktemp -d)" && pwd -P)
application=
clusters=()
clean() {
    local status=$?
    [ -z "$application" ] || kill "$application" 2>/dev/null || true
    for cluster in ${clusters[@]+"${clusters[@]}"}; do
        "${as_server[@]}" pg_ctl stop --pgdata="$work/$cluster" --mode=immediate --wait >/dev/null 2>&1 || true
    done
    rm -rf "$work"
    [ -n "$finished" ] || failed=$((failed + 1)) # it broke off
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] || exit $((status > 0 ? status : 1))
}
finished=
trap clean EXIT
trap 'exit 1' INT TERM HUP

# PostgreSQL refuses root: root is somebody else in a user namespace, where files stay its own, or else is another user of the machine.
as_server=(env)
if [ "$(id -u)" = 0 ]; then
    if [ -z "${DRILL_USER:-}" ] && unshare --user --map-user=1000 --map-group=1000 -- true 2>/dev/null; then
        as_server=(unshare --user --map-user=1000 --map-group=1000 --)
    else
        user=${DRILL_USER:-$(id -un postgres 2>/dev/null || echo nobody)}
        as_server=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
        chown "$user" "$work"
    fi
fi

# Where the server's user can read them, wherever this project lies
cp -R "$here" "$work/operations"
chmod -R go+rX "$work/operations"
secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
admin_password=$(secret) owner_password=$(secret) app_password=$(secret) backup_password=$(secret)
printf '127.0.0.1:*:*:%s:%s\n' drill_admin "$admin_password" tracker_owner "$owner_password" tracker_app "$app_password" \
    drill_backup "$backup_password" >"$work/pgpass"
printf '%s' "$admin_password" >"$work/password"
[ -z "${user:-}" ] || chown "$user" "$work/pgpass" "$work/password"
export PGPASSFILE=$work/pgpass PGHOST=127.0.0.1 PGUSER=drill_admin PGDATABASE=postgres
cd "$work"

free_port() {
    local port
    while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

make_cluster() { # make_cluster NAME
    "${as_server[@]}" initdb --pgdata="$work/$1" --username=drill_admin --pwfile="$work/password" --auth=scram-sha-256 --encoding=UTF8 \
        --locale=C.UTF-8 --no-instructions --no-sync >"$work/initdb.log" 2>&1 || die "$(tail -n 5 "$work/initdb.log")"
}

start_cluster() { # start_cluster NAME: on a port that was free a moment ago; sets PGPORT
    local name=$1 attempt
    clusters+=("$name")
    for attempt in 1 2 3; do
        PGPORT=$(free_port)
        export PGPORT
        if "${as_server[@]}" pg_ctl start --pgdata="$work/$name" --wait --timeout=120 --log="$work/$name.log" \
            --options="-p $PGPORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off" >/dev/null; then
            return
        fi
    done
    die "the server does not start ($attempt attempts): $(tail -n 5 "$work/$name.log")"
}

# ---- the application ----

start_application() { # start_application PORT DATABASE
    local place="Host=127.0.0.1;Port=$1;Database=$2"
    : >"$work/application.log"
    (
        cd "$api"
        export ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS=http://127.0.0.1:0
        export ConnectionStrings__Owner="$place;Username=tracker_owner;Password=$owner_password"
        export ConnectionStrings__Tracker="$place;Username=tracker_app;Password=$app_password"
        exec dotnet "$dll"
    ) >"$work/application.log" 2>&1 &
    application=$!
    local waited=0
    until url=$(sed -n 's/.*Swagger UI: \(http.*\)\/swagger$/\1/p' "$work/application.log") && [ -n "$url" ]; do
        kill -0 "$application" 2>/dev/null || die "the application does not start: $(tail -n 5 "$work/application.log")"
        [ $((waited += 1)) -lt 600 ] || die "the application does not get ready: $(tail -n 5 "$work/application.log")"
        sleep 0.2
    done
}

stop_application() {
    kill "$application"
    wait "$application" || true
    application=
}

send() { # send STATUS METHOD PATH [BODY] [HEADER…]: the body of the answer, which must have that status
    local expected=$1 method=$2 path=$3 body=${4:-} answer header
    local headers=()
    for header in "${@:5}"; do headers+=(--header "$header"); done
    case "$body:$method" in
        :*) ;;
        *:PATCH) headers+=(--header 'Content-Type: application/merge-patch+json' --data-binary @-) ;;
        *) headers+=(--header 'Content-Type: application/json' --data-binary @-) ;;
    esac
    answer=$(curl --silent --show-error --max-time 60 --request "$method" ${headers[@]+"${headers[@]}"} --write-out '\n%{http_code}' \
        "$url/api/v1$path" <<<"$body")
    [ "${answer##*$'\n'}" = "$expected" ] || die "$method $path answered ${answer##*$'\n'} instead of $expected: ${answer%$'\n'*}"
    printf '%s\n' "${answer%$'\n'*}"
}

meeting() { # meeting TITLE: the id of a new one
    send 201 POST /meetings '{"title":{"ko":"'"$1"'"},"kind":"executive_meeting","status":"held","confidentiality":"confidential",
        "date":"2024-06~","summary":"첫째 줄\n둘째 줄, “따옴표” — ½","participants":[{"organization":"sk-group","side":"ours"},
        {"organization":"nvidia","side":"theirs"}]}' 'Change-Reason: %ED%9B%88%EB%A0%A8' | sed 's/^{"id":"\([^"]*\)".*/\1/'
}

# Status, ETag, links and body of what readers ask for: byte for byte
answers() {
    local path
    for path in /companies /affiliates /people /areas /trips /meetings '/meetings?area=hbm' /collaborations /keys \
        "/meetings/$changed" "/meetings/$changed/history" "/meetings/$deleted" "/meetings/$deleted/history" /companies/nvidia/history \
        /keys/drill /keys/drill/history; do
        echo "== $path"
        curl --silent --show-error --max-time 60 --dump-header "$work/headers" --output "$work/body" "$url/api/v1$path"
        tr -d '\r' <"$work/headers" | grep -iE '^(HTTP|etag|link|content-type)'
        sed -E 's/"traceId":"[^"]*"//' "$work/body"
        echo
    done
}

# ---- what is compared ----

digests() { sql "$1" --field-separator=' ' --file="$here/digests.sql"; }
schema() { pg_dump --schema-only --dbname="$1" | grep -vE '^(\\(un)?restrict |-- Dumped )'; }
works_with_key() { curl --silent --fail --max-time 60 --header @"$work/key" "$url/api/v1/me" | grep '"key:drill"'; }
as() { # as ROLE DATABASE STATEMENT
    PGUSER=$1 sql "$2" <<<"$3"
}

plant_fault() {
    sql "$1" <<<"SET session_replication_role = replica; UPDATE meetings SET summary = summary || '.' WHERE id = '$changed';"
}

identical_to_register() { # identical_to_register DATABASE
    digests "$1" >"$work/restored.digests"
    diff "$work/register.digests" "$work/restored.digests"
}

prove() { # prove LABEL DATABASE
    local label=$1 database=$2 log
    [ -z "$fault" ] || plant_fault "$database"
    check "$label: every table is the same, row for row" identical_to_register "$database"
    if cmp -s "$work/register.digests" "$work/restored.digests"; then
        awk '{ rows += $3 } END { print "identical: " NR " tables, " rows " rows" }' "$work/restored.digests"
    fi
    schema "$database" >"$work/restored.schema"
    check "$label: the schema is the same" diff "$work/register.schema" "$work/restored.schema"

    for log in changes audit; do
        check "$label: the application may not alter a row of $log" \
            refuses "permission denied" as tracker_app "$database" "UPDATE $log SET actor = 'somebody else';"
        check "$label: the application may not delete a row of $log" refuses "permission denied" as tracker_app "$database" "DELETE FROM $log;"
        check "$label: the application may not empty $log" refuses "permission denied" as tracker_app "$database" "TRUNCATE $log;"
        check "$label: the owner may not alter a row of $log" refuses "append-only" as tracker_owner "$database" "UPDATE $log SET actor = 'x';"
    done
    check "$label: the application may not alter tables" refuses "must be owner" as tracker_app "$database" "ALTER TABLE changes ADD x int;"

    start_application "$PGPORT" "$database"
    answers >"$work/restored.answers"
    check "$label: the API answers the same, byte for byte" diff "$work/register.answers" "$work/restored.answers"
    check "$label: the API key works with the secret that its holder has" works_with_key
    check "$label: work goes on" write_on "$database"
    stop_application
}

# What sequences and transaction ids must have come along for
write_on() {
    local id
    id=$(meeting "복구 후 회동")
    send 200 GET "/meetings/$id/history" | grep '"operation":"create"' || return 1
    sql "$1" <<<"SELECT 'in order' FROM changes WHERE resource_id = '$id' AND sequence = (SELECT max(sequence) FROM changes)
        AND transaction = (SELECT transaction FROM changes ORDER BY transaction DESC LIMIT 1);" | grep 'in order'
}

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
stop_application
digests tracker >"$work/register.digests"
schema tracker >"$work/register.schema"

# ---- the backups, and a mishap ----

backup=$(PGUSER=drill_backup PGDATABASE=tracker KEEP=1 "$here/backup.sh" "$work/logical")
no_secret() {
    local secret
    secret=$(sed 's/.* //' "$work/key")
    pg_restore --file=- "$backup/register.dump" | cat - "$backup/roles.sql" "$backup/manifest" >"$work/plain"
    [ -s "$work/plain" ] && [ "${#secret}" -gt 20 ] || return 1
    ! grep --fixed-strings -e "$secret" -e "$app_password" -e "$owner_password" -e 'SCRAM-SHA-256$' "$work/plain"
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
check "a backup that is not what its digests say is refused" refuses "is dropped again" broken manifest sed 's/^\(table public.people [0-9]* \).*/\10/'
check "nothing is left of what was refused" test -z "$(sql postgres <<<"SELECT datname FROM pg_database WHERE datname = 'broken';")"
check "the logical backup is restored" "$here/restore.sh" "$backup" restored
check "no database is overwritten" refuses "already exists" "$here/restore.sh" "$backup" restored
sql postgres <<SQL
ALTER ROLE tracker_owner PASSWORD '$owner_password';
ALTER ROLE tracker_app PASSWORD '$app_password';
SQL
prove "logical backup" restored
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
