"""The cache of compiled modules: one folder per content key, and trees of links that Lean can search.

``store/ab/abcd.../`` holds ``module.olean``, ``module.ilean`` and a ``record`` of one compilation; it is
written under another name and renamed, so it is there completely or not at all, and it never changes. The
record is sealed, and says what is in the files: one that we did not write, or a file that is another one, is
as good as none, whoever put it there. Users with other keys have records of their own beside it, of the same
files.
``trees/KEY/NN/Core/Logic.olean`` are hard links into it, laid out for LEAN_PATH; KEY stands for the set of
module keys, so two clones with the same sources share a tree, and no tree ever changes under a running
server.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import IO

from proofgrad.bridge.errors import CacheError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import CACHE_HINT, cache_dir, parts_of, translate_os_errors
from proofgrad.bridge.files.seal import sealed, seals_name, unsealed
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.project.header import split_name

__all__ = ["Entry", "Store"]

ENTRY_DAYS = 30.0
"""An entry that no build has used for so long is removed."""
TREE_DAYS = 3.0
"""The same for trees, which are cheap to make again."""
SIZE_LIMIT = 8 << 30
"""Bytes of all entries together; above, the least recently used go first."""
PRUNE_EVERY = 86400.0
"""Seconds between two prunings."""
FREE_BYTES = 64 << 20
"""Do not start to compile with less free space: Lean does not notice that it writes to a full disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A compiled module in the store: where it is and what its compilation said and cost."""

    folder: Path
    messages: tuple[Message, ...]
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    files: Mapping[str, str] = field(default_factory=dict)
    """Its compiled files, with the SHA-256 of each."""

    @property
    def olean(self) -> Path:
        """The compiled module."""
        return self.folder / "module.olean"


class Store:
    """The cache of compiled modules.

    Raises:
        CacheError: by every method, where the folder cannot be written.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = cache_dir() if root is None else root

    def _folder(self, key: str) -> Path:
        return self.root / "store" / key[:2] / key

    def get(self, key: str) -> Entry | None:
        """The entry of that key, if it is there and its files are those that were written."""
        folder = self._folder(key)
        try:
            data = unsealed(_place(key), (folder / _record()).read_bytes())
            if data is None:
                return None
            record = json.loads(data)
            files = _digests(folder)
            if record["files"] != files:
                return None
            messages = tuple(Message(*m) for m in record["messages"])
            costs = record["seconds"], record["cpu_seconds"], record["peak_bytes"]
            entry = Entry(folder, messages, *costs, files)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there or damaged: it will be compiled again
        return entry

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder to compile into, on the same file system as the store; removed at the end."""
        with translate_os_errors(self.root):
            free = shutil.disk_usage(self.root).free
            if free < FREE_BYTES:
                raise CacheError(
                    f"the cache folder is nearly full: {self.root} has {free >> 20} MiB left", hint=CACHE_HINT
                )
            (self.root / "tmp").mkdir(exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.root / "tmp"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def put(self, key: str, module: str, made: Path, entry: Entry) -> Entry:
        """Move `made` (a folder with module.olean and module.ilean) into the store.

        Args:
            key: content key.
            module: its name, for people who look into the folder.
            made: a folder from :meth:`scratch`, or one in it.
            entry: messages and costs; its folder is replaced.
        """
        with translate_os_errors(self.root):
            files = _digests(made)
            record = {
                "module": module,
                "messages": [m.to_json() for m in entry.messages],
                "seconds": entry.seconds,
                "cpu_seconds": entry.cpu_seconds,
                "peak_bytes": entry.peak_bytes,
                "files": files,
            }
            sealed_record = sealed(_place(key), json.dumps(record).encode())
            (made / _record()).write_bytes(sealed_record)
            folder = self._folder(key)
            folder.parent.mkdir(parents=True, exist_ok=True)
            try:
                made.rename(folder)
            except OSError:
                if _digests(folder) == files:  # by somebody with another key, who made the same
                    write_atomically(folder / _record(), sealed_record)
                else:
                    shutil.rmtree(folder, ignore_errors=True)
                    made.rename(folder)
        return replace(entry, folder=folder, files=files)

    def touch(self, folder: Path) -> None:
        """Note that an entry or a tree was used (at most once an hour: a warm check shall not write)."""
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > 3600:
                os.utime(folder)

    def tree(self, keys: Mapping[str, str]) -> Path:
        """The folder for LEAN_PATH that stands for these module keys; :meth:`link` fills it."""
        described = json.dumps(sorted(keys.items())).encode()
        folder = self.root / "trees" / hashlib.sha256(described).hexdigest()[:32]
        with translate_os_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.touch(folder)
        return folder

    def link(self, tree: Path, module: str, entry: Entry) -> Path:
        """Put a module into a tree; the path of its olean there."""
        *folders, last = split_name(module)
        target = tree.joinpath(*folders, last + ".olean")
        with translate_os_errors(tree):
            target.parent.mkdir(parents=True, exist_ok=True)
            wanted = {target.with_name(last + name.removeprefix("module")): name for name in entry.files}
            for part in parts_of(target):
                if part not in wanted and part != target:
                    part.unlink(missing_ok=True)  # nothing that we put there
            # The olean last: then all is there.
            for place in sorted(wanted, key=lambda place: place == target):
                source = entry.folder / wanted[place]
                if not _holds(place, source, entry.files[wanted[place]]):
                    _link(source, place)
        return target

    @contextlib.contextmanager
    def lock(self, key: str, stop: Event | None = None) -> Iterator[None]:
        """Keep other processes from compiling the same key at the same time. Ends early if `stop` is set."""
        with translate_os_errors(self.root):
            folder = self.root / "locks"
            folder.mkdir(exist_ok=True)
            file = (folder / key[:3]).open("ab")
        with file:
            while not _try_lock(file):
                if stop is not None and stop.is_set():
                    break
                time.sleep(0.05)
            yield

    def prune(self) -> None:
        """Remove what has not been used for long, at most once a day."""
        stamp = self.root / "pruned"
        now = time.time()
        with contextlib.suppress(OSError):
            if now - stamp.stat().st_mtime < PRUNE_EVERY:
                return
        with translate_os_errors(stamp):
            stamp.touch()
        for folder in (self.root / "trees").glob("*"):
            _remove_older(folder, now - TREE_DAYS * 86400)
        for folder in (self.root / "tmp").glob("*"):
            _remove_older(folder, now - 86400)
        kept: list[tuple[float, int, Path]] = []
        for folder in (self.root / "store").glob("??/*"):
            with contextlib.suppress(OSError):
                if not _remove_older(folder, now - ENTRY_DAYS * 86400):
                    size = sum(file.stat().st_size for file in folder.iterdir())
                    kept.append((folder.stat().st_mtime, size, folder))
        total = sum(size for _, size, _ in kept)
        for _, size, folder in sorted(kept):
            if total <= SIZE_LIMIT:
                break
            shutil.rmtree(folder, ignore_errors=True)
            total -= size


def _record() -> str:
    return f"record-{seals_name()}"


def _place(key: str) -> str:
    return f"store/{key}"


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each compiled file in a folder. Raises OSError."""
    files = sorted(file for file in folder.iterdir() if file.name.startswith("module."))
    return {file.name: digest_of(file) for file in files}


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(place: Path, source: Path, digest: str) -> bool:
    """Whether a file of a tree is that of the store, or holds the same."""
    with contextlib.suppress(OSError):
        if place.samefile(source):
            return True
    try:
        return digest_of(place) == digest
    except OSError:
        return False


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)  # atomic, and the usual case: nothing is there yet
        return
    except OSError:
        pass
    temporary = Path(tempfile.mkdtemp(prefix=".tmp-", dir=target.parent))
    try:
        made = temporary / target.name
        try:
            os.link(source, made)
        except OSError:
            shutil.copy2(source, made)  # a file system without hard links
        made.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_older(folder: Path, limit: float) -> bool:
    with contextlib.suppress(OSError):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
            return True
    return False


def _try_lock(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: two processes may do the same work twice; renames keep the result right
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
