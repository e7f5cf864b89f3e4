# Sourced by ./run, ./test and .ci/run: finds a Python that works, makes .venv from a hashed lock, installs jikim.
# Needs no root and no system package. Does nothing, and needs no network, when nothing changed.

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="${JIKIM_VENV:-$HERE/.venv}"
LOG="$VENV/set-up.log"

both() { printf '%s\n%s\n' "$1" "$2" >&2; }

give_up() { both "$1" "$2"; exit 1; }

# A name on the PATH may be a shim that fails: only running it tells.
works() { "$1" -c 'import sys, venv; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 12) else 1)' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in "${JIKIM_PYTHON:-}" python3.11 python3.12 python3 python \
      /usr/bin/python3.11 /usr/bin/python3.12 /usr/local/bin/python3.11 /usr/local/bin/python3.12 \
      "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[12]*/bin/python /opt/homebrew/bin/python3.1[12]; do
    if [ -n "$candidate" ] && works "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  return 1
}

# One hash over everything the environment is made from. $1: the lock
fingerprint() {
  "$VENV/bin/python" - "$HERE" "$1" <<'PYTHON'
import hashlib, pathlib, sys
root, digest = pathlib.Path(sys.argv[1]), hashlib.sha256(sys.version.encode())
for name in [root / sys.argv[2], root / "pyproject.toml"]:
    digest.update(name.read_bytes())
print(digest.hexdigest())
PYTHON
}

frontend_fingerprint() {
  "$VENV/bin/python" - "$HERE" <<'PYTHON'
import hashlib, pathlib, sys
root, digest = pathlib.Path(sys.argv[1]), hashlib.sha256()
skip = {"node_modules", ".built", "__pycache__"}
for path in sorted((root / "frontend").rglob("*")):
    parts = path.relative_to(root).parts
    if path.is_file() and not skip & set(parts):
        digest.update("/".join(parts).encode() + path.read_bytes())
print(digest.hexdigest())
PYTHON
}

# Same settings for uv as pip has: a company's own index, its certificates, folders of wheels.
like_pip() {
  local value
  value="$("$VENV/bin/pip" config get global.index-url 2>/dev/null)" && export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$value}"
  [ -n "${PIP_INDEX_URL:-}" ] && export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"
  value="${PIP_CERT:-$("$VENV/bin/pip" config get global.cert 2>/dev/null)}"
  [ -n "$value" ] && export SSL_CERT_FILE="${SSL_CERT_FILE:-$value}"
  [ -n "${PIP_FIND_LINKS:-}" ] && export UV_FIND_LINKS="${UV_FIND_LINKS:-$PIP_FIND_LINKS}"
  export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
}

# Quick with uv; with plain pip where uv cannot be had or cannot reach what pip can.
install_packages() {
  local lock="$1"
  if "$VENV/bin/pip" install --quiet --require-hashes -r "$HERE/tools/installer.lock" >>"$LOG" 2>&1; then
    like_pip
    if "$VENV/bin/uv" pip install --python "$VENV/bin/python" --require-hashes -r "$HERE/$lock" >>"$LOG" 2>&1; then
      return 0
    fi
  fi
  both "  uv로 설치하지 못하여 pip으로 설치합니다(1–2분)." "  uv could not install them; using plain pip (1–2 minutes)."
  "$VENV/bin/pip" install --require-hashes -r "$HERE/$lock" >>"$LOG" 2>&1
}

install_project() {
  if [ -x "$VENV/bin/uv" ] \
      && "$VENV/bin/uv" pip install --python "$VENV/bin/python" --no-deps --reinstall-package jikim -e "$HERE" >>"$LOG" 2>&1; then
    return 0
  fi
  "$VENV/bin/pip" install --no-deps -e "$HERE" >>"$LOG" 2>&1
}

# Where Python may not keep bytecode by itself (PYTHONDONTWRITEBYTECODE, uv), every process would compile Django anew: two
# thirds of each start. Ours is looked at every time (a tenth of a second), the packages when they changed.
keep_bytecode() {
  local stamp="$VENV/.jikim-bytecode" wanted="$1"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    "$VENV/bin/python" -m compileall -q -j 0 -x '/tests?/' "$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
      >>"$LOG" 2>&1
    printf '%s' "$wanted" >"$stamp"
  fi
  "$VENV/bin/python" -m compileall -q "$HERE/src" >>"$LOG" 2>&1 || true
}

no_network() {
  tail -n 5 "$LOG" >&2
  give_up "설치하지 못했습니다. 인터넷 연결이나 사내 패키지 저장소 설정(pip config)을 확인한 뒤 다시 실행해 주십시오. 자세한 기록: $LOG" \
          "Installation failed. Check the network, or your package index in pip's settings, and run this again. Details: $LOG"
}

make_environment() {
  local python
  python="$(find_python)" || give_up \
    "Python 3.11 또는 3.12를 찾지 못했습니다. 설치한 뒤 다시 실행하거나 JIKIM_PYTHON=/경로/python3.11 로 알려 주십시오." \
    "No working Python 3.11 or 3.12 was found. Install one, or name it: JIKIM_PYTHON=/path/to/python3.11"
  both "전용 환경을 만듭니다: $VENV" "Making an environment of its own: $VENV"
  if [ -e "$VENV" ] && [ ! -f "$VENV/pyvenv.cfg" ] && [ -n "$(ls -A "$VENV")" ]; then
    give_up "$VENV 에는 다른 자료가 있어 지우지 않았습니다." "$VENV holds something else and was not removed."
  fi
  rm -rf "$VENV"
  # Debian splits a part off that -m venv needs; then one of the other ways may be there
  "$python" -m venv "$VENV" >/dev/null 2>&1 \
    || { rm -rf "$VENV"; "$python" -m virtualenv "$VENV" >/dev/null 2>&1; } \
    || { rm -rf "$VENV"; uv venv --seed --python "$python" "$VENV" >/dev/null 2>&1; } \
    || { rm -rf "$VENV"; "$python" -m venv --without-pip "$VENV" >/dev/null 2>&1 \
         && "$python" -m pip --python "$VENV/bin/python" install --quiet pip >/dev/null 2>&1; } \
    || give_up \
    "Python에 venv 모듈이 없습니다. Debian·Ubuntu라면 python3-venv를 설치하거나 다른 Python을 JIKIM_PYTHON으로 지정해 주십시오." \
    "This Python cannot make environments. On Debian or Ubuntu install python3-venv, or name another Python in JIKIM_PYTHON."
}

# $1: requirements.lock or requirements-test.lock
set_up() {
  local lock="$1" wanted stamp
  if ! works "$VENV/bin/python"; then make_environment; fi
  wanted="$(fingerprint "$lock")"
  stamp="$VENV/.jikim-$lock"
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    # the test lock holds everything of the other one
    if [ "$lock" = requirements.lock ] && [ "$(cat "$VENV/.jikim-requirements-test.lock" 2>/dev/null)" = "$(fingerprint requirements-test.lock)" ]; then
      :
    else
      both "필요한 꾸러미를 해시로 확인하며 설치합니다(처음 한 번)." "Installing what is needed, checked by hash (first time only)."
      rm -f "$VENV"/.jikim-*
      install_packages "$lock" || no_network
      printf '%s' "$wanted" >"$stamp"
    fi
  fi
  wanted="$(fingerprint pyproject.toml)-$(frontend_fingerprint)"
  stamp="$VENV/.jikim-project"
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ] || [ ! -d "$HERE/src/jikim/shared/ui/static/built" ]; then
    both "화면의 글꼴과 스크립트를 만듭니다." "Building the pages' fonts and scripts."
    install_project || no_network
    printf '%s' "$wanted" >"$stamp"
  fi
  keep_bytecode "$(fingerprint "$lock")"
}
