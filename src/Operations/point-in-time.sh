#!/usr/bin/env bash
# A base backup and the archived WAL become the data of a new server, as it was at a moment:
#   point-in-time.sh BASE ARCHIVE NEW_DATA ['2024-11-24 09:41:00+09']
# NEW_DATA must not exist. Without a time, up to the last WAL file. Run it as the user that PostgreSQL runs as, then start PostgreSQL on
# NEW_DATA: it replays the WAL and is then an ordinary server. It archives nothing until you decide that it is the register from now
# on: then take out the lines at the end of its postgresql.auto.conf, restart it and make a new base backup.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/postgres.sh
. "$here/postgres.sh"

[ $# -eq 3 ] || [ $# -eq 4 ] || die "usage: point-in-time.sh BASE ARCHIVE NEW_DATA [TIME]"
base=$1
archive=$(cd "$2" && pwd)
data=$3
time=${4:-}
[[ $time =~ ^([0-9]{4}-[0-9]{2}-[0-9]{2}[T\ ][0-9:.]+(Z|[+-][0-9:]+))?$ ]] ||
    die "a time is 2024-11-24 09:41:00+09, with its offset; not '$time'."
[[ $archive != *[\'\"%\\]* ]] || die "the path of the archive has a quote, a % or a backslash in it."
[ ! -e "$data" ] || die "$data is there already; nothing is restored over it."
need pg_verifybackup
pg_verifybackup --quiet "$base"

cp -R "$base" "$data.partial"
{
    echo
    echo "# Recovery, by point-in-time.sh"
    echo "archive_mode = off"
    echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
    echo "recovery_target_timeline = 'latest'"
    echo "recovery_target_action = 'promote'"
    [ -z "$time" ] || echo "recovery_target_time = '$time'"
} >>"$data.partial/postgresql.auto.conf"
touch "$data.partial/recovery.signal"
chmod 700 "$data.partial"
mv "$data.partial" "$data"
echo "$data is ready: start PostgreSQL on it."
