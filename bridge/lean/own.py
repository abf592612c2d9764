"""The user's own Lean: one that was named, elan's for the version asked for, or `lean` on PATH.

elan's `lean` on PATH is a proxy that may download a toolchain when it is run; so elan's folder is looked at
directly, and a proxy is never run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from proofgrad.bridge.errors import ToolchainMismatch, ToolchainNotFound
from proofgrad.bridge.lean.toolchain import OWN_LEAN_HINT, Toolchain, asked_for
from proofgrad.bridge.lean.embedded import sha256_of

__all__ = ["at", "find"]

VERSION_TIMEOUT = 30.0
"""Seconds that `lean --version` may take."""
_VERSION = re.compile(r"Lean \(version ([^,)\s]+)(?:,[^,)]*)*?, commit ([0-9a-f]+)")
_LIBRARIES = ("libleanshared.so", "libleanshared.dylib", "libleanshared.dll")


def _elan_home() -> Path:
    return Path(os.environ.get("ELAN_HOME") or Path.home() / ".elan")


def _elan_lean(project: Path | None, version: str | None) -> Path | None:
    """The executable of elan's installed toolchain for the project or the version, if there is one."""
    names = []
    if text := asked_for(project):
        names.append(text)
    if version is not None:
        names.append(f"leanprover/lean4:v{version}")
    suffix = ".exe" if sys.platform == "win32" else ""
    for name in names:
        folder = name.replace("/", "--").replace(":", "---")
        path = _elan_home() / "toolchains" / folder / "bin" / f"lean{suffix}"
        if folder and path.is_file():
            return path
    return None


def _lean_on_path() -> Path | None:
    found = shutil.which("lean")
    if found is None:
        return None
    path = Path(found).resolve()
    is_proxy = path.stem == "elan" or path.parent == (_elan_home() / "bin").resolve()
    return None if is_proxy else path


def find(project: Path | None, version: str | None) -> Toolchain | None:
    """The user's own Lean for this project, or None if there is none.

    Raises:
        ToolchainMismatch: there is one on PATH, but of another version.
        ToolchainNotFound: there is one, but it does not run.
    """
    path = _elan_lean(project, version) or _lean_on_path()
    return None if path is None else at(path, version)


def at(path: Path, version: str | None) -> Toolchain:
    """The Lean whose executable is `path`.

    Raises:
        ToolchainNotFound: it is not there or does not run.
        ToolchainMismatch: it is not of `version`.
    """
    hint = OWN_LEAN_HINT.format(version=version or "4.35.0")
    executable = path.absolute()
    try:
        answer = subprocess.run(
            [executable, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=VERSION_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainNotFound(f"{path} does not run: {error}", hint=hint) from error
    found = _VERSION.search(answer.stdout)
    if answer.returncode != 0 or found is None:
        said = (answer.stdout + answer.stderr).strip()[:200]
        raise ToolchainNotFound(f"{path} does not say which Lean it is: {said!r}", hint=hint)
    if version is not None and found[1] != version:
        raise ToolchainMismatch(f"the project asks for Lean {version}, {path} is Lean {found[1]}", hint=hint)
    prefix = executable.resolve().parent.parent
    libraries = [prefix / folder / name for folder in ("lib/lean", "bin") for name in _LIBRARIES]
    library = next((file for file in libraries if file.is_file()), None)
    digest = sha256_of(library or executable)
    return Toolchain(found[1], found[2], "project", executable, library, digest, (os.fspath(executable),))
