# Sourced by scripts/run, scripts/test and scripts/bench (POSIX sh). Wants $root (the project) and $extras (of
# pyproject.toml, comma separated); finds a Python >= 3.11 that has venv, makes or updates $root/.venv, sets $bin.
# PYTHON=... chooses the interpreter; PROOFGRAD_PINNED=1 installs the versions of scripts/constraints.txt.

say() { printf 'proofgrad: %s\n' "$*" >&2; }

python='' old='' bare=''
# A pyenv shim exists even where its version is not selected, so ask each candidate by running it.
usable() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || { old=$1; return 1; }
  "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 || { bare=$1; return 1; }
  python=$1
}
if [ -n "${PYTHON:-}" ]; then
  usable "$PYTHON" || :
elif "$root/.venv/bin/python" -c 'import pip' 2>/dev/null; then
  python=$root/.venv/bin/python
else
  for candidate in python3.13 python3.12 python3.11 python3 python; do
    if usable "$candidate"; then break; fi
  done
fi
if [ -z "$python" ] && [ -n "$bare" ]; then
  say "$bare has no venv module: install it (Debian, Ubuntu: apt install python3-venv) and call this again."
  exit 3
elif [ -z "$python" ]; then
  version=$("$old" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || version=none
  say "needs Python 3.11 or newer (found: $version): install one, or name it: PYTHON=/path/to/python3 $0"
  exit 3
fi
"$python" "$root/scripts/setup_venv.py" --extras "$extras" || exit 3
bin=$root/.venv/bin
