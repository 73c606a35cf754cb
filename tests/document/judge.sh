#!/usr/bin/env bash
# Judges the OpenAPI document with linters, and compiles the types that a TypeScript client generates from it. Takes about two minutes.
# Needs Node 20 or later with npm. The versions are pinned in package.json.
set -uo pipefail
cd "$(dirname "$0")"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
export PATH="$PWD/node_modules/.bin:$PATH"
document=${1:-../../src/PartnershipTracker.Api/openapi.json}
output=$(mktemp)
trap 'rm -f "$output"' EXIT
passed=0
failed=0

judge() { # a name, and a command that fails if the document does
    if "${@:2}" > "$output" 2>&1; then
        passed=$((passed + 1))
        echo "  Passed $1"
    else
        failed=$((failed + 1))
        echo "  Failed $1"
        tail -n 100 "$output"
    fi
}

judge 'the judges are installed' npm install --no-package-lock --ignore-scripts --no-audit --no-fund
judge 'Spectral finds no error or warning' spectral lint --ruleset spectral.yaml --fail-severity warn "$document"
judge 'Spectral finds no error against OWASP' spectral lint --ruleset spectral-owasp.yaml --fail-severity error \
    --display-only-failures "$document"
judge 'Redocly finds no error' redocly lint --config redocly.yaml "$document"
judge 'openapi-typescript generates types' openapi-typescript "$document" --output schema.d.ts
judge 'the generated types compile' tsc --project tsconfig.json

[ "$failed" -eq 0 ] && result=Passed || result=Failed
echo "$result!  - Failed: $failed, Passed: $passed"
[ "$failed" -eq 0 ]
