"""Run the reproductions of scripts/framework_findings.py and write docs/findings.md from what they print.

    .venv/bin/python scripts/findings.py [--check] [--also PYTHON]...

Each runs in a Python of its own, with nothing of this project; what it prints is put beside an enclosure of the
proven formula. --also names further Pythons, with other versions of the frameworks. A finding that reproduces in
none is an error, and nothing is written. --check only runs them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from framework_findings import FINDINGS, VECTOR_FINDINGS, Finding, VectorFinding

import proofgrad.bridge
from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.report.environment import environment
from proofgrad.oracle.ulp import Status, format_of

ROOT = Path(__file__).resolve().parents[1]
SORTS = {
    "defect": (
        "Defects",
        "No documentation that we found announces these, and a right answer could be given at the same cost.",
    ),
    "accuracy": (
        "Losses of accuracy",
        "They follow from how the function is computed. Whether they matter is for its users to say: a gradient that "
        "is 0 instead of 4e-18 does no harm by itself, but a relative tolerance does not hold there.",
    ),
    "documented": ("Documented behaviour", "As the framework's documentation says, or its compiler's."),
    "convention": (
        "Conventions",
        "At nan, at kinks and at zeros with a sign there is no derivative to be right about. The frameworks differ.",
    ),
}


@dataclass(frozen=True)
class Python:
    """An interpreter, and what is installed for it."""

    executable: str
    versions: dict[str, str]
    capability: str

    @classmethod
    def of(cls, executable: str) -> Python:
        """Ask it."""
        code = (
            "import json, torch; from importlib.metadata import version;"
            " print(json.dumps([{n: version(n) for n in ('torch', 'jax', 'jaxlib', 'numpy')},"
            " torch.backends.cpu.get_cpu_capability()]))"
        )
        return cls(executable, *json.loads(run(executable, code)))

    def prints(self, finding: Finding | VectorFinding) -> tuple[str, ...]:
        """What a reproduction prints here."""
        return tuple(run(self.executable, finding.code).split())


def run(executable: str, code: str) -> str:
    """What code prints, without this project's packages. Raises SystemExit if it fails."""
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [executable, "-c", code], env=clean, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        raise SystemExit(f"{executable}: {code}: {done.stderr[-2000:]}")
    return done.stdout


def answers(finding: Finding | VectorFinding, pythons: Sequence[Python]) -> dict[tuple[str, ...], str]:
    """What is printed, and by which versions of the framework."""
    found: dict[tuple[str, ...], list[str]] = {}
    for python in pythons:
        versions = found.setdefault(python.prints(finding), [])
        here = python.versions[finding.framework]
        if here not in versions:
            versions.append(here)
    return {said: ", ".join(versions) for said, versions in found.items()}


def shown(said: tuple[str, ...], versions: str, framework: str, lines: str) -> list[str]:
    """What was printed, as a block that says where."""
    return [f"```text {framework} {versions}", lines.join(said), "```", ""]


def wanted(finding: Finding, node: Node, got: tuple[str, ...]) -> tuple[str, str, list[float]]:
    """The input in decimal, the enclosure, and the errors of the answers in ULP of the dtype."""
    fmt = format_of(finding.dtype)
    assert node.formula is not None
    values = {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters} | dict(finding.params)
    reference = Reference((node.formula.f, node.formula.df), values)
    x = np.array([fmt.from_hex(finding.x)], dtype=fmt.dtype)
    part = reference.enclose(x, fmt)[0 if finding.what == "forward" else 1]
    numbers = np.array([float(g) for g in got]).astype(fmt.dtype)
    status = Status(int(part.values.status[0]))
    decimal = repr(float(x[0])) if fmt.name == "float64" else str(x[0])
    if np.isfinite(float(x[0])):
        tree = reference.trees[0 if finding.what == "forward" else 1]
        enclosure = str(ball(tree, Fraction(float(x[0])), 256).value.str(20))
    else:
        enclosure = {Status.NAN: "nan (nan in, nan out)"}.get(
            status, f"the limit {part.values.approximate()[0]:g}"
        )
    errors = part.values.take(np.zeros(len(numbers), np.intp)).errors(numbers)
    return decimal, enclosure, [abs(float(e)) for e in errors]


def reproduces(finding: Finding, node: Node, python: Python) -> bool:
    """Whether what the finding says holds for the versions installed there."""
    return max(wanted(finding, node, python.prints(finding))[2]) > 1.0


def bits(finding: Finding) -> str:
    """The bits of the number in the reproduction."""
    fmt = format_of(finding.dtype)
    found = re.search(r"(?:tensor\(|\(n,\), |asarray\()(.+?), dtype", finding.code)
    assert found is not None
    number = float(found[1].removeprefix("-").replace("jnp.", "").removeprefix("float(").strip('()"'))
    value = fmt.narrow(np.array([-number if found[1].startswith("-") else number]))
    return fmt.hex(value[0])


def vector_section(finding: VectorFinding, node: Node, pythons: Sequence[Python]) -> str:
    """The finding as Markdown. Raises SystemExit if it does not reproduce."""
    formula = next(f for f in node.vectors if dict(f.sizes) == dict(finding.sizes))
    point = Point(
        [Fraction(e) for e in finding.entries], (), {k: Fraction(v) for k, v in finding.params.items()}
    )
    value = VectorProgram(formula.forward).values(point, 2.0**-100)[finding.coordinate]
    exact = float(value.ball)
    found = answers(finding, pythons)
    small = 2.0 ** (3 - format_of(finding.dtype).precision)
    rows, errors = [], []
    for got, versions in found.items():
        first = float(got[0].strip("[],"))
        errors.append(abs(first - exact) / abs(exact))
        right = " (right)" if errors[-1] < small else ""
        rows.append(f"| {versions} | {first!r} | {value.ball.str(20)} | {errors[-1]:.2g}{right} |")
    if max(errors) < small:
        raise SystemExit(f"{finding.title}: does not reproduce: {found}, {exact}")
    lines = [
        f"### {finding.framework}: {finding.title}",
        "",
        finding.about,
        "",
        f"`{finding.node}` in {finding.dtype} at {formula.label}, the input as below.",
        "",
        f"| {finding.framework} | got | wanted: enclosure of the proven formula | relative error |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        *("```python", finding.code, "```", ""),
    ]
    for got, versions in found.items():
        lines += shown(got, versions, finding.framework, " ")
    return "\n".join(lines)


def section(finding: Finding, node: Node, pythons: Sequence[Python]) -> str:
    """The finding as Markdown. Raises SystemExit if it does not reproduce."""
    if bits(finding) != finding.x and finding.x not in ("0x7fc00000", "0x7ff8000000000000"):
        raise SystemExit(f"{finding.title}: its input is {bits(finding)}, not {finding.x}")
    found = answers(finding, pythons)
    rows, largest = [], 0.0
    for got, versions in found.items():
        decimal, enclosure, errors = wanted(finding, node, got)
        largest = max(largest, *errors)
        ulp = ", ".join("infinite" if not np.isfinite(e) else f"{e:.3g}" for e in errors)
        right = " (right)" if max(errors) <= 1.0 else ""
        rows.append(f"| {versions} | {', '.join(got)} | {enclosure} | {ulp}{right} |")
    if largest <= 1.0:
        raise SystemExit(f"{finding.title}: does not reproduce: {found}, {enclosure}")
    what = "f" if finding.what == "forward" else "f′"
    lines = [
        f"### {finding.framework}: {finding.title}",
        "",
        f"{finding.about}",
        "",
        f"{what} of `{finding.node}` in {finding.dtype} at {decimal} (`{finding.x}`).",
        "",
        f"| {finding.framework} | got | wanted: enclosure of the proven {what} | error in ULP |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        *("```python", finding.code, "```", ""),
    ]
    for got, versions in found.items():
        lines += shown(got, versions, finding.framework, "\n")
    return "\n".join(lines)


def main() -> int:
    """Run all; write the page unless only asked to check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--also", action="append", default=[], metavar="PYTHON", help="another interpreter")
    options = parser.parse_args()
    pythons = [Python.of(executable) for executable in (sys.executable, *options.also)]
    catalogue = proofgrad.bridge.catalogue()
    pages: dict[str, list[str]] = {sort: [] for sort in SORTS}
    for finding in FINDINGS:
        pages[finding.sort].append(section(finding, catalogue[finding.node], pythons))
        print(f"reproduced: {finding.framework} {finding.title}", file=sys.stderr)
    for several in VECTOR_FINDINGS:
        pages[several.sort].append(vector_section(several, catalogue[several.node], pythons))
        print(f"reproduced: {several.framework} {several.title}", file=sys.stderr)
    if options.check:
        return 0
    where = environment()
    listed = "; ".join(
        ", ".join(f"{name} {v}" for name, v in python.versions.items())
        + f" (PyTorch's code for {python.capability})"
        for python in pythons
    )
    out = [
        "# What proofgrad found in PyTorch and JAX",
        "",
        "Written by `scripts/findings.py`, which runs every reproduction below (they use nothing of this project) and puts",
        "what it prints beside an enclosure of the formula that Lean's kernel accepted.",
        "",
        f"Run on: {listed}; Python {where['python']}; CPU {where['cpu']}.",
        "Other versions and other CPUs take other code paths. **CUDA was not tried**: no device was at hand.",
        "Found by `proofgrad test --backend torch` and `--backend jax`; which backends were run on what is said in",
        "[frameworks.md](frameworks.md).",
        "",
    ]
    for sort, (title, about) in SORTS.items():
        out += [f"## {title}", "", about, "", *pages[sort]]
    (ROOT / "docs" / "findings.md").write_text("\n".join(out).rstrip() + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
