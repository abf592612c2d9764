"""What caught what, as a table of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mutants.model import Mutant
from proofgrad.oracle.difftest import Verdict

__all__ = ["Caught", "caught", "missed", "table"]

WIDTH = 80


@dataclass(frozen=True)
class Caught:
    """What noticed one mutant: comparisons that failed, the classes of input and the statistics, and the
    grade that has to be required for that: `correct` is enough for what no rounding explains."""

    mutant: Mutant
    parts: tuple[str, ...]
    classes: tuple[str, ...]
    statistics: tuple[str, ...]
    error: str
    level: str = ""


def caught(mutant: Mutant, verdicts: Iterable[Verdict]) -> Caught:
    """What the verdicts on a mutant say."""
    failed = [v for v in verdicts if v.verdict == "fail"]
    results = [
        ("adjoint" if v.what == "adjoint" else name, c)
        for v in failed
        for name, c in v.classes.items()
        if c.failed
    ]
    return Caught(
        mutant,
        tuple(v.what for v in failed),
        tuple(dict.fromkeys(name for name, _ in results)),
        tuple(dict.fromkeys(s for _, c in results for s in c.failed)),
        next((v.error.kind for v in failed if v.error), ""),
        level(mutant, failed),
    )


def level(mutant: Mutant, failed: Sequence[Verdict]) -> str:
    """The least grade that must be required for every wrong part to fail; empty if one does not."""
    grades = {v.what: v.grade for v in failed}
    if not mutant.parts <= grades.keys():
        return ""
    return "correct" if all(grades[part] == "wrong" for part in mutant.parts) else "accurate"


def missed(found: Caught) -> str:
    """Why a mutant does not count as caught; empty if it does."""
    mutant = found.mutant
    if set(found.parts) - {"adjoint"} != set(mutant.parts):
        return f"{', '.join(found.parts) or 'nothing'} failed, not {', '.join(sorted(mutant.parts))}"
    if found.error != mutant.error:
        return f"the error named is {found.error or 'none'}, not {mutant.error or 'none'}"
    return ""


def _row(node: str, wrong: str, part: str, level: str, where: str, statistics: str) -> str:
    return f"{node:<9} {wrong:<27.27} {part:<7.7} {level:<8} {where:<12.12} {statistics:<12.12}".rstrip()


def table(rows: Sequence[Caught]) -> str:
    """A line for each mutant with the grade that must be required; then which class and which statistic
    caught how many, and which alone."""
    lines = [_row("node", "what is wrong", "in", "level", "class", "statistics"), "-" * WIDTH]
    for found in rows:
        mutant = found.mutant
        problem = missed(found)
        where = found.error or " ".join(found.classes[:1]) + (
            f" +{len(found.classes) - 1}" if len(found.classes) > 1 else ""
        )
        part = "f'" if set(mutant.parts) == {"jvp", "vjp"} else " ".join(sorted(mutant.parts))
        lines.append(
            _row(
                mutant.node,
                mutant.wrong + (f" ({mutant.dtype})" if mutant.dtype != "float64" else ""),
                part,
                found.level,
                "MISSED" if problem else where,
                problem
                or "typed error" * bool(found.error)
                or " ".join(found.statistics).replace("median", "med"),
            )
        )
    lines += ["-" * WIDTH, *_tally("class", [r.classes for r in rows])]
    lines += _tally("statistic", [r.statistics for r in rows])
    lines += _tally("typed error", [(r.error,) * bool(r.error) for r in rows])
    count = sum(not missed(r) for r in rows)
    at = Counter(r.level for r in rows if not missed(r))
    lines.append(f"with --require correct: {at['correct']}; only with --require accurate: {at['accurate']}")
    lines.append(f"{count} of {len(rows)} wrong kernels caught")
    return "\n".join(lines)


def _tally(what: str, found: Sequence[tuple[str, ...]]) -> list[str]:
    total = Counter(name for names in found for name in names)
    alone = Counter(names[0] for names in found if len(names) == 1)
    words = [f"{name} {n} ({alone[name]} alone)" for name, n in total.most_common()]
    lines = [f"by {what}:"]
    for word in words:
        if len(lines[-1]) + len(word) + 2 > WIDTH:
            lines.append("  ")
        lines[-1] += f" {word}" + ("" if word is words[-1] else ",")
    return lines
