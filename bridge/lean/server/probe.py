"""Ask a Lean server about named theorems: the axioms they rest on and their statements, in one probe file.

Each question stands on a line of its own, so each answer is known by its line; a name without an answer is an
error. The statements come fully explicit (`pp.all`), for comparison with the terms in the oleans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.errors import ServerError
from proofgrad.bridge.lean.server.session import LeanServer

__all__ = ["ProbeAnswer", "probe", "probe_text"]

_AXIOMS = re.compile(r"'.*' depends on axioms: \[(.*)\]", re.DOTALL)
_NO_AXIOMS = re.compile(r"'.*' does not depend on any axioms", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What Lean says about a constant.

    Attributes:
        axioms: all that it rests on, sorted.
        statement: its type as Lean prints it with `pp.all`, after ``@name.{levels} : ``.
        levels: the names that Lean prints for its universe parameters, in order.
    """

    axioms: tuple[str, ...]
    statement: str
    levels: tuple[str, ...]


def probe_text(modules: Iterable[str], names: Sequence[str]) -> tuple[str, dict[int, str], dict[int, str]]:
    """The probe file; on which line (1-based) axioms and on which statements are asked for."""
    lines = ["prelude", *(f"import {module}" for module in modules)]
    axioms: dict[int, str] = {}
    statements: dict[int, str] = {}
    for name in names:
        lines.append(f"#print axioms {name}")
        axioms[len(lines)] = name
    lines += [
        "set_option pp.all true",
        "set_option pp.rawOnError true",
        "set_option pp.maxSteps 1000000000",
        "set_option pp.deepTerms true",
    ]
    for name in names:
        lines.append(f"#check @{name}")
        statements[len(lines)] = name
    return "\n".join(lines) + "\n", axioms, statements


def probe(
    server: LeanServer, modules: Iterable[str], names: Sequence[str], *, timeout: float | None = None
) -> dict[str, ProbeAnswer]:
    """Ask for the axioms and the statements of some constants.

    Args:
        server: a session whose LEAN_PATH has the modules.
        modules: what to import.
        names: full names.
        timeout: seconds for the whole probe.

    Raises:
        ServerError: a question was not answered, or with an error.
        LeanTimeout, LeanCrashed: as with every question.
    """
    text, axiom_lines, statement_lines = probe_text(modules, names)
    messages = server.diagnostics(Path("/proofgrad-probe/Probe.lean").absolute(), text, timeout=timeout)
    by_line: dict[int, list[Message]] = {}
    for message in messages:
        by_line.setdefault(message.line or 0, []).append(message)
    stray = [m for line, found in by_line.items() for m in found if line not in axiom_lines | statement_lines]
    if stray:
        raise ServerError(f"Lean rejects the probe: {stray[0].text}")
    axioms = {name: _axioms(name, by_line.get(line, [])) for line, name in axiom_lines.items()}
    answers = {}
    for line, name in statement_lines.items():
        statement, levels = _statement(name, by_line.get(line, []))
        answers[name] = ProbeAnswer(axioms[name], statement, levels)
    return answers


def _one(name: str, messages: Sequence[Message]) -> str:
    if len(messages) != 1 or messages[0].severity != "information":
        said = "; ".join(m.text for m in messages) or "nothing"
        raise ServerError(f"Lean was asked about {name} and said: {said}")
    return messages[0].text


def _axioms(name: str, messages: Sequence[Message]) -> tuple[str, ...]:
    text = _one(name, messages)
    if (found := _AXIOMS.fullmatch(text.strip())) is not None:
        return tuple(sorted(part.strip() for part in found[1].split(",")))
    if _NO_AXIOMS.fullmatch(text.strip()) is not None:
        return ()
    raise ServerError(f"Lean was asked for the axioms of {name} and said: {text}")


def _statement(name: str, messages: Sequence[Message]) -> tuple[str, tuple[str, ...]]:
    text = _one(name, messages)
    head, colon, statement = text.partition(" : ")
    if not colon:
        raise ServerError(f"Lean was asked for the statement of {name} and said: {text}")
    levels = re.search(r"\.\{([^}]*)\}$", head)
    return statement, tuple(part.strip() for part in levels[1].split(",")) if levels else ()
