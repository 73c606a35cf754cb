# Counts checks of a script that sources this file, and prints their results as `dotnet test` does.
passed=0
failed=0
output=$(mktemp)

check() { # a name, and a command that fails if what the name says does not hold; its output is printed then
    if "${@:2}" > "$output" 2>&1; then
        passed=$((passed + 1))
        echo "  Passed $1"
    else
        failed=$((failed + 1))
        echo "  Failed $1"
        tail -n 100 "$output"
    fi
}

report() { # the last line of the script, which fails if a check failed
    rm -f "$output"
    [ "$failed" -eq 0 ] && local result=Passed || local result=Failed
    echo "$result!  - Failed: $failed, Passed: $passed"
    [ "$failed" -eq 0 ]
}
