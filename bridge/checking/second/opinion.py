"""The second opinion: our own type checker goes over everything that Lean accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofgrad.bridge.checking.listed import Place, listed, place_of, some
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.second.apart import ask

if TYPE_CHECKING:  # the checker is loaded where it is asked
    from proofgrad.bridge.checker import Recheck
    from proofgrad.bridge.checking.compiled import Compiled

__all__ = ["Opinion", "second_opinion", "verdict_problems"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second checker said.

    Attributes:
        found: its verdicts; None if it came to none.
        problems: one for each declaration that is rejected or could not be judged, or why there is no
            verdict.
    """

    found: Recheck | None
    problems: tuple[Problem, ...]

    @property
    def accepted(self) -> frozenset[str]:
        """The declarations that are accepted and stand on accepted ones only."""
        return frozenset() if self.found is None else frozenset(self.found.accepted) - self.found.tainted


def second_opinion(compiled: Compiled) -> Opinion:
    """Recheck the compiled modules; what was accepted before is not checked again.

    Raises:
        OleanError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    from proofgrad.bridge.checker import Recheck, recall

    compiled.stage("rechecking with the second checker")
    found = recall(compiled.oleans)
    if found is None:
        answer = ask(compiled.oleans, timeout=compiled.timeout)
        if "recheck" not in answer.found:
            why = answer.problem or Problem.of("empty", "the second checker gave no answer")
            return Opinion(None, (why,))
        found = Recheck.from_json(answer.found["recheck"])
    problems = verdict_problems(found, lambda name: place_of(compiled, name), len(compiled.environment))
    return Opinion(found, tuple(problems))


def verdict_problems(found: Recheck, place: Place, declared: int) -> list[Problem]:
    """What the second checker did not accept, as problems.

    Args:
        found: its verdicts.
        place: where a declaration stands.
        declared: how many declarations there are. Fewer accepted ones are never ok, whatever the reason.
    """
    from proofgrad.bridge.checker.verdicts import NOT_REACHED

    late = [name for name, why in found.inconclusive.items() if why == NOT_REACHED]
    undecided = {name: why for name, why in found.inconclusive.items() if why != NOT_REACHED}
    problems = listed("rejected-by-python", "the second checker rejects", found.rejected, place)
    problems += listed("undecided-by-python", "the second checker cannot judge", undecided, place)
    if late:
        text = f"the second checker did not come to {len(late)} declarations in time: {some(late)}"
        problems.append(Problem.of("timeout", text))
    accepted = len(set(found.accepted) - found.tainted)
    if accepted < declared and not problems:
        text = (
            f"the second checker accepts {accepted} of {declared} declarations and does not say why not all"
        )
        problems.append(Problem.of("undecided-by-python", text))
    return problems
