"""Goal states at a position of a Lean file, asked of a Lean server.

A place is written as a person reads it: ``123`` (a line of the file of the node's theorem), ``+2`` (two lines
below the theorem's name), ``123:8`` (with a column), or ``NN/Some/File.lean:123:8``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.build.plan import make_plan
from proofgrad.bridge.catalogue.model import Source
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.errors import ProjectError, UsageError
from proofgrad.bridge.explaining.model import GoalState

__all__ = ["goal_states"]

_PLACE = re.compile(r"(?:(?P<file>[^:]+\.lean):)?(?P<sign>\+?)(?P<line>\d+)(?::(?P<column>\d+))?")


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    file: str
    line: int
    columns: tuple[int, ...]
    text: str
    source: str


def goal_states(session: Session, theorem: Source | None, place: str) -> tuple[GoalState, ...]:
    """The goals at a place of a project's source.

    Args:
        session: the project, built.
        theorem: where lines without a file are counted.
        place: see the module's docstring. Without a column: at the first letter of the line, and at its end.

    Raises:
        UsageError: there is no such place.
        ServerError, LeanTimeout, LeanCrashed: the server did not answer.
    """
    from proofgrad.bridge.checking.cross.check import lean_server

    found = _find(session, theorem, place)
    name = session.project.module_of(found.path)
    if name is not None and name in session.built.modules:
        _require_imports(session, name)
    states = []
    with lean_server(session) as server:
        answers, said = server.goals_at(found.path, found.source, [(found.line, c) for c in found.columns])
    messages = tuple(
        f"{m.severity}: {m.text}"
        for m in said
        if m.line is not None and m.line <= found.line <= (m.end_line or m.line)
    )
    for column, answer in zip(found.columns, answers, strict=True):
        states.append(
            GoalState(found.file, found.line, column, found.text, answer.status, answer.goals, messages)
        )
    return tuple(states)


def _find(session: Session, theorem: Source | None, place: str) -> _Place:
    match = _PLACE.fullmatch(place.strip())
    if match is None:
        raise UsageError(
            f"{place!r} is no place in a Lean file", hint="such as 123, +2, 123:8 or NN/File.lean:123:8"
        )
    file = match["file"] or (theorem.file if theorem is not None else None)
    if file is None:
        raise UsageError("it is not known where this node's theorem stands", hint="name a file: X.lean:12")
    line = int(match["line"])
    if match["sign"]:
        if theorem is None or match["file"]:
            raise UsageError(f"{place!r}: there is no theorem to count from")
        line += theorem.line
    path = session.project.root / file
    if not path.is_file():
        raise UsageError(f"the project has no file {file}")
    try:
        source = session.project.inside(path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"cannot read {path}: {error}") from error
    lines = source.split("\n")
    if not 1 <= line <= len(lines):
        raise UsageError(f"{file} has {len(lines)} lines, there is no line {line}")
    text = lines[line - 1].rstrip()
    columns = (len(text) - len(text.lstrip()), len(text))
    if match["column"]:
        columns = (int(match["column"]),) * 2
        if columns[0] > len(text):
            raise UsageError(f"line {line} of {file} has {len(text)} characters")
    return _Place(path, file, line, tuple(dict.fromkeys(columns)), text, source)


def _require_imports(session: Session, module: str) -> None:
    """The server answers about a file whose imports are compiled. Raises UsageError where one is not."""
    plan = make_plan(session.project, session.toolchain, [module])
    results = session.built.modules
    for name in plan[module].imports:
        if name not in results or results[name].status != "ok":
            raise UsageError(
                f"{module} imports {name}, which was not accepted", hint="proofgrad check says why"
            )
