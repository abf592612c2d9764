"""The second opinion: our own type checker goes over everything that Lean accepted."""

from __future__ import annotations

import time

from proofgrad.bridge import settings
from proofgrad.bridge.checking_model import Problem
from proofgrad.bridge.checking_session import Session
from proofgrad.bridge.checking_source import file_of

__all__ = ["second_opinion"]


def second_opinion(session: Session) -> tuple[list[Problem], frozenset[str]]:
    """Recheck the compiled modules; what was accepted before is not checked again.

    Returns:
        A problem for each declaration that is rejected or could not be judged, and the names of those that
        are accepted and stand on accepted ones only.

    Raises:
        OleanError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    from proofgrad.bridge.checker import recheck_remembered

    session.stage("rechecking with the second checker")
    limit = settings.module_timeout() if session.timeout is None else session.timeout
    found = recheck_remembered(session.oleans, deadline=time.monotonic() + limit)
    problems = [
        _problem(session, "rejected-by-python", name, f"the second checker rejects {name}: {why}")
        for name, why in found.rejected.items()
    ] + [
        _problem(session, "undecided-by-python", name, f"the second checker cannot judge {name}: {why}")
        for name, why in found.inconclusive.items()
    ]
    return problems, frozenset(found.accepted) - found.tainted


def _problem(session: Session, code: str, name: str, text: str) -> Problem:
    env = session.environment
    if name not in env:
        return Problem.of(code, text, declaration=name)
    module, at = env.module_of(name), env.position(name)
    line, column = (at.line, at.column) if at is not None else (None, None)
    file = file_of(session.project, module) if module in session.built.modules else None
    return Problem.of(code, text, file=file, line=line, column=column, declaration=name)
