# shellcheck shell=bash disable=SC2154
# Read by restore-drill.sh: what a restored register must have in common with the one that was lost.

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

prove() { # prove LABEL DATABASE [STEP]: the step comes between the comparison of the tables and the start of the application
    local label=$1 database=$2 log
    [ -z "$fault" ] || plant_fault "$database"
    check "$label: every table is the same, row for row" identical_to_register "$database"
    if cmp -s "$work/register.digests" "$work/restored.digests"; then
        awk '{ rows += $(NF - 1) } END { print "identical: " NR " tables, " rows " rows" }' "$work/restored.digests"
    fi
    schema "$database" >"$work/restored.schema"
    check "$label: the schema is the same" diff "$work/register.schema" "$work/restored.schema"

    for log in changes audit; do
        check "$label: the application may not alter a row of $log" \
            refuses "permission denied" as tracker_app "$database" "UPDATE $log SET actor = 'somebody else';"
        check "$label: the application may not delete a row of $log" \
            refuses "permission denied" as tracker_app "$database" "DELETE FROM $log;"
        check "$label: the application may not empty $log" \
            refuses "permission denied" as tracker_app "$database" "TRUNCATE $log;"
        check "$label: the owner may not alter a row of $log" \
            refuses "append-only" as tracker_owner "$database" "UPDATE $log SET actor = 'x';"
    done
    check "$label: the application may not alter tables" refuses "must be owner" as tracker_app "$database" "ALTER TABLE changes ADD x int;"

    [ $# -lt 3 ] || "$3" "$database"
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
