# shellcheck shell=bash
# Read by the scripts beside it: where PostgreSQL's programs are, and how a script says that it cannot go on.

umask 077                          # what is kept here is the register: for nobody else's eyes
export LC_ALL=C PGCONNECT_TIMEOUT="${PGCONNECT_TIMEOUT:-10}" PGAPPNAME="${0##*/}"

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# A folder of programs puts itself first on the PATH. Debian's /usr/bin has wrappers of the same names, which know only Debian's clusters.
PG_BIN="${PG_BIN:-$(pg_config --bindir 2>/dev/null || true)}"
if [ -n "$PG_BIN" ] && [ -x "$PG_BIN/pg_dump" ]; then
    PATH="$PG_BIN:$PATH"
fi

# need PROGRAM…: all of them are there, and are of PostgreSQL 15 or later.
need() {
    local program version
    for program in "$@"; do
        version=$("$program" --version 2>/dev/null) ||
            die "$program does not run. Set PG_BIN to the folder of a full PostgreSQL 15 or later."
        [[ $version =~ \(PostgreSQL\)\ ([0-9]+) ]] || die "$program does not say which PostgreSQL it is of: $version"
        [ "${BASH_REMATCH[1]}" -ge 15 ] || die "$program is of PostgreSQL ${BASH_REMATCH[1]}; 15 or later is needed. Set PG_BIN."
    done
}

# sql DATABASE [OPTION…] < statements: the answers, one row a line. Ends at the first error.
sql() {
    local database=$1
    shift
    psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$database" "$@"
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum --algorithm 256 "$@"; fi | cut -d' ' -f1
}

# plain NAME: fit for the name of a database and of a file, whatever quotes it.
plain() {
    [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_-]{0,62}$ ]] || die "'$1' is not a plain name: letters, digits, _ and -."
}

# prune FOLDER KEEP NAME…: of what is whole, the newest stay; what a killed run left goes after a day.
prune() {
    local folder=$1 keep=$2
    shift 2
    local -i surplus=$(($# - keep))
    while [ "$surplus" -gt 0 ]; do
        rm -rf "${1:?}"
        shift
        surplus=$((surplus - 1))
    done
    find "$folder" -maxdepth 1 -type d -name '.partial-*' -mmin +1440 -exec rm -rf {} +
}

# A number of backups to keep, which cannot be none.
kept() {
    [[ $1 =~ ^[1-9][0-9]{0,3}$ ]] || die "KEEP is how many to keep, 1 or more; not '$1'."
}
