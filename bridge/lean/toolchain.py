"""A Lean that can be run: its version, its command line, its environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from proofgrad.bridge import settings
from proofgrad.bridge.errors import ProjectError
from proofgrad.bridge.files.strangers import read_text

__all__ = ["OTHER_WAYS_HINT", "OWN_LEAN_HINT", "STACK", "Toolchain", "asked_for", "wanted_version"]

_LARGEST = 1 << 16
"""Bytes of a `lean-toolchain`."""

STACK = "-s65536"
"""64 MiB thread stacks: a runaway recursion then dies in 1.4 s and 240 MB instead of 24 s and 2.1 GB."""

OWN_LEAN_HINT = (
    "install Lean {version} with elan (https://lean-lang.org/install) and run `lean --version` once in the "
    "project, or set PROOFGRAD_LEAN to the path of a lean executable"
)

OTHER_WAYS_HINT = (
    "; or have it judged by the second checker, without a Lean here: what was compiled elsewhere, with all that it "
    "imports (`proofgrad check --checker python --oleans DIR`), or what lean4export wrote there "
    "(`proofgrad check --export FILE`)"
)
"""The ways of a project that there is no Lean for."""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A Lean that can be run.

    Attributes:
        version: such as ``4.35.0``.
        commit: full git hash of the Lean source.
        source: ``embedded`` (from the wheel) or ``project`` (the user's own).
        executable: a program that behaves as `lean`; the server starts its workers through it.
        library: the shared library that does the work, where known.
        sha256: hex digest of `library`, or of `executable` where there is no library.
        prefix: what to put before the arguments to run it (the embedded Lean needs no executable file for
            that).
    """

    version: str
    commit: str
    source: Literal["embedded", "project"]
    executable: Path
    library: Path | None
    sha256: str | None
    prefix: tuple[str, ...]

    def command(self, *arguments: str) -> list[str]:
        """The command line that runs Lean with these arguments."""
        return [*self.prefix, *arguments]

    def environment(self, lean_path: str) -> dict[str, str]:
        """The process environment for Lean: the module search path, and no detour through a `lake`."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LEAN_", "LAKE", "ELAN_"))}
        env.update(LEAN_PATH=lean_path, LAKE=os.fspath(self.executable.parent / "no-lake"))
        env["PROOFGRAD_MEMORY"] = str(settings.memory_limit())
        return env


def asked_for(project: Path | None) -> str | None:
    """The text of the project's `lean-toolchain`; None without such a file.

    Raises ProjectError where it leads out of the project, is no ordinary file, or is too large.
    """
    if project is None or not os.path.lexists(file := project / "lean-toolchain"):
        return None
    try:
        if not file.resolve().is_relative_to(project.resolve()):
            raise ProjectError(f"{file} leads out of the project, to {file.resolve()}")
        return read_text(file, _LARGEST).strip()
    except UnicodeDecodeError:
        return None
    except (OSError, ValueError) as error:
        raise ProjectError(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from error


def wanted_version(project: Path | None) -> str | None:
    """The version that the project's `lean-toolchain` asks for (``4.35.0``); None without such a file.

    Raises ProjectError where that cannot be read.
    """
    text = asked_for(project)
    found = re.search(r"v?(\d+\.\d+\.\d+\S*)", text) if text else None
    return found[1] if found else text or None
