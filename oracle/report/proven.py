"""Proven bounds of rounding errors, for people, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from proofgrad.oracle.report.figures import rounded_up
from proofgrad.oracle.report.model import VerdictJson
from proofgrad.oracle.report.summary import Tested

__all__ = ["NOTE", "any_proven", "bound_text", "in_short", "in_words"]

NOTE = "proven bound: of f / of f′ by this very source, in ULP, within a range that -v shows (docs/bound.md)"
_SYMBOLS = {"forward": "f", "jvp": "f′"}


def any_proven(kernels: Iterable[Tested]) -> bool:
    """Whether something is proven of one of them."""
    return any("proven_bound" in v for kernel in kernels for v in kernel.verdicts.values())


def in_short(verdicts: Mapping[str, VerdictJson]) -> str:
    """The bounds of f and of f′, such as ``3.58 / 4.68``."""
    found = [verdicts[what].get("proven_bound") if what in verdicts else None for what in _SYMBOLS]
    if not any(found):
        return "-"
    return " / ".join(rounded_up(bound["ulp"]) if bound else "-" for bound in found)


def bound_text(verdict: VerdictJson) -> str:
    """One bound: how large, where, how many gaps there are."""
    bound = verdict["proven_bound"]
    gaps = f", but for {bound['gaps']} ranges" if bound["gaps"] else ""
    return f"≤ {rounded_up(bound['ulp'])} ULP on [{bound['low']:.4g}, {bound['high']:.4g}]{gaps}"


def in_words(verdicts: Mapping[str, VerdictJson]) -> str:
    """The bounds of f and of f′ with their ranges; a dash where there is none."""
    texts = [
        f"{symbol} {bound_text(verdicts[what])}"
        for what, symbol in _SYMBOLS.items()
        if what in verdicts and "proven_bound" in verdicts[what]
    ]
    return "; ".join(texts) or "-"
