#!/usr/bin/env bash
# Judges the OpenAPI document with linters, compiles the types that a TypeScript client generates from it, and checks the types of the
# page in wwwroot with them. Takes about two minutes.
# Needs Node 20 or later with npm. The versions are pinned in package.json.
set -uo pipefail
cd "$(dirname "$0")"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
export PATH="$PWD/node_modules/.bin:$PATH"
document=${1:-../../src/PartnershipTracker.Api/openapi.json}
. ../results.sh

check 'the judges are installed' npm install --no-package-lock --ignore-scripts --no-audit --no-fund
check 'Spectral finds no error or warning' spectral lint --ruleset spectral.yaml --fail-severity warn "$document"
check 'Spectral finds no error against OWASP' spectral lint --ruleset spectral-owasp.yaml --fail-severity error \
    --display-only-failures "$document"
check 'Redocly finds no error' redocly lint --config redocly.yaml "$document"
check 'openapi-typescript generates types' openapi-typescript "$document" --output schema.d.ts
check 'the generated types compile' tsc --project tsconfig.json
check 'the scripts of the page have the types of the API' tsc --project page/tsconfig.json
report
