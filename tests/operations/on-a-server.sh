#!/usr/bin/env bash
# Runs the steps of "Run on a server" in docs/operations.md as they are written, against a fresh PostgreSQL, with a certificate of its own.
# Only the first step, the values of the reader, is replaced. It ends with a request over HTTPS to an empty register.
# Needs openssl, curl, psql and PostgreSQL 15 or later (PG_BIN names its folder), and the free ports 5081, 55081 and 55443.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${PG_BIN:-$(pg_config --bindir)}
folder=$(mktemp -d)

end() {
  status=$?
  trap '' TERM
  [ "$status" = 0 ] || tail -n 20 "$folder/output" >&2
  kill $(jobs -p) 2>/dev/null || true
  wait
  rm -rf "$folder"
}
trap end EXIT

# PostgreSQL refuses root.
unprivileged=(env)
[ "$(id -u)" != 0 ] || unprivileged=(unshare -U --map-user=1000 --map-group=1000)

export PGPASSWORD=superuser PGHOST=127.0.0.1 PGPORT=55081
echo "$PGPASSWORD" > "$folder/password"
"${unprivileged[@]}" "$bin/initdb" -D "$folder/data" -U postgres --auth=scram-sha-256 --pwfile="$folder/password" > "$folder/initdb.log"
"${unprivileged[@]}" "$bin/postgres" -D "$folder/data" -p "$PGPORT" -c listen_addresses=127.0.0.1 -k "$folder" > "$folder/postgres.log" 2>&1 &
until "$bin/pg_isready" -q; do sleep 0.2; done

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout "$folder/tls.key" -out "$folder/tls.pem" 2> /dev/null
export CURL_CA_BUNDLE=$folder/tls.pem no_proxy='*' PATH="$bin:$PATH"
DB_TLS='SSL Mode=Disable' NAME=localhost PORT=55443 CERTIFICATE=$folder/tls.pem CERTIFICATE_KEY=$folder/tls.key

# The blocks are indented below the numbers of their steps.
steps() {
  awk '/^## /{ here = /^## Run on a server$/ } !here { next }
    /^ *```sh$/ { block++; inside = 1; next } /^ *```$/ { inside = 0; next }
    inside && block > 1 { sub(/^   /, ""); print }' "$root/docs/operations.md"
}

cd "$root"
steps | sed "s| -o app\$| -o $folder/app|; s|\\bapp/Partner|$folder/app/Partner|" > "$folder/steps.sh"
grep -q '^dotnet publish' "$folder/steps.sh"
grep -q '^curl .*https://' "$folder/steps.sh"
. "$folder/steps.sh" > "$folder/output" 2>&1
tail -n 1 "$folder/output"
tail -n 1 "$folder/output" | grep -qF '"items":[]'
