"""Compare what a project declares with its committed list: nothing vanishes, nothing changes unsaid."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from proofgrad.bridge.build_compile import ModuleResult
from proofgrad.bridge.checking_model import Problem
from proofgrad.bridge.checking_session import Session
from proofgrad.bridge.paths import lean_sources

__all__ = ["compare_with_list"]

FILE = "declarations.txt"
"""The list, in the project's folder."""
_LARGEST = 64 << 20
_SHOWN = 10
_MEANT = "if that is meant, scripts/declarations writes the list anew"


def compare_with_list(session: Session) -> tuple[list[Problem], int]:
    """What has vanished, changed or come since the list was written, and how many were compared.

    A project without a list is not compared; the library that ships with proofgrad must have one. Modules
    that Lean did not accept are left out: that they were not accepted is said elsewhere.

    Raises:
        OleanError: a term is damaged.
        CacheError: the cache folder cannot be written.
    """
    file = session.project.root / FILE
    try:
        data = file.read_bytes() if file.is_file() and file.stat().st_size <= _LARGEST else None
    except OSError as error:
        return [Problem.of("unreadable", f"cannot read {FILE}: {error.strerror}", file=FILE)], 0
    if data is None:
        if session.project.root != lean_sources():
            return [], 0
        return [Problem.of("vanished-declaration", f"there is no {FILE}; {_MEANT}", file=FILE)], 0
    memory = session.remembered("declarations", hashlib.sha256(data).hexdigest(), _statuses(session))
    known = memory.read(dict)
    if known is None:
        known = _compare(session, data)
        memory.put(known)
    problems = [
        Problem.of(code, text, file=f, line=n, declaration=d) for code, text, f, n, d in known["found"]
    ]
    return problems, int(known["compared"])


def _statuses(session: Session) -> list[tuple[str, str]]:
    return sorted((name, result.status) for name, result in session.built.modules.items())


def _compare(session: Session, data: bytes) -> dict[str, Any]:
    from proofgrad.bridge.declarations import list_declarations, read_list

    try:
        wanted = read_list(data.decode("utf-8"))
    except ValueError as error:
        return {"compared": 0, "found": [["unreadable", f"cannot read {FILE}: {error}", FILE, None, None]]}
    if wanted is None:
        if session.project.root != lean_sources():  # some other file of that name
            return {"compared": 0, "found": []}
        return {"compared": 0, "found": [["unreadable", f"{FILE} is no list", FILE, 1, None]]}
    modules: Mapping[str, ModuleResult] = session.built.modules
    accepted = {name for name, result in modules.items() if result.olean is not None}
    here = list_declarations(session.environment, accepted)

    def differences() -> Iterator[list[Any]]:
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

    return {"compared": len(wanted), "found": list(differences())}
