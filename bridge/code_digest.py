"""The content of our own code as one digest: what is remembered under it is found out again after an edit.

Every cache whose entries depend on code takes its mark from here. Folders are walked to their bottom, so
that a module moved into a subfolder, or a new one, never leaves the key silently.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["code_digest", "digest_of"]

_ROOT = Path(__file__).resolve().parents[1]


@cache
def code_digest(*parts: str) -> str:
    """SHA-256, in hexadecimal, of the Python sources of parts of proofgrad, subfolders included.

    Args:
        parts: packages or modules by their path inside proofgrad: ``bridge/olean``, ``bridge/errors.py``.

    Raises:
        FileNotFoundError: there is no such part, or it holds no Python source: a key over nothing protects
            nothing.
    """
    return digest_of(_ROOT, parts)


def digest_of(root: Path, parts: tuple[str, ...]) -> str:
    """As :func:`code_digest`, under another root and computed anew."""
    digest = hashlib.sha256()
    for part in parts:
        place = root / part
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"no Python source in {part}")
        for file in files:
            for piece in (file.relative_to(root).as_posix().encode(), file.read_bytes()):
                digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()
