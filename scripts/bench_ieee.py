"""`scripts/bench ieee`: are NumPy's basic operations IEEE's? Bounds of rounding errors assume so.

Every operation in every format at a million points and at all pairs of edge cases is compared with the exact
result, an integer times a power of two, rounded once to nearest, ties to even; so are conversions between all
formats, half of them at and beside the middles between neighbours, which rounding twice gets wrong.
`tests/oracle/rounding/test_assumed.py` does a part of it on every run.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from proofgrad.oracle.ulp import FORMATS

__all__ = ["bench_ieee"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "trust.md"
MARK = re.compile(r"(<!-- written by scripts/bench ieee[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


def bench_ieee(progress: Callable[[str], None], count: int, *, write: bool) -> int:
    """Compare, print, and with `write` into docs/trust.md."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    from ieee import OPERATIONS, conversions, first_wrong, points

    from proofgrad.oracle.rounding.assumed import THROUGH

    rows = []
    wrong: list[str] = []
    for name, fmt in FORMATS.items():
        total = 0
        for op in OPERATIONS:
            for a, b in points(fmt, count, 11):
                progress(f"{name} {op}: {total:,}")
                done, found = first_wrong(op, fmt, a, b)
                total += done
                if found is not None:
                    wrong.append(f"{name} {op}: {found}")
                    break
        rows.append(f"| {name} | {', '.join(OPERATIONS)} | {total:,} |")
        others = [other for other in FORMATS if other != name]
        total = 0
        for other in others:
            done, bad = conversions(fmt, FORMATS[other], count)
            total += done
            if bad is not None:
                wrong.append(f"{name} to {other}: {bad}")
        rows.append(f"| {name} | to {', '.join(others)} | {total:,} |")
    where = f"NumPy {np.__version__} on {platform.machine()}"
    twice = [
        f"{a} to {b} rounds twice, to {by} on the way, and is traced so" for (a, b), by in THROUGH.items()
    ]
    right = "; ".join(["all are what IEEE says, but one" if twice else "all are what IEEE says", *twice])
    said = right if not wrong else f"WRONG: {'; '.join(wrong)}"
    table = "\n".join(
        ["| format | operations | results compared |", "| --- | --- | ---: |", *rows, "", f"{where}: {said}."]
    )
    progress("")
    print(table)
    if write:
        PAGE.write_text(MARK.sub(lambda m: f"{m[1]}{table}\n{m[2]}", PAGE.read_text("utf-8")), "utf-8")
    return 1 if wrong else 0
