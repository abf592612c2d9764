"""Run the reproductions of scripts/framework_findings.py and write docs/findings.md from what they print.

    .venv/bin/python scripts/findings.py [--check]

Each runs in a Python of its own, with nothing of this project; what it prints is put beside an enclosure of the
proven formula. A finding that does not reproduce is an error, and nothing is written. --check only runs them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import version
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


def reproduce(finding: Finding | VectorFinding) -> list[str]:
    """What a reproduction prints."""
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", finding.code],
        env=clean,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{finding.title}: {done.stderr[-2000:]}")
    return done.stdout.split()


def wanted(finding: Finding, node: Node, got: list[str]) -> tuple[str, str, list[float]]:
    """The input in decimal, the enclosure, and the errors of the answers in ULP of the dtype."""
    fmt = format_of(finding.dtype)
    assert node.formula is not None
    values = {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters} | dict(finding.params)
    reference = Reference((node.formula.f, node.formula.df), values)
    x = np.array([fmt.from_hex(finding.x)], dtype=fmt.dtype)
    part = reference.enclose(x, fmt)[0 if finding.what == "forward" else 1]
    answers = np.array([float(g) for g in got]).astype(fmt.dtype)
    status = Status(int(part.values.status[0]))
    decimal = repr(float(x[0])) if fmt.name == "float64" else str(x[0])
    if np.isfinite(float(x[0])):
        tree = reference.trees[0 if finding.what == "forward" else 1]
        enclosure = str(ball(tree, Fraction(float(x[0])), 256).value.str(20))
    else:
        enclosure = {Status.NAN: "nan (nan in, nan out)"}.get(
            status, f"the limit {part.values.approximate()[0]:g}"
        )
    errors = part.values.take(np.zeros(len(answers), np.intp)).errors(answers)
    return decimal, enclosure, [abs(float(e)) for e in errors]


def bits(finding: Finding) -> str:
    """The bits of the number in the reproduction."""
    fmt = format_of(finding.dtype)
    found = re.search(r"(?:tensor\(|\(n,\), |asarray\()(.+?), dtype", finding.code)
    assert found is not None
    number = float(found[1].removeprefix("-").replace("jnp.", "").removeprefix("float(").strip('()"'))
    value = fmt.narrow(np.array([-number if found[1].startswith("-") else number]))
    return fmt.hex(value[0])


def vector_section(finding: VectorFinding, node: Node) -> str:
    """The finding as Markdown. Raises SystemExit if it does not reproduce."""
    got = reproduce(finding)
    first = float(got[0].strip("[],"))
    formula = next(f for f in node.vectors if dict(f.sizes) == dict(finding.sizes))
    point = Point(
        [Fraction(e) for e in finding.entries], (), {k: Fraction(v) for k, v in finding.params.items()}
    )
    value = VectorProgram(formula.forward).values(point, 2.0**-100)[finding.coordinate]
    exact = float(value.ball)
    error = abs(first - exact) / abs(exact)
    if error < 2.0 ** (3 - format_of(finding.dtype).precision):
        raise SystemExit(f"{finding.title}: does not reproduce: {got}, {exact}")
    lines = [
        f"### {finding.framework}: {finding.title}",
        "",
        finding.about,
        "",
        "| node | input | got | wanted: enclosure of the proven formula | relative error |",
        "| --- | --- | --- | --- | --- |",
        f"| `{finding.node}` ({finding.dtype}, {formula.label}) | below | {first!r} | {value.ball.str(20)} | {error:.2g} |",
        "",
        *("```python", finding.code, "```", "", "```text", " ".join(got), "```", ""),
    ]
    return "\n".join(lines)


def section(finding: Finding, node: Node) -> str:
    """The finding as Markdown. Raises SystemExit if it does not reproduce."""
    if bits(finding) != finding.x and finding.x not in ("0x7fc00000", "0x7ff8000000000000"):
        raise SystemExit(f"{finding.title}: its input is {bits(finding)}, not {finding.x}")
    got = reproduce(finding)
    decimal, enclosure, errors = wanted(finding, node, got)
    if max(errors) <= 1.0:
        raise SystemExit(f"{finding.title}: does not reproduce: {got}, {enclosure}")
    ulp = ", ".join("infinite" if not np.isfinite(e) else f"{e:.3g}" for e in errors)
    what = "f" if finding.what == "forward" else "f′"
    lines = [
        f"### {finding.framework}: {finding.title}",
        "",
        f"{finding.about}",
        "",
        f"| node | input ({finding.dtype}) | got | wanted: enclosure of the proven {what} | error in ULP |",
        "| --- | --- | --- | --- | --- |",
        f"| `{finding.node}` | {decimal} (`{finding.x}`) | {', '.join(got)} | {enclosure} | {ulp} |",
        "",
        "```python",
        finding.code,
        "```",
        "",
        "```text",
        *got,
        "```",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Run all; write the page unless only asked to check."""
    only_check = "--check" in sys.argv[1:]
    catalogue = proofgrad.bridge.catalogue()
    pages: dict[str, list[str]] = {sort: [] for sort in SORTS}
    for finding in FINDINGS:
        pages[finding.sort].append(section(finding, catalogue[finding.node]))
        print(f"reproduced: {finding.framework} {finding.title}", file=sys.stderr)
    for several in VECTOR_FINDINGS:
        pages[several.sort].append(vector_section(several, catalogue[several.node]))
        print(f"reproduced: {several.framework} {several.title}", file=sys.stderr)
    if only_check:
        return 0
    where = environment()
    import torch

    versions = {name: version(name) for name in ("torch", "jax", "jaxlib", "scipy", "numpy")}
    listed = ", ".join(f"{name} {v}" for name, v in versions.items())
    out = [
        "# What proofgrad found in PyTorch and JAX",
        "",
        "Written by `scripts/findings.py`, which runs every reproduction below (they use nothing of this project) and puts",
        "what it prints beside an enclosure of the formula that Lean's kernel accepted.",
        "",
        f"Run on: {listed}; Python {where['python']}; CPU {where['cpu']}, PyTorch's code for {torch.backends.cpu.get_cpu_capability()}.",
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
