"""`scripts/bench prove`: from a formula to a theorem, beside a proof by hand that plain `lean` checks.

The proofs by hand are those of docs/new-node.md. Both sides stand on the same compiled library; what it takes
to compile that first is the cold run.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench_common import Measured, run

from proofgrad.bridge.build.run import build
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.process import Outcome
from proofgrad.bridge.project.header import read_header
from proofgrad.bridge.project.project import load_project

__all__ = ["bench_prove"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
FORMULAS = {"hinge": "max(1 - x, 0)", "hill": "x/(1 + x**2)"}
MARK = re.compile(r"(<!-- written by scripts/bench prove[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


def by_hand(name: str) -> str:
    """The Lean file of docs/new-node.md about a function."""
    blocks = re.findall(r"^```lean\n(.*?)^```", (DOCS / "new-node.md").read_text("utf-8"), re.M | re.S)
    return next(text for text in blocks if text.startswith("prelude") and f"def {name} " in text)


def bench_prove(progress: Callable[[str], None], repeat: int, *, write: bool) -> int:
    """Measure, and print the table; with `write` into docs/prove.md too."""
    with tempfile.TemporaryDirectory(prefix="proofgrad-bench-") as temporary:
        folder = Path(temporary)
        os.environ["PROOFGRAD_CACHE_DIR"] = str(folder / "cache")
        env = dict(os.environ)

        def prove(formula: str, name: str) -> Outcome:
            progress(f"prove {name}")
            command = [sys.executable, "-m", "proofgrad.oracle.cli", "prove", formula, "--name", name, "-q"]
            return run(command, env, folder)

        cold = prove("x*x", "first")
        rows = [row("`proofgrad prove`, nothing compiled", [cold])]
        library = load_project(None)
        toolchain = find_toolchain(library.root, needs_init=False)
        for name, formula in FORMULAS.items():
            new = [prove(formula, f"{name}{number}") for number in range(repeat)]
            again = [prove(formula, f"{name}0") for _ in range(repeat)]
            text = by_hand(name)
            (folder / "Hand.lean").write_text(text, "utf-8")
            imports = [i.module for i in read_header(text).imports]
            lean_path = build(library, toolchain, modules=imports).lean_path
            arguments = ["-s65536", *library.option_arguments(), "--root=.", "-o", "Hand.olean", "Hand.lean"]
            plain = []
            for _ in range(repeat):
                progress(f"plain lean {name}")
                plain.append(run(toolchain.command(*arguments), toolchain.environment(lean_path), folder))
            rows += [
                row(f"`proofgrad prove '{formula}'`, warm", new),
                row("the same once more", again),
                row(f"plain `lean` on the proof by hand of {name}", plain),
            ]
    table = "\n".join(["| | wall clock, s | CPU, s |", "| --- | ---: | ---: |", *rows])
    progress("")
    print(table)
    if write:
        page = DOCS / "prove.md"
        page.write_text(MARK.sub(lambda m: f"{m[1]}{table}\n{m[2]}", page.read_text("utf-8")), "utf-8")
    return 0


def row(label: str, outcomes: list[Outcome]) -> str:
    """A row of the table: medians."""
    figures = []
    for outcome in outcomes:
        figures.append(Measured())
        figures[-1].add(outcome)
    wall, cpu = (statistics.median(getattr(f, name) for f in figures) for name in ("seconds", "cpu_seconds"))
    return f"| {label} | {wall:.1f} | {cpu:.1f} |"
