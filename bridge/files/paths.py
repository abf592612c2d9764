"""Where things lie: the Lean sources that ship with the package, the user's cache folder, compiled files."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from proofgrad.bridge import settings
from proofgrad.bridge.errors import CacheError

__all__ = ["CACHE_HINT", "cache_dir", "lean_sources", "parts_of", "translate_os_errors"]

LAYOUT = "v1"
"""Changes when the layout of the cache folder does: an old and a new proofgrad do not read each other's."""


CACHE_HINT = "free some space or choose another folder with PROOFGRAD_CACHE_DIR=/some/writable/folder"


def lean_sources() -> Path:
    """The folder of the Lean project NN: ``lean/`` in a clone, ``proofgrad/lean/`` in an installation."""
    return Path(__file__).resolve().parents[2] / "lean"


def cache_dir() -> Path:
    """The cache folder, made if need be. It is never inside site-packages.

    Raises:
        CacheError: it cannot be made or written.
    """
    wanted = settings.cache_folder()
    if wanted is None:
        import platformdirs

        base = Path(platformdirs.user_cache_dir("proofgrad", appauthor=False))
    else:
        base = Path(wanted).expanduser().absolute()
    folder = base / LAYOUT
    with translate_os_errors(folder):
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "no permission to write", str(folder))
        _refuse_shared(folder)
    return folder


@contextlib.contextmanager
def translate_os_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError about the cache folder into a CacheError that says what to do."""
    try:
        yield
    except CacheError:
        raise
    except OSError as error:
        where = error.filename or folder
        raise CacheError(
            f"the cache folder cannot be written: {where}: {error.strerror or error}",
            hint=CACHE_HINT,
        ) from error


def _refuse_shared(folder: Path) -> None:
    """Raise CacheError for a folder that somebody else can write: what lies in it is believed."""
    if os.name == "nt":
        return
    for place in (folder, folder.parent):
        status = place.stat()
        others = stat.S_IMODE(status.st_mode) & (stat.S_IWGRP | stat.S_IWOTH)
        foreign = status.st_uid not in (os.getuid(), 0)
        # The sticky bit keeps others from replacing what is ours: /tmp is no danger to a folder in it.
        if foreign or (others and not (place != folder and status.st_mode & stat.S_ISVTX)):
            raise CacheError(
                f"the cache folder {place} can be written by others, who could put verdicts into it",
                hint=f"chmod go-w {place}, or another folder with PROOFGRAD_CACHE_DIR=/some/folder",
            )


def parts_of(olean: Path) -> tuple[Path, ...]:
    """The files of a compiled module: ``X.olean``, and ``X.olean.server`` and ``.private`` if they exist."""
    others = (olean.with_name(olean.name + suffix) for suffix in (".server", ".private"))
    return (olean, *(path for path in others if path.exists()))
