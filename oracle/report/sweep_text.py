"""A sweep for people: words first, then figures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofgrad.oracle.report.figures import figure
from proofgrad.oracle.report.sections import Row, Section

if TYPE_CHECKING:
    from proofgrad.oracle.sweep import Sweep

__all__ = ["sweep_section"]

_STYLES = {"pass": "green", "fail": "bold red", "inconclusive": "yellow"}


def sweep_section(found: Sweep, *, verbose: bool = False) -> Section:
    """The section of one sweep."""
    given = "".join(f", {name} = {value:g}" for name, value in found.params.items())
    title = f"{found.node} {found.what}, {found.backend}, {found.dtype}{given}: {found.verdict}"
    return Section(title, tuple(_rows(found, verbose)))


def _rows(found: Sweep, verbose: bool) -> Iterator[Row]:
    tally, (done, total) = found.tally, found.segments
    yield Row("judged", _judged(found), style=_STYLES[found.verdict])
    if tally.inputs:
        scope = "of every input" if found.whole else "of the inputs judged"
        yield Row("certified", f"no error above {_bound(tally.bound)} ULP {scope}")
        if (worst := found.worst) is not None:
            place = f"x = {worst['input']:.9g} ({worst['bits']})"
            attained = "" if worst["error"] is None else f"; {worst['error']:.7f} ULP, by Arb"
            yield Row("worst", f"{place}: got {worst['got']}, wanted {worst['wanted']}{attained}")
        above = ", ".join(f"{n:,} above {level:g}" for n, level in zip(tally.over, (0.5, 1, 2), strict=True))
        yield Row("errors", f"certainly above: {above} ULP")
    if tally.ordered:
        descents = f"{tally.descents:,} of {tally.ordered:,} neighbours are in the wrong order"
        where = "" if tally.descent is None else f" (one at {tally.descent:#x})"
        yield Row("order", descents + where)
    if tally.wrong_count:
        places = ", ".join(f"{bits:#x}" for bits in tally.wrong)
        text = f"{tally.wrong_count:,} inputs gave nan or an infinity where none is wanted: {places}"
        yield Row("wrong", text, style="bold red")
    for special in found.special:
        if special.right is False:
            text = f"f({special.input}) gave {special.got}, wanted {special.wanted}"
            yield Row("special", text, style="bold red")
    if found.special:
        right = sum(s.right is True for s in found.special)
        free = sum(s.right is None for s in found.special)
        wrong = len(found.special) - right - free
        text = f"{right} special inputs right, {wrong} wrong, {free} without a wanted value"
        yield Row("special", text)
    if tally.undecided:
        yield Row("undecided", f"{tally.undecided:,} inputs, for which no reference was certified")
    if tally.conventional:
        yield Row(
            "no number", f"{tally.conventional:,} inputs at which none is wanted (a convention of Lean's)"
        )
    for message, count in tally.failures.items():
        yield Row("kernel", f"{count} segments: {message}", style="bold red")
    yield Row(
        "time", f"kernel {tally.seconds[0]:.1f} s, with the comparison {tally.seconds[1]:.1f} s of a core"
    )
    if verbose:
        for name, binade in tally.binades.items():
            yield Row(f"2^{name}", f"{binade.inputs:,} inputs, at most {_bound(binade.bound)} ULP")
    if done < total:
        yield Row(
            "left", f"{total - done:,} of {total:,} segments; the same command goes on where it stopped"
        )


def _judged(found: Sweep) -> str:
    count = f"{found.tally.inputs:,} inputs"
    if found.whole:
        return f"every number of {found.dtype}: {count} compared, nothing sampled"
    return f"{count} compared; not all of {found.dtype}: this is no statement about the rest"


def _bound(bound: float) -> str:
    """An upper bound, rounded up."""
    return f"{math.ceil(bound * 1e7) / 1e7:.7f}" if bound < 100 else figure(bound)
