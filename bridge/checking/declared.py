"""Compare what a project declares with its committed list: nothing vanishes, nothing changes unsaid."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.files.paths import lean_sources

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["compare_with_list", "differences", "list_of"]

FILE = "declarations.txt"
"""The list, in the project's folder."""
_LARGEST = 64 << 20
_SHOWN = 10
_MEANT = "if that is meant, scripts/declarations writes the list anew"


def compare_with_list(compiled: Compiled) -> tuple[list[Problem], int]:
    """What has vanished, changed or come since the list was written, and how many were compared.

    A project without a list is not compared; the library that ships with proofgrad must have one. Modules
    that Lean did not accept are left out: that they were not accepted is said elsewhere.

    Raises:
        OleanError: a term is damaged.
        CacheError: the cache folder cannot be written.
    """
    text, problems = list_of(compiled.project.root)
    if text is None:
        return problems, 0
    digest = hashlib.sha256(text.encode()).hexdigest()
    memory = compiled.remembered("declarations", digest, _statuses(compiled))
    known = memory.read(dict)
    if known is None:
        modules = compiled.built.modules
        accepted = {name for name, result in modules.items() if result.olean is not None}
        known = differences(compiled.environment, accepted, modules, text)
        memory.put(known)
    problems = [
        Problem.of(code, text, file=f, line=n, declaration=d) for code, text, f, n, d in known["found"]
    ]
    if not known["compared"] and not problems and compiled.project.root == lean_sources():
        problems = [Problem.of("damaged-list", f"{FILE} is no list", file=FILE, line=1)]
    return problems, int(known["compared"])


def list_of(root: Path) -> tuple[str | None, list[Problem]]:
    """The list in a project's folder as text; None, and what is wrong with that, if there is none."""
    file, own = root / FILE, root == lean_sources()

    def wrong(code: str, text: str) -> tuple[None, list[Problem]]:
        return None, [Problem.of(code, text, file=FILE)]

    try:
        if not file.exists():
            return wrong("vanished-declaration", f"there is no {FILE}; {_MEANT}") if own else (None, [])
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return wrong("damaged-list", f"{FILE} is no ordinary file, or a very large one")
        if not file.resolve().is_relative_to(root.resolve()):
            return wrong("damaged-list", f"{FILE} leads out of the project, to {file.resolve()}")
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        return wrong("unreadable", f"cannot read {FILE}: {error.strerror}")
    except UnicodeDecodeError as error:
        return wrong("damaged-list", f"{FILE} is damaged: {error}")
    return text, []


def _statuses(compiled: Compiled) -> list[tuple[str, str]]:
    return sorted((name, result.status) for name, result in compiled.built.modules.items())


def differences(
    environment: Environment, accepted: Collection[str], modules: Collection[str], text: str
) -> dict[str, Any]:
    """How the declarations of the accepted ones among the modules differ from a list.

    Returns:
        ``compared``: how many the list has; ``found``: [code, message, file, line, declaration].

    Raises:
        OleanError: a term is damaged.
    """
    from proofgrad.bridge.checking.declarations import list_declarations, read_list

    try:
        wanted = read_list(text)
    except ValueError as error:
        return {"compared": 0, "found": [["damaged-list", f"{FILE} is damaged: {error}", FILE, None, None]]}
    here = list_declarations(environment, accepted)

    def differing() -> Iterator[list[Any]]:
        for name, entry in wanted.items():
            now = here.get(name)
            if now is None:
                if entry.module in accepted or entry.module not in modules:
                    text = f"the {entry.kind} {name} of {FILE} is no longer there; {_MEANT}"
                    yield ["vanished-declaration", text, FILE, None, name]
            elif (now.kind, now.digest) != (entry.kind, entry.digest):
                what = f"a {now.kind} now" if now.kind != entry.kind else "not what it was"
                text = f"the {entry.kind} {name} is {what}, says {FILE}; {_MEANT}"
                yield ["changed-declaration", text, FILE, None, name]
        new = [name for name in here if name not in wanted]
        if new:
            listed = ", ".join(new[:_SHOWN]) + (", ..." if len(new) > _SHOWN else "")
            text = f"{len(new)} declarations are not in {FILE} yet ({_MEANT}): {listed}"
            yield ["new-declaration", text, FILE, None, None]

    return {"compared": len(wanted), "found": list(differing())}
