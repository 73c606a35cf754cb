# shellcheck shell=bash disable=SC2154
# Read by restore-drill.sh: the application on one of the databases, and what is asked of it.

run_application() { # run_application PORT DATABASE [ARGUMENT…]
    local place="Host=127.0.0.1;Port=$1;Database=$2"
    cd "$api" || exit
    export ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS=http://127.0.0.1:0
    export ConnectionStrings__Owner="$place;Username=tracker_owner;Password=$owner_password"
    export ConnectionStrings__Tracker="$place;Username=tracker_app;Password=$app_password"
    exec dotnet "$dll" "${@:3}"
}

migrate() { # migrate PORT DATABASE [OPTION…]
    (run_application "$1" "$2" migrate "${@:3}")
}

start_application() { # start_application PORT DATABASE
    : >"$work/application.log"
    (run_application "$1" "$2") >"$work/application.log" 2>&1 &
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

# Status, ETag, links and body of what readers ask for: byte for byte, except for the part of a weak ETag that is encrypted anew
answers() {
    local path
    for path in /companies /affiliates /people /areas /trips /meetings '/meetings?area=hbm' /collaborations /keys \
        "/meetings/$changed" "/meetings/$changed/history" "/meetings/$deleted" "/meetings/$deleted/history" /companies/nvidia/history \
        /keys/drill /keys/drill/history; do
        echo "== $path"
        curl --silent --show-error --max-time 60 --dump-header "$work/headers" --output "$work/body" "$url/api/v1$path"
        tr -d '\r' <"$work/headers" | grep -iE '^(HTTP|etag|link|content-type)' | sed -E 's/^(etag: W\/"[^."]*)\.[^"]*/\1/I'
        sed -E 's/"traceId":"[^"]*"//' "$work/body"
        echo
    done
}
