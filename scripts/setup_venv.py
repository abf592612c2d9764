"""Make or update the project's virtual environment; do nothing when nothing relevant changed.

Standard library only: it runs before anything is installed. Called by scripts/setup.sh. What counts as
relevant is the content of the files in `INPUTS`, the Python version and the place of the project; the last
successful installation is remembered in .venv/proofgrad-setup.json.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "proofgrad-setup.json"
LOG = VENV / "proofgrad-setup.log"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"
INPUTS = ("pyproject.toml", "scripts/hatch_hooks.py", "scripts/setup_venv.py")
BIN = "Scripts" if os.name == "nt" else "bin"


def fingerprint(*, pinned: bool, root: Path = ROOT) -> str:
    """A hash of all that an installation depends on, its extras apart."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {root}".encode())
    for name in (*INPUTS, *(["scripts/constraints.txt"] if pinned else [])):
        digest.update(b"\0" + (root / name).read_bytes())
    return digest.hexdigest()


def up_to_date(stamp: dict[str, Any], extras: set[str], *, pinned: bool, root: Path = ROOT) -> bool:
    """Whether the installation that `stamp` remembers serves; a pinned one serves where none is asked for."""
    as_installed = bool(stamp.get("pinned"))
    return (
        stamp.get("fingerprint") == fingerprint(pinned=as_installed, root=root)
        and (as_installed or not pinned)
        and extras <= set(stamp.get("extras", []))
    )


def read_stamp() -> dict[str, Any]:
    """What the last successful installation left; empty if there was none."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


@contextlib.contextmanager
def lock() -> Iterator[None]:
    """Only one set-up at a time: a second call waits for the first, then finds its work done."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (ROOT / ".venv.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """An empty environment with pip, unless a working one of this very Python is there."""
    python = VENV / BIN / "python"
    ask = "import sys, pip; print(sys.version_info[:3])"
    if python.exists():
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == str(tuple(sys.version_info[:3])):
            return
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)


def install(extras: set[str], *, pinned: bool) -> int:
    """pip install -e, logged, on a terminal also shown as one moving line. Returns pip's status."""
    target = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
    command: list[str | Path] = [VENV / BIN / "python", "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", *(["-c", str(CONSTRAINTS)] if pinned else []), "-e", target]
    width = min(shutil.get_terminal_size().columns, 100) - 1
    show = sys.stderr.isatty()
    with LOG.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            if show and line.strip():
                print("\r\x1b[K" + ("  " + line.strip())[:width], end="", file=sys.stderr, flush=True)
        status = process.wait()
    if show:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return status


def set_up(extras: set[str], *, pinned: bool) -> int:
    """Bring .venv up to date. Returns 0, or 3 after saying what is wrong."""
    started = time.monotonic()
    size = "several GB, as PyTorch from the registry brings CUDA" if "torch" in extras else "about 100 MB"
    print(
        f"proofgrad: setting up {VENV} (Python {sys.version_info[0]}.{sys.version_info[1]};"
        f" this is done once and downloads {size}) ...",
        file=sys.stderr,
    )
    make_venv()
    extras |= set(read_stamp().get("extras", []))
    STAMP.unlink(missing_ok=True)
    if install(extras, pinned=pinned):
        tail = LOG.read_text("utf-8", "replace").splitlines()[-15:]
        print("\n".join(["  | " + line for line in tail]), file=sys.stderr)
        print(f"proofgrad: the installation failed; all of pip's output is in {LOG}", file=sys.stderr)
        return 3
    stamp = {"fingerprint": fingerprint(pinned=pinned), "extras": sorted(extras), "pinned": pinned}
    STAMP.write_text(json.dumps(stamp), "utf-8")
    print(f"proofgrad: ready in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


def main() -> int:
    """Command line: --extras a,b."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--extras", default="", help="extras of pyproject.toml, comma separated")
    extras = {e for e in parser.parse_args().extras.split(",") if e}
    pinned = os.environ.get("PROOFGRAD_PINNED", "") not in ("", "0")
    try:
        if up_to_date(read_stamp(), extras, pinned=pinned):
            return 0
        if Path(sys.prefix).resolve() == VENV.resolve():  # never clear the environment one runs in
            base = getattr(sys, "_base_executable", sys.executable)
            return subprocess.call([base, __file__, "--extras", ",".join(sorted(extras))])
        with lock():
            return 0 if up_to_date(read_stamp(), extras, pinned=pinned) else set_up(extras, pinned=pinned)
    except OSError as error:
        print(f"proofgrad: cannot set up {VENV}: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("\nproofgrad: interrupted while setting up; call again to go on", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
