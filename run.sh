#!/usr/bin/env bash
# Every command a person needs. A command is a function; the comment above it is its help line.
set -euo pipefail

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cd "$root"
home=$(realpath -m "${WEBGIS_HOME:-var}")
port=${WEBGIS_PORT:-8000}
export WEBGIS_HOME=$home WEBGIS_PORT=$port

source deploy/setup/steps.sh
source deploy/setup/packages.sh
source deploy/setup/serving.sh

#: up [--city dc|shenzhen|none]   Set up what is missing, load the demo city, serve in the foreground
up() {
    choose_city "$@"
    claim_port
    begin_setup "$([[ $WEBGIS_CITY == none ]] && echo 5 || echo 6)"
    setup_for serving
    own_cluster
    run_step database "Database" "$(database_hint)" .venv/bin/webgis migrate
    if [[ $WEBGIS_CITY != none ]]; then
        run_step demo "Demo city" "$(database_hint) --city none serves without one." .venv/bin/webgis demo load
    fi
    end_setup
    serve_until_told
}

#: setup [--test]                 Only set up (with --test also what the tests need)
setup() {
    local purpose=serving
    [[ ${1:-} == --test ]] && purpose=testing
    begin_setup 4
    setup_for "$purpose"
    end_setup
}

#: serve [--role web|events|worker]  Serve without loading anything
serve() {
    [[ $# -gt 0 ]] || claim_port
    exec .venv/bin/webgis serve "$@"
}

#: test [--all] [pytest options]  Check style and types, run all tests (--all: the long drills too)
test() {
    local chosen=(-m "not drill") failed=0
    if [[ ${1:-} == --all ]]; then
        chosen=()
        shift
    fi
    setup --test
    checks || failed=1
    echo
    .venv/bin/python -m pytest -n 2 --dist loadfile "${chosen[@]}" "$@" || failed=$?
    return "$failed"
}

#: lint [--fix]                   Check style and types only (--fix mends what can be mended)
lint() {
    setup --test
    if [[ ${1:-} == --fix ]]; then
        .venv/bin/ruff check -q --fix . || true
        .venv/bin/ruff format -q .
        npm_run format || true
    fi
    checks
}

#: bench [name]                   Measure speed: every program in tests/bench, or one
bench() {
    setup --test
    local program
    for program in tests/bench/bench_*"${1:-}"*.py; do
        echo "== $program"
        .venv/bin/python "$program"
    done
}

#: migrate [revision] [--down]    Bring the database's tables to the newest or the given revision
migrate() { .venv/bin/webgis migrate "$@"; }

#: demo [--city dc|shenzhen]      Load a demo city
demo() { .venv/bin/webgis demo load "$@"; }

#: db start|stop|status|upgrade|shell|url   The embedded database
db() { .venv/bin/webgis db "$@"; }

#: help                           Show this list
help() {
    echo "Usage: ./run.sh COMMAND"
    sed -n 's/^#: /  /p' "$root/run.sh"
    echo
    echo "Settings: WEBGIS_PORT (8000), WEBGIS_HOME (./var), WEBGIS_DATABASE_URL (empty: own database),"
    echo "WEBGIS_CITY, WEBGIS_PYTHON; all of them are in docs/operations.md."
}

# What lint and test share: each check runs to its end, so that one run shows everything wrong.
checks() {
    local failed=0
    check "ruff check" .venv/bin/ruff check --output-format concise . || failed=1
    check "ruff format" .venv/bin/ruff format --check . || failed=1
    check "mypy" .venv/bin/python -m mypy || failed=1
    check "biome and tsc" npm_run lint || failed=1
    if [[ ${FUNCNAME[1]} == test ]]; then
        check "vitest" npm_run test || failed=1
    fi
    return "$failed"
}

command=${1:-help}
case $command in
    up | setup | serve | test | lint | bench | migrate | demo | db | help) shift || true ;;
    -h | --help) command=help ;;
    *)
        echo "There is no command $command." >&2
        help >&2
        exit 2
        ;;
esac
"$command" "$@"
