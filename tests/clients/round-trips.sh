#!/usr/bin/env bash
# Generates clients from the served OpenAPI document, compiles them, and lets each create, read, list, patch and delete a company:
# round-trips.sh [nswag] [openapi-typescript] [hey-api] [orval]; without names, all four. Needs the built application, `dotnet tool
# restore`, and Node 20 with npm. hey-api and orval are fetched when they run.
set -uo pipefail
cd "$(dirname "$0")"
. ../results.sh
root=$(cd ../.. && pwd)
export PATH="$PWD/node_modules/.bin:$PATH"
[ $# -gt 0 ] || set -- nswag openapi-typescript hey-api orval
folder=$(mktemp -d)
end() {
    kill "$application" 2> /dev/null && wait "$application"
    rm -rf "$folder"
}
trap end EXIT

(cd "$root/src/PartnershipTracker.Api" && LocalPostgres__Folder="$folder/postgres" ASPNETCORE_ENVIRONMENT=Development \
    exec dotnet bin/Debug/net10.0/PartnershipTracker.Api.dll --urls http://127.0.0.1:0) > "$folder/log" 2>&1 &
application=$!
until address=$(sed -n 's/.*Swagger UI: \(http.*\)\/swagger$/\1/p' "$folder/log") && [ -n "$address" ]; do
    kill -0 "$application" || { cat "$folder/log"; exit 1; }
    sleep 0.5
done

typescript() { # typescript NAME: compiles the round trip of a client and runs it
    tsc --strict --target es2022 --module node16 --types node --rootDir . --outDir obj/output "$1.ts" &&
        node "obj/output/$1.js" "$address"
}

nswag() {
    dotnet tool run nswag openapi2csclient "/input:$address/openapi/v1.json" /output:obj/nswag/TrackerClient.cs /namespace:Tracker \
        /className:TrackerClient /jsonLibrary:SystemTextJson /generateNullableReferenceTypes:true /generateOptionalParameters:true \
        /useBaseUrl:false /operationGenerationMode:SingleClientFromOperationId &&
        dotnet run --project nswag -- "$address"
}

openapi-typescript() {
    command openapi-typescript "$address/openapi/v1.json" --output obj/openapi-typescript/schema.d.ts &&
        typescript openapi-typescript
}

hey-api() {
    npx --yes --package typescript@5.9.3 --package @hey-api/openapi-ts@0.80.0 openapi-ts --input "$address/openapi/v1-3.0.json" \
        --output obj/hey-api --client @hey-api/client-fetch --no-log-file && typescript hey-api
}

orval() {
    npx --yes orval@7.13.0 --input "$address/openapi/v1.json" --output obj/orval/api.ts --client fetch && typescript orval
}

[ "$*" = nswag ] || check 'the packages are installed' npm install --no-package-lock --ignore-scripts --no-audit --no-fund
for client in "$@"; do
    check "round trip of $client" "$client"
done
report
