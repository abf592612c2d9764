"""What we remember is believed only if we wrote it ourselves: a keyed digest in front of each remembered
answer.

A cache folder travels: it is restored on a CI machine, copied, shared. Somebody who can write into one, but
not read our key, cannot make us believe a verdict. The key lies apart from the cache, in the user's data
folder, so that an archive of the cache does not carry it. (Whoever runs code as this user can read it:
against that nothing helps but not to run it.)
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from functools import cache
from pathlib import Path

from proofgrad.bridge.files.paths import cache_dir

__all__ = ["sealed", "seals_name", "unsealed"]

_BYTES = 32
_DIGEST = hashlib.sha256().digest_size


def sealed(place: str, data: bytes) -> bytes:
    """The data with a digest that only we can make, for one place: elsewhere it is worth nothing.

    Raises:
        CacheError: no key can be kept.
    """
    return _digest(place, data) + data


def unsealed(place: str, found: bytes) -> bytes | None:
    """What was sealed for this place; None for anything else."""
    digest, data = found[:_DIGEST], found[_DIGEST:]
    return data if hmac.compare_digest(digest, _digest(place, data)) else None


def seals_name() -> str:
    """A name for our seal, for what several users of one folder keep side by side."""
    return _digest("name", b"").hex()[:16]


def _digest(place: str, data: bytes) -> bytes:
    return hmac.digest(_key(), len(place).to_bytes(4, "big") + place.encode() + data, "sha256")


@cache
def _key() -> bytes:
    """Our key, made on first use. Where the data folder cannot be written it lies in the cache folder."""
    import platformdirs

    for folder in (Path(platformdirs.user_data_dir("proofgrad", appauthor=False)), cache_dir()):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return _key_in(folder / "key")
    return secrets.token_bytes(_BYTES)  # nothing can be remembered beyond this process


def _key_in(file: Path) -> bytes:
    """The key in a file that nobody else can read or write; a new one otherwise. Raises OSError."""
    for _ in range(3):
        with contextlib.suppress(FileNotFoundError):
            with file.open("rb") as opened:
                status = os.fstat(opened.fileno())
                key = opened.read(_BYTES + 1)
            private = os.name == "nt" or (
                status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077
            )
            if private and len(key) == _BYTES:
                return key
            file.unlink()
        made = file.with_name(f"key-{os.getpid()}-{secrets.token_hex(4)}")
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, secrets.token_bytes(_BYTES))
        finally:
            os.close(handle)
        try:
            os.link(made, file)  # the first of several processes wins
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            made.replace(file)
        made.unlink(missing_ok=True)
    raise PermissionError(13, "no private file for a key", str(file))
