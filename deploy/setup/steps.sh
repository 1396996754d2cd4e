# shellcheck shell=bash disable=SC2154,SC2034,SC2119,SC2120 # run.sh sets root, home and port
# Numbered steps with a log each: what runs, for how long, and what to do when it fails.

log_folder=$home/log
step_number=0
step_total=0
declare -A step_of=() label_of=() hint_of=() begun_at=() # by process id

# begin_setup TOTAL: one set-up at a time for one WEBGIS_HOME.
begin_setup() {
    step_total=$1
    setup_began_at=$SECONDS
    mkdir -p "$log_folder"
    exec 9>"$home/setup.lock"
    if ! flock -n 9; then
        echo "Another ./run.sh is setting up; waiting for it ..."
        flock 9
    fi
    trap 'interrupt_setup 130' INT
    trap 'interrupt_setup 143' TERM HUP
}

end_setup() {
    trap - INT TERM HUP
    exec 9>&-
}

# skip_step LABEL: say that there is nothing to do.
skip_step() {
    step_number=$((step_number + 1))
    printf '[%d/%d] %-16s ready\n' "$step_number" "$step_total" "$1"
}

# start_step NAME LABEL HINT COMMAND...: run in the background, in a process group of its own.
# It inherits the lock: if this shell is killed, the next one waits until the step has ended.
start_step() {
    local name=$1 label=$2 hint=$3
    shift 3
    step_number=$((step_number + 1))
    printf '[%d/%d] %-16s ...\n' "$step_number" "$step_total" "$label"
    set -m
    (
        set +m
        exec 8>&- # the claim of the port ends with this shell
        "$@"
    ) >"$log_folder/setup-$name.log" 2>&1 </dev/null &
    set +m
    step_of[$!]="$step_number $name"
    label_of[$!]=$label
    hint_of[$!]=$hint
    begun_at[$!]=$SECONDS
}

run_step() {
    start_step "$@"
    wait_for_steps
}

# wait_for_steps [NAME]: wait for all or for one; say every 10 seconds what they are at.
wait_for_steps() {
    local pid spoken_at=$SECONDS
    while is_running "${1:-}"; do
        for pid in "${!step_of[@]}"; do
            if ! kill -0 "$pid" 2>/dev/null; then
                finish_step "$pid"
            fi
        done
        if ((SECONDS - spoken_at >= 10)); then
            spoken_at=$SECONDS
            for pid in "${!step_of[@]}"; do tell_progress "$pid"; done
        fi
        sleep 0.1
    done
}

is_running() {
    if [[ -z $1 ]]; then ((${#step_of[@]})); else [[ " ${step_of[*]} " == *" $1 "* ]]; fi
}

finish_step() {
    local pid=$1 number name status=0
    read -r number name <<<"${step_of[$pid]}"
    wait "$pid" || status=$?
    unset "step_of[$pid]"
    if ((status)); then
        fail_step "$number" "$name" "${label_of[$pid]}" "${hint_of[$pid]}" "$status"
    fi
    printf '[%d/%d] %-16s done in %d s\n' \
        "$number" "$step_total" "${label_of[$pid]}" "$((SECONDS - begun_at[$pid]))"
}

tell_progress() {
    local pid=$1 number name last
    read -r number name <<<"${step_of[$pid]}"
    last=$(tail -n 1 "$log_folder/setup-$name.log" | tr -d '\r' | cut -c 1-70)
    printf '[%d/%d] %-16s %d s: %s\n' \
        "$number" "$step_total" "${label_of[$pid]}" "$((SECONDS - begun_at[$pid]))" "$last"
}

fail_step() {
    local number=$1 name=$2 label=$3 hint=$4 status=$5
    local log=$log_folder/setup-$name.log
    {
        echo
        echo "Step $number of $step_total failed: $label (exit status $status). The end of $log:"
        tail -n 12 "$log" | sed 's/^/    /'
        echo "What to do: $hint"
        echo "Then give the same command again; finished steps are skipped."
    } >&2
    end_running_steps
    exit 1
}

interrupt_setup() {
    echo >&2
    echo "Interrupted; give the same command again to go on." >&2
    end_running_steps
    exit "$1"
}

end_running_steps() {
    local pid
    for pid in "${!step_of[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
    for pid in "${!step_of[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [[ -n ${owner_note:-} ]]; then release_cluster; fi
}

# check LABEL COMMAND...: one line if it passes, its whole output if not.
check() {
    local label=$1 began_at=$SECONDS output
    shift
    if output=$("$@" 2>&1 </dev/null); then
        printf '%-16s passed (%d s)\n' "$label" "$((SECONDS - began_at))"
    else
        printf '%-16s FAILED\n%s\n' "$label" "$output"
        return 1
    fi
}
