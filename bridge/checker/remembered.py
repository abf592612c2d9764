"""Rechecking remembered by content: a module whose olean, imports and checker are unchanged is not checked
again.

The key of a module is the SHA-256 of its olean's bytes, of the keys of the modules it imports, and of this
checker's own sources, so that nothing stale can answer: another proof, another foundation, another checker
is another key. Only modules that were accepted without reserve are remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from proofgrad.bridge.checker import declarations as d
from proofgrad.bridge.checker.driver import recheck, recheck_declarations
from proofgrad.bridge.checker.importing import Importer, stands_on
from proofgrad.bridge.checker.verdicts import Recheck
from proofgrad.bridge.code_digest import code_digest
from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import cache_dir, parts_of, translate_os_errors
from proofgrad.bridge.files.seal import sealed, unsealed
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean import constants as o

__all__ = ["recall", "recheck_remembered"]


@cache
def _checker_key() -> bytes:
    """A digest of the sources of the checker and of the olean reader."""
    return code_digest("bridge/checker", "bridge/olean").encode()


def _digest(parts: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256(_checker_key())
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.digest()


def _contents(oleans: Mapping[str, Path]) -> dict[str, bytes]:
    try:
        return {name: _digest(part.read_bytes() for part in parts_of(path)) for name, path in oleans.items()}
    except OSError as error:
        raise OleanError(f"{error.filename} cannot be read: {error.strerror}") from error


def _stored(contents: Mapping[str, bytes]) -> Path:
    """Where the verdict on exactly these modules is kept."""
    whole = _digest(x for name in sorted(contents) for x in (name.encode(), contents[name])).hex()
    return cache_dir() / "rechecked" / f"all-{whole}.json"


def _read(stored: Path) -> Recheck | None:
    try:
        data = unsealed(_seal_of(stored), stored.read_bytes())
        if data is None:
            return None  # not by us
        found = Recheck.from_json(json.loads(data))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # never checked, or the file is damaged: check
    found.remembered, found.seconds = len(found.accepted), 0.0
    return found


def _seal_of(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _is_ours(file: Path) -> bool:
    try:
        return unsealed(_seal_of(file), file.read_bytes()) is not None
    except OSError:
        return False


def recall(oleans: Mapping[str, Path]) -> Recheck | None:
    """The verdict on these modules if exactly they were judged before, else None.

    Raises:
        OleanError: a file cannot be read.
        CacheError: there can be no cache folder.
    """
    return _read(_stored(_contents(oleans)))


def recheck_remembered(oleans: Mapping[str, Path], *, deadline: float | None = None) -> Recheck:
    """Recheck the modules of a project, as far as that has not been done before.

    Args:
        oleans: for each module its ``.olean``.
        deadline: wall-clock time (`time.monotonic`) at which to stop; what is left is inconclusive.

    Returns:
        The verdict on every declaration. `remembered` counts those that were accepted earlier.

    Raises:
        OleanError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    contents = _contents(oleans)
    stored = _stored(contents)
    known_whole = _read(stored)
    if known_whole is not None:
        return known_whole
    folder = stored.parent
    with translate_os_errors(folder):
        folder.mkdir(exist_ok=True)
    environment = Environment.load(oleans)
    keys: dict[str, bytes] = {}
    for name, module in environment.modules.items():
        keys[name] = _digest((name.encode(), contents[name], *(keys[i] for i in module.imports)))
    known = [name for name, key in keys.items() if _is_ours(folder / f"module-{key.hex()}")]
    result = _recheck(environment, known, deadline)
    fine = set(result.accepted) - result.tainted
    with translate_os_errors(folder):
        for name, module in environment.modules.items():
            if name not in known and fine.issuperset(module.kinds):
                file = folder / f"module-{keys[name].hex()}"
                write_atomically(file, sealed(_seal_of(file), b""))
        if not result.inconclusive:
            write_atomically(stored, sealed(_seal_of(stored), json.dumps(result.to_json()).encode()))
    return result


def _recheck(environment: Environment, known: list[str], deadline: float | None) -> Recheck:
    trusted = {name for module in known for name in environment.modules[module].kinds}
    if not trusted:
        return recheck(environment, deadline=deadline)
    result = recheck_declarations(lambda: _closure(environment, trusted), deadline=deadline, trusted=trusted)
    if result.rejected or result.inconclusive:  # say so only after everything was looked at afresh
        return recheck(environment, deadline=deadline)
    result.accepted = [*trusted, *result.accepted]
    result.remembered = len(trusted)
    return result


def _closure(environment: Environment, trusted: set[str]) -> list[d.Declaration]:
    """The declarations to check, and of the trusted ones those that they need.

    A trusted theorem comes without its proof, which nothing needs but in the rarest cases; where one does,
    the declaration is rejected here and everything is checked again in full."""
    importer = Importer()
    found: dict[str, d.Declaration] = {}
    todo = [name for name in environment if name not in trusted]
    todo += [n for n in trusted if n.startswith("Nat.") or n in ("Nat", "Bool", "Eq", "String")]
    while todo:
        name = todo.pop()
        if name in found or name not in environment:
            continue
        constant = environment[name]
        if name in trusted and isinstance(constant, o.Theorem):
            declaration: d.Declaration = d.Axiom(name, constant.levels, importer.term(constant.type))
        else:
            declaration = importer.declaration(constant)
        found[name] = declaration
        todo += stands_on(declaration)
    return list(found.values())
