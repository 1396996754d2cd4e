# shellcheck shell=bash disable=SC2154 # run.sh sets root, home and port
# Serving in the foreground: everything that this run started ends with it.

owner_note=
server=

choose_city() {
    export WEBGIS_CITY=${WEBGIS_CITY:-dc}
    if [[ ${1:-} == --city ]]; then
        WEBGIS_CITY=${2:-}
    elif [[ -n ${1:-} ]]; then
        WEBGIS_CITY=${1#--city=}
    fi
    case $WEBGIS_CITY in
        dc | shenzhen | none) ;;
        *)
            echo "There is no city '$WEBGIS_CITY': use --city dc, shenzhen or none." >&2
            exit 2
            ;;
    esac
}

# claim_port: the lock tells two starts apart before either of them listens.
claim_port() {
    local each
    mkdir -p "$home"
    exec 8>"$home/serve-$port.lock"
    if ! flock -n 8; then
        refuse "Another ./run.sh serves or is about to serve http://127.0.0.1:$port"
    fi
    for each in "$port" "$((port + 1))"; do
        if (exec 3<>"/dev/tcp/127.0.0.1/$each") 2>/dev/null; then
            refuse "Port $each is in use"
        fi
    done
}

refuse() {
    echo "$1. For another port: WEBGIS_PORT=8100 ./run.sh up" >&2
    exit 1
}

database_hint() {
    if [[ -n ${WEBGIS_DATABASE_URL:-} ]]; then
        echo "Check that the server in WEBGIS_DATABASE_URL answers and has PostGIS."
    else
        echo "See $home/log/postgres.log; ./run.sh db status shows the state."
    fi
}

# The note says whose run started the cluster, so that the next run also stops one left by a
# run that was killed, but never one that a person started with `db start`.
own_cluster() {
    local note=$home/pg.started-by owner
    [[ -z ${WEBGIS_DATABASE_URL:-} ]] || return 0
    if owner=$(cat "$note" 2>/dev/null) && grep -qz 'run\.sh' "/proc/$owner/cmdline" 2>/dev/null; then
        return
    fi
    if [[ -e $note ]] || ! cluster_is_running; then
        echo $$ >"$note"
        owner_note=$note
    fi
}

# Without starting Python: `db status` is exact, this only decides who stops the cluster.
cluster_is_running() {
    local folder=$home pid
    if [[ -e $home/pg.location ]]; then folder=$(<"$home/pg.location"); fi
    pid=$(head -n 1 "$folder/pg/postmaster.pid" 2>/dev/null) || return 1
    [[ $(cat "/proc/$pid/comm" 2>/dev/null) == postgres ]]
}

release_cluster() {
    [[ -n $owner_note ]] || return 0
    .venv/bin/webgis db stop
    rm -f "$owner_note"
    owner_note=
}

serve_until_told() {
    local status=0 told=0
    trap 'told=130; stop_server' INT
    trap 'told=143; stop_server' TERM HUP
    # If this shell is killed, the kernel tells the server, which ends its children.
    setpriv --pdeathsig TERM .venv/bin/webgis serve &
    server=$!
    announce &
    while kill -0 "$server" 2>/dev/null; do
        status=0
        wait "$server" || status=$?
    done
    trap '' INT TERM HUP
    release_cluster
    exit "$((told ? told : status))"
}

stop_server() {
    kill -TERM "$server" 2>/dev/null || true
}

announce() {
    local began_at=$SECONDS
    while kill -0 "$server" 2>/dev/null && ((SECONDS - began_at < 120)); do
        if is_healthy; then
            echo "Wangge is at http://127.0.0.1:$port (ready after $((SECONDS - setup_began_at)) s). Ctrl-C ends it."
            return
        fi
        sleep 0.2
    done
}

is_healthy() {
    local answer
    {
        exec 3<>"/dev/tcp/127.0.0.1/$port" &&
            printf 'GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3 &&
            read -r -t 5 answer <&3 && [[ $answer == *" 200 "* ]]
    } 2>/dev/null
}
