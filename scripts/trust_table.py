"""The tables of docs/trust.md: every road with its verdict, and how much was tried; from one run."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import trust_roads

if TYPE_CHECKING:
    from bench_trust import Figures

__all__ = ["text", "write"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "trust.md"
START, END = "<!-- written by scripts/bench trust --write -->", "<!-- to here -->"


def write(figures: Figures) -> None:
    """Put the tables into the page. Raises ValueError if there is no place for them."""
    page = PAGE.read_text("utf-8")
    made, count = re.subn(
        f"{re.escape(START)}.*?{re.escape(END)}",
        lambda _: f"{START}\n\n{text(figures)}\n{END}",
        page,
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{PAGE} has no place for the tables")
    PAGE.write_text(made, "utf-8")


def text(figures: Figures) -> str:
    """Both tables, in Markdown."""
    where = figures.environment
    lines = [f"On {where['cpu']}, Python {where['python']}, Lean {where['lean']}:", ""]
    lines += ["| | road | comes to | tests | holds |", "| --- | --- | --- | --- | --- |"]
    before = ""
    for road in trust_roads.ROADS:
        holds, tried = trust_roads.verdict(road, figures.roads)
        part = road.part if road.part != before else ""
        what = road.what.replace("|", "\\|")
        lines.append(f"| {part} | {what} | {road.comes_to} | {tried} | {'yes' if holds else '**NO**'} |")
        before = road.part
    lines += ["", "| tried | how many | outcome |", "| --- | --- | --- |"]
    lines += [f"| {what} | {count} | {outcome} |" for what, count, outcome in _counts(figures)]
    return "\n".join([*lines, ""])


def _counts(figures: Figures) -> list[tuple[str, str, str]]:
    counts = Counter(figures.counts)
    damaged = {k.removeprefix("corruptions_"): v for k, v in counts.items() if k.startswith("corruptions_")}
    said = ", ".join(
        f"{count:,} {'changed and accepted' if k == 'wrong' else k}" for k, count in damaged.items()
    )
    fuzz = ", ".join(
        f"{counts[f'fuzz_{key}']:,} {words}"
        for key, words in (
            ("accepted", "accepted by both"),
            ("rejected", "rejected by both"),
            ("declined", "not judged by the checker"),
            ("explained", "judged differently, known why"),
            ("unexplained", "judged differently"),
        )
    )
    mutants = f"{counts['mutants_rejected']:,} rejected, {counts['mutants_equal']:,} equal by definition"
    rejected = f"{figures.rejected} rejected, {figures.undecided} undecided by the second checker"
    return [
        ("declarations of the library", f"{figures.declarations:,}", rejected),
        ("random declarations, by both checkers", f"{counts['fuzz_tried']:,}", fuzz),
        ("corruptions of compiled files", f"{sum(damaged.values()):,}", said),
        ("mutants of proofs", f"{counts['mutants_tried']:,}", mutants),
        ("rows of the kernel arena", f"{counts['arena_rows']:,}", _passed(figures, "test_arena")),
        ("hand-made violations", "", _passed(figures, "test_must_reject")),
        ("faults of a server", "", _passed(figures, "test_server_faults")),
        ("CPU time of a cold check", f"{figures.cold_ratio:.2f}", "times that of one without the replay"),
        ("CPU time of a warm check", f"{figures.warm_check:.2f} s", "Python's start included"),
    ]


def _passed(figures: Figures, file: str) -> str:
    found = figures.tests.get(file, {})
    return f"{found.get('passed', 0)} of {sum(found.values())} tests passed"
