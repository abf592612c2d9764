"""The second opinion: our own type checker goes over everything that Lean accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from proofgrad.bridge.checker import Recheck, recall
from proofgrad.bridge.checker.verdicts import NOT_REACHED
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.second.apart import ask
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.checking.source import file_of

__all__ = ["second_opinion", "verdict_problems"]

SHOWN = 200
"""Declarations with one reason each that are listed one by one; the rest is counted."""
_NAMED = 5

Place = Callable[[str], tuple[str | None, int | None, int | None]]
"""Where a declaration stands: file, line, column."""


def second_opinion(session: Session) -> tuple[list[Problem], frozenset[str]]:
    """Recheck the compiled modules; what was accepted before is not checked again.

    Returns:
        A problem for each declaration that is rejected or could not be judged, and the names of those that
        are accepted and stand on accepted ones only.

    Raises:
        OleanError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    session.stage("rechecking with the second checker")
    found = recall(session.oleans)
    if found is None:
        answer = ask(session.oleans, timeout=session.timeout)
        if "recheck" not in answer.found:
            return [answer.problem or Problem.of("empty", "the second checker gave no answer")], frozenset()
        found = Recheck.from_json(answer.found["recheck"])
    problems = verdict_problems(found, lambda name: _place(session, name), len(session.environment))
    return problems, frozenset(found.accepted) - found.tainted


def verdict_problems(found: Recheck, place: Place, declared: int) -> list[Problem]:
    """What the second checker did not accept, as problems.

    Args:
        found: its verdicts.
        place: where a declaration stands.
        declared: how many declarations there are. Fewer accepted ones are never ok, whatever the reason.
    """
    late = [name for name, why in found.inconclusive.items() if why == NOT_REACHED]
    undecided = {name: why for name, why in found.inconclusive.items() if why != NOT_REACHED}
    problems = _listed("rejected-by-python", "rejects", found.rejected, place)
    problems += _listed("undecided-by-python", "cannot judge", undecided, place)
    if late:
        text = f"the second checker did not come to {len(late)} declarations in time: {_some(late)}"
        problems.append(Problem.of("timeout", text))
    accepted = len(set(found.accepted) - found.tainted)
    if accepted < declared and not problems:
        text = (
            f"the second checker accepts {accepted} of {declared} declarations and does not say why not all"
        )
        problems.append(Problem.of("undecided-by-python", text))
    return problems


def _listed(code: str, verb: str, reasons: Mapping[str, str], place: Place) -> list[Problem]:
    problems = []
    for name in list(reasons)[:SHOWN]:
        file, line, column = place(name)
        text = f"the second checker {verb} {name}: {reasons[name]}"
        problems.append(Problem.of(code, text, file=file, line=line, column=column, declaration=name))
    rest = list(reasons)[SHOWN:]
    if rest:
        text = f"the second checker {verb} {len(rest)} more declarations: {_some(rest)}"
        problems.append(Problem.of(code, text))
    return problems


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")


def _place(session: Session, name: str) -> tuple[str | None, int | None, int | None]:
    env = session.environment
    if name not in env:
        return None, None, None
    module, at = env.module_of(name), env.position(name)
    line, column = (at.line, at.column) if at is not None else (None, None)
    return file_of(session.project, module) if module in session.built.modules else None, line, column
