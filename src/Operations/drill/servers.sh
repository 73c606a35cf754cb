# shellcheck shell=bash disable=SC2154
# Read by restore-drill.sh: its folder, and the servers in it, which end with it.

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

# PostgreSQL refuses root: root is somebody else in a user namespace, where files stay its own, or else is another user of the
# machine (DRILL_USER names one).
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
cd "$work" || exit

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
