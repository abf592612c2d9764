"""Remember what was found out about a set of compiled modules, so that a warm check costs next to nothing.

What is remembered depends on the modules' sources and compiled files and on the code that looked at them; all
are in the file's name. A file that was not sealed by us is as good as none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from proofgrad.bridge._version import __version__
from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.build.store import Store
from proofgrad.bridge.code_digest import code_digest
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import translate_os_errors
from proofgrad.bridge.files.seal import sealed, unsealed

__all__ = ["Remembered"]

T = TypeVar("T")

_MADE: dict[Path, tuple[bytes, object, object]] = {}
"""What this process has made of files: the digest of their bytes, what made it of them, and the object."""
_MOST_MADE = 8

_CODE = ("bridge",)
"""The code that decides what is found."""


class Remembered:
    """A small JSON file in the cache that belongs to a set of accepted modules.

    Args:
        store: the cache.
        kind: what is remembered, e.g. ``facts``.
        results: the modules; those that were not accepted do not count.
        contents: a digest of what each accepted one was compiled to.
        more: whatever else the answer depends on.
    """

    def __init__(
        self,
        store: Store,
        kind: str,
        results: Mapping[str, ModuleResult],
        contents: Mapping[str, bytes],
        *more: object,
    ) -> None:
        accepted = ((name, result.key) for name, result in results.items() if result.olean is not None)
        keys = sorted((name, key, contents[name].hex()) for name, key in accepted)
        described = json.dumps([__version__, code_digest(*_CODE), kind, keys, more])
        name = hashlib.sha256(described.encode()).hexdigest()
        self.file = store.root / kind / f"{name[:32]}.json"
        self._place = f"{kind}/{name}"
        self._store = store

    def read(self, make: Callable[[Any], T]) -> T | None:
        """What we remembered, made into an object by `make`; None if nothing is there that is ours."""
        try:
            found = self._made(self.file.read_bytes(), make)
        except OSError:
            return None  # then it will be found out again
        if found is not None:
            self._store.touch(self.file)
        return found

    def read_once(self, make: Callable[[Any], T]) -> T | None:
        """As :meth:`read`; the same object again in this process as long as the file has the same bytes.

        It is shared by all who ask: what `make` makes is nothing that anybody changes.
        """
        try:
            content = self.file.read_bytes()
        except OSError:
            return None
        digest = hashlib.sha256(content).digest()
        known = _MADE.get(self.file)
        if known is not None and known[:2] == (digest, make):
            found = cast("T | None", known[2])
        else:
            found = self._made(content, make)
            while len(_MADE) >= _MOST_MADE:
                del _MADE[next(iter(_MADE))]
            _MADE[self.file] = (digest, make, found)
        if found is not None:
            self._store.touch(self.file)
        return found

    def _made(self, content: bytes, make: Callable[[Any], T]) -> T | None:
        try:
            data = unsealed(self._place, content)
            return None if data is None else make(json.loads(data))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, data: Any) -> None:
        """Remember. Raises CacheError if the cache cannot be written."""
        with translate_os_errors(self.file):
            self.file.parent.mkdir(exist_ok=True)
            write_atomically(self.file, sealed(self._place, json.dumps(data).encode()))
