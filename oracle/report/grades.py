"""Grades and diagnoses as every format shows them: the word of a verdict, and what is the matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from proofgrad.oracle.report.figures import figure, unit, worst_ulp
from proofgrad.oracle.report.model import TestJson, VerdictJson, WorstJson

__all__ = [
    "OUTCOMES",
    "WORDS",
    "Trouble",
    "diagnosis_of",
    "example_of",
    "failing_first",
    "grade_of",
    "shown",
    "troubles",
]

WORDS = ("wrong", "fail", "inconclusive", "correct", "accurate", "rounded", "pass")
"""The words that stand first, from the worst: grades, and what reports of older versions have in place."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")

OUTCOMES = ("fail", "inconclusive", "pass")
"""Verdicts, from the worst."""


def grade_of(verdicts: Iterable[VerdictJson]) -> str:
    """The word for some verdicts together: the worst grade, or that something could not be judged."""
    words: dict[str, list[str]] = {outcome: [] for outcome in OUTCOMES}
    for v in verdicts:
        words[v["verdict"]].append(v.get("grade") or v["verdict"])
    if words["inconclusive"] and not words["fail"]:
        return "inconclusive"
    return min(words["fail"] or words["pass"], key=WORDS.index, default="inconclusive")


def diagnosis_of(verdict: VerdictJson) -> str:
    """What is the matter, in words; for a verdict that has no diagnosis, its message or its largest error."""
    if verdict["verdict"] == "pass":
        return verdict.get("diagnosis", "")
    words, message = verdict.get("diagnosis", ""), verdict.get("message", "")
    error = (verdict.get("error") or {}).get("message", "")
    if words and error and not verdict["classes"]:
        return f"{words}: {error.rpartition(']: ')[2]}"  # what was called with what is in the details
    return words or message or f"largest error found {figure(worst_ulp(verdict))} {unit(verdict)}"


def shown(verdict: VerdictJson) -> WorstJson | dict[str, str] | None:
    """An input at which a verdict shows: the simplest one that was found, or the worst of what failed."""
    if simplest := verdict.get("simplest"):
        return simplest
    failed = [c for c in verdict["classes"].values() if c.get("failed") and c["worst"]]
    return failed[0]["worst"] if failed else None


def example_of(verdict: VerdictJson) -> str:
    """The same in words, after a diagnosis; empty if there is none."""
    found = shown(verdict)
    return f"; at {found['input']}: got {found['got']}, wanted {found['wanted']}" if found else ""


def failing_first(verdicts: Iterable[VerdictJson]) -> list[VerdictJson]:
    """Those that fail, then those that could not be judged, then the others."""
    return sorted(verdicts, key=lambda v: OUTCOMES.index(v["verdict"]))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Verdicts of one kernel of which the same is to be said.

    Attributes:
        text: what is the matter.
        verdicts: of which.
    """

    text: str
    verdicts: tuple[VerdictJson, ...]

    @property
    def about(self) -> str:
        """Which maps: ``jvp, vjp``."""
        return ", ".join(dict.fromkeys(v["what"] for v in self.verdicts))

    @property
    def dtypes(self) -> tuple[str, ...]:
        """In which formats."""
        return tuple(dict.fromkeys(v["dtype"] for v in self.verdicts))


def troubles(test: TestJson | None) -> list[Trouble]:
    """All that is the matter with kernels, the worst first: verdicts that are no pass, and what a pass that
    is only correct loses. Known failures of a baseline are none."""
    alike: dict[tuple[str, ...], list[VerdictJson]] = {}
    for v in test["verdicts"] if test else ():
        text = diagnosis_of(v)
        if v.get("known") or (v["verdict"] == "pass" and not text):
            continue
        key = (v["node"], v["backend"], v["verdict"], grade_of([v]), v["dtype"], _NUMBER.sub("#", text))
        alike.setdefault(key, []).append(v)
    groups: dict[tuple[str, ...], list[VerdictJson]] = {}
    for (node, backend, outcome, grade, *_), found in alike.items():
        # jvp and vjp differ by a digit of what a search found; formats are told apart by theirs.
        whats = ", ".join(v["what"] for v in found)
        same = (node, backend, outcome, grade, whats, diagnosis_of(found[0]))
        groups.setdefault(same, []).extend(found)
    listed = [Trouble(key[-1], tuple(found)) for key, found in groups.items()]
    return sorted(
        listed,
        key=lambda t: (OUTCOMES.index(t.verdicts[0]["verdict"]), WORDS.index(grade_of(t.verdicts))),
    )
