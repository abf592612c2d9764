"""Digests of the sources that an export was made from. The build hook loads this file by itself: it imports
nothing of proofgrad.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["source_digests"]

_BESIDES = ("lakefile.toml", "lean-toolchain")
"""Files that say how the sources are compiled."""


def source_digests(root: Path) -> dict[str, str]:
    """The SHA-256 of each Lean file of a project, and of what says how they are compiled, in hexadecimal.

    Args:
        root: the project's folder.

    Returns:
        By path in the folder, with ``/``, sorted.

    Raises:
        OSError: a file cannot be read.
    """
    found = [path for path in root.rglob("*.lean") if ".lake" not in path.relative_to(root).parts]
    found += [root / name for name in _BESIDES if (root / name).is_file()]
    digests = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
    }
    return dict(sorted(digests.items()))
