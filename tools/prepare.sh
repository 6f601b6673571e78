# Sourced by ./run and ./test: a virtual environment from the locks, front-end packages, built assets.
# Needs `here`, the folder of the checkout. What is up to date is left alone, so a second start takes no time.

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# stamp_of FILE…: changes when a file, the place of the checkout or its Python changes
stamp_of() {
  { cat "$@" && printf '%s %s' "$here" "$("$python" -V 2>&1)"; } | cksum
}

find_python() {
  for python in "${OPENLAUREL_PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python can't make virtual environments. Install its venv module (on Debian: apt-get install python3-venv)."
      return
    fi
  done
  fail "Python 3.11 or newer is missing. Install it (on Debian 12 or newer: apt-get install python3 python3-venv)."
}

# prepare_python LOCK: .venv with exactly what the lock holds, and OpenLaurel itself from these sources.
# --no-deps: the lock holds everything, and a pip that resolves picks up a new release of `coverage[toml]` where
# the lock pins `coverage`, then refuses it for want of a hash.
prepare_python() {
  find_python
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
  stamp="$here/.venv/.prepared-$1"
  wanted=$(stamp_of "$here/$1" "$here/pyproject.toml")
  [ -x "$here/.venv/bin/openlaurel" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "Installing Python packages from $1 …"
  if ! [ -x "$here/.venv/bin/python" ] || [ "$(cat "$here/.venv/.place" 2>/dev/null)" != "$(stamp_of /dev/null)" ]; then
    "$python" -m venv --clear "$here/.venv" || fail "The virtual environment $here/.venv can't be made."
    stamp_of /dev/null > "$here/.venv/.place"
  fi
  "$here/.venv/bin/python" -m pip install --quiet --quiet --require-hashes --no-deps --requirement "$here/$1" ||
    fail "The Python packages can't be installed; pip says why above. Check the network and start again."
  "$here/.venv/bin/python" -m pip install --quiet --quiet --no-deps --no-build-isolation --editable "$here" ||
    fail "OpenLaurel itself can't be installed; pip says why above."
  unmet=$("$here/.venv/bin/python" -m pip check) || fail "$1 lacks a package or holds two that don't fit: $unmet"
  rm -f "$here/src/openlaurel/built/served/staticfiles.json"
  printf '%s\n' "$wanted" > "$stamp"
}

# prepare_node all|runtime: node_modules from the lock, by Node 20 or newer, else by the Node that PyPI carries
prepare_node() {
  stamp="$here/node_modules/.prepared"
  wanted=$(cksum < "$here/package-lock.json")
  case "$(cat "$stamp" 2>/dev/null)" in
    "all $wanted" | "$1 $wanted") return ;;
  esac
  say "Installing front-end packages from package-lock.json …"
  path=$PATH
  if ! command -v npm >/dev/null 2>&1 ||
    ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
    say "Node 20 or newer is not here; using the one from requirements-node.lock …"
    "$here/.venv/bin/python" -m pip install --quiet --quiet --require-hashes --no-deps --requirement "$here/requirements-node.lock" ||
      fail "Node can't be installed; pip says why above. Install Node 20 or newer yourself, or check the network."
    path="$here/.venv/bin:$PATH"
  fi
  omit=
  [ "$1" = runtime ] && omit=--omit=dev
  cache=
  [ -w "${HOME:-/nonexistent}" ] || cache="--cache=$here/node_modules/.npm"
  (cd "$here" && PATH=$path npm ci --ignore-scripts --no-update-notifier --no-audit --no-fund --loglevel=error $omit ${cache:+"$cache"} >/dev/null) ||
    fail "The front-end packages can't be installed; npm says why above. Check the network and start again."
  printf '%s\n' "$1 $wanted" > "$stamp"
}

prepare_assets() {
  "$here/.venv/bin/python" "$here/tools/assets.py" --quiet || fail "The assets can't be built; the reason stands above."
  built="$here/src/openlaurel/built"
  served="$built/served/staticfiles.json"
  changed=new
  [ -f "$served" ] && changed=$(
    find "$here/src/openlaurel/web/static" "$built/static" -newer "$served" | head -n 1
  )
  [ -z "$changed" ] && return
  say "Collecting styles, fonts and icons …"
  scratch=$(mktemp -d)
  # In a data folder of its own: collecting must not fix the address of an installation that isn't started yet.
  if ! env OPENLAUREL_DATA="$scratch" OPENLAUREL_URL='' OPENLAUREL_KEY='' OPENLAUREL_DATABASE='' OPENLAUREL_SMTP='' \
    OPENLAUREL_FETCH_ALLOW='' OPENLAUREL_PROXIES='' DJANGO_SETTINGS_MODULE=openlaurel.web.settings \
    "$here/.venv/bin/python" -m django collectstatic --noinput --verbosity 0; then
    rm -rf "$scratch"
    fail "The static files can't be collected; the reason stands above."
  fi
  rm -rf "$scratch"
  touch "$served"
}
