"""Where the oracle keeps things between runs."""

from __future__ import annotations

from pathlib import Path

__all__ = ["kept_folder"]


def kept_folder() -> Path | None:
    """Where references and worst inputs are kept for later runs: in the user's cache folder.

    Returns:
        None if there is no such folder that can be written; tests then take longer and remember nothing.
    """
    from proofgrad.bridge.errors import CacheError
    from proofgrad.bridge.files.paths import cache_dir

    try:
        return cache_dir() / "oracle"
    except CacheError:
        return None
