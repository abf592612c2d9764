"""`scripts/bench mutants`: wrong kernels, what of the differential tests catches each of them, and at which
grade: some are no further off than evaluating the formula can be, and fail only where more is required.

The formulas are those of the catalogue, read from the proofs; the settings are the defaults.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["bench_mutants"]


def bench_mutants(progress: Callable[[str], None]) -> int:
    """Print the table. Returns 1 if a wrong kernel passes or a sound one is flagged, else 0."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    from mutants import SOUND, SUITE, caught, examine, missed, run, table
    from mutants.vectors import NODES, VECTOR_MUTANTS

    import proofgrad.bridge

    progress("catalogue")
    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    started = time.process_time()
    rows = []
    wrong = [*((mutant, nodes) for mutant in SUITE), *((mutant, NODES) for mutant in VECTOR_MUTANTS)]
    for number, (mutant, known) in enumerate(wrong):
        progress(f"wrong kernels: {number} of {len(wrong)} {mutant.name}")
        rows.append(caught(mutant, run(mutant, known)))
    flagged = []
    for number, sound in enumerate(SOUND):
        progress(f"sound kernels: {number} of {len(SOUND)} {sound.name}")
        flagged += [
            f"{sound.name}, {v.what}: {v.message}" for v in examine(sound, nodes) if v.verdict != "pass"
        ]
    progress("")
    print(table(rows))
    print(f"{len(SOUND) - len({f.split(',')[0] for f in flagged})} of {len(SOUND)} sound kernels pass")
    print("\n".join(f"flagged: {f}" for f in flagged) + "\n" * bool(flagged), end="")
    print(f"{time.process_time() - started:.0f} s of CPU")
    return 1 if flagged or any(missed(row) for row in rows) else 0
