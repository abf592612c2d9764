"""What is told beside a verdict, whatever it is: neither right nor wrong, but worth knowing."""

from __future__ import annotations

from proofgrad.oracle.difftest.case import Case
from proofgrad.oracle.formula.coordinates import Part

__all__ = ["SAMPLED", "SHARES", "remarks"]

SHARES = "its answer shares memory with an argument"
"""As that of a view does, and of an operation in place: who changes the one changes the other."""

SAMPLED = "at large sizes some coordinates were judged, not all"


def remarks(case: Case, part: Part) -> tuple[str, ...]:
    """What is to be told of a comparison that was made.

    Args:
        case: the kernel, after it was called.
        part: which of its maps.
    """
    found = [SHARES] if any(part in subject.call.shared for subject in case.subjects) else []
    judged = total = 0
    for subject in case.subjects:
        if not subject.function.large:
            continue
        for sample in subject.samples:
            open_ = subject.function.wanted(part, sample).refs.open
            if open_ is not None:
                total += len(open_)
                judged += int((~open_).sum())
    if judged < total:
        found.append(f"{SAMPLED}: {judged} of {total}")
    return tuple(found)
