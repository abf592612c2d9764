"""Measurements, each printed beside what it is compared with, in one run on one machine.

    scripts/bench [check]     cold and warm check beside plain `lean`, catalogue, first verdict, memory, per
                              module
    scripts/bench trust       the second checker beside Lean; what tampering and faults the tests tried
    scripts/bench prove       from a formula to a theorem, beside a proof by hand that plain `lean` checks
    scripts/bench ieee        NumPy's basic operations in all formats beside exact ones, rounded once
    scripts/bench mutants     wrong kernels, and which class and statistic of the tests catches each of them
    scripts/bench narrow      faults in small parts of a domain, and how often a default run finds them
    scripts/bench checkers    torch's, JAX's and SciPy's ways of checking derivatives beside proofgrad
    scripts/bench frameworks  PyTorch, JAX and SciPy against the proofs: verdicts, time, memory of each
    scripts/bench coverage    PyTorch's own operations at their own samples: which are programs of proven ones
    scripts/bench coverage-jax, coverage-onnx
                              the same for JAX's primitives and ONNX's operators
    scripts/bench accuracy    the largest error over every float32 input, by node and backend (hours)
    scripts/bench sweep       inputs a second of a sweep with 1, 2, 4 workers (on an idle machine)
    scripts/bench oracle      references of all 16-bit numbers, evaluations a second beside mpmath, kernels
    beside the naive formulas

A ratio is only as good as the run it comes from, so both sides of every ratio are measured here, one right
after the other, and the machine is named. Nothing is read from or written to the user's cache: everything
happens in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench_common import MIB, Failed, Measured, progress, run

from proofgrad.bridge.build.plan import make_plan
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project, load_project
from proofgrad.oracle.report.environment import environment


@dataclass
class Result:
    """All figures of `bench check`. Seconds are wall clock where nothing else is said."""

    cores: int
    environment: Mapping[str, str]
    plain: Measured = field(default_factory=Measured)
    cold: Measured = field(default_factory=Measured)
    warm_seconds: list[float] = field(default_factory=list)
    catalogue_seconds: list[float] = field(default_factory=list)
    first_verdict_cold: float = 0.0
    first_verdict_warm: list[float] = field(default_factory=list)
    modules: dict[str, dict[str, Any]] = field(default_factory=dict)


def cli(*arguments: str) -> list[str]:
    """The command line of proofgrad in this Python."""
    return [sys.executable, "-m", "proofgrad.oracle.cli", *arguments]


def plain_lean(project: Project, toolchain: Toolchain, folder: Path, result: Result) -> None:
    """`lean -o` on every module, one after the other, imports first."""
    plan = make_plan(project, toolchain)
    env = toolchain.environment(str(folder))
    for number, name in enumerate(plan, 1):
        progress(f"plain lean: {number} of {len(plan)} {name}")
        olean = folder.joinpath(*name.split(".")).with_suffix(".olean")
        olean.parent.mkdir(parents=True, exist_ok=True)
        source = str(project.path_of(name))
        arguments = [
            "-s65536",
            *project.option_arguments(),
            f"--root={project.source_dir}",
            "-o",
            str(olean),
            source,
        ]
        outcome = run(toolchain.command(*arguments), env, project.source_dir)
        result.plain.add(outcome)
        result.modules[name] = {"plain": outcome.seconds}


def cold_check(env: dict[str, str], cwd: Path, result: Result) -> None:
    """`proofgrad check` with an empty cache."""
    progress("cold check")
    outcome = run(cli("check", "--format", "json", "-q"), env, cwd)
    result.cold.add(outcome)
    for module in json.loads(outcome.stdout)["modules"]:
        if module["cached"]:
            raise Failed(f"{module['name']} was cached, so this was no cold check")
        figures = {key: module[key] for key in ("seconds", "cpu_seconds", "peak_bytes")}
        result.modules.setdefault(module["name"], {}).update(figures)
        result.cold.peak_bytes = max(result.cold.peak_bytes, module["peak_bytes"])


CATALOGUE = """\
import time
from proofgrad.bridge import catalogue as extract
started = time.perf_counter()
catalogue = extract()
assert catalogue.nodes
print(time.perf_counter() - started)
"""


def bench_check(repeat: int) -> Result:
    """All figures."""
    project = load_project()
    toolchain = find_toolchain(project.root)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    result = Result(cores, environment() | {"lean": f"{toolchain.version} ({toolchain.source})"})
    with tempfile.TemporaryDirectory(prefix="proofgrad-bench-") as temporary:
        folder = Path(temporary)
        run(
            toolchain.command("--version"), toolchain.environment(""), folder
        )  # the library into the page cache
        (folder / "plain").mkdir()
        plain_lean(project, toolchain, folder / "plain", result)
        env = dict(os.environ) | {"PROOFGRAD_CACHE_DIR": str(folder / "cache")}
        cold_check(env, folder, result)
        for number in range(repeat):
            progress(f"warm check: {number + 1} of {repeat}")
            result.warm_seconds.append(run(cli("check"), env, folder).seconds)
        for number in range(repeat):
            progress(f"catalogue: {number + 1} of {repeat}")
            outcome = run([sys.executable, "-c", CATALOGUE], env, folder)
            result.catalogue_seconds.append(float(outcome.stdout))
        one = cli("test", "sigmoid", "--dtype", "float64", "-q")
        for number in range(repeat):
            progress(f"first verdict, warm: {number + 1} of {repeat}")
            result.first_verdict_warm.append(run(one, env, folder).seconds)
        progress("first verdict, cold")
        env["PROOFGRAD_CACHE_DIR"] = str(folder / "cache2")
        result.first_verdict_cold = run(one, env, folder).seconds
    progress("")
    return result


def show(result: Result) -> None:
    """For people."""
    where = result.environment
    print(f"{where['cpu']}, {result.cores} cores used; Python {where['python']}; Lean {where['lean']}\n")
    print(f"{'module':<48} {'plain s':>8} {'ours s':>8} {'cpu s':>8} {'MiB':>6}")
    for name, m in result.modules.items():
        times = f"{m['plain']:8.2f} {m['seconds']:8.2f} {m['cpu_seconds']:8.2f}"
        print(f"{name[-48:]:<48} {times} {m['peak_bytes'] / MIB:6.0f}")
    print(f"\n{'':<34} {'wall s':>8} {'cpu s':>8} {'largest process':>16}")
    for label, measured in (
        ("plain lean, one after the other", result.plain),
        ("proofgrad check, cold", result.cold),
    ):
        peak = f"{measured.peak_bytes / MIB:.0f} MiB"
        print(f"{label:<34} {measured.seconds:8.2f} {measured.cpu_seconds:8.2f} {peak:>16}")
    allowed = 1.1 * result.plain.seconds + 2
    ratio = result.cold.seconds / result.plain.seconds
    print(f"cold / plain: {ratio:.2f} (target: cold under 1.1 times plain plus 2 s: {allowed:.1f} s)")

    def timed(label: str, values: list[float], target: str) -> None:
        median = f"median {statistics.median(values):.3f} s"
        print(f"{label:<34} {median}, best {min(values):.3f} s of {len(values)}{target}")

    print()
    timed("warm check, with Python's start", result.warm_seconds, " (target: under 1.0 s)")
    timed("catalogue, imports apart", result.catalogue_seconds, " (target: under 0.3 s)")
    timed("first verdict, warm", result.first_verdict_warm, "")
    print(f"{'first verdict, empty cache':<34} {result.first_verdict_cold:.2f} s")


def main() -> int:
    """The command line."""
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="scripts/bench", description=summary)
    parser.add_argument(
        "what",
        nargs="?",
        choices=(
            "check",
            "trust",
            "prove",
            "models",
            "ieee",
            "mutants",
            "narrow",
            "oracle",
            "checkers",
            "frameworks",
            "coverage",
            "coverage-jax",
            "coverage-onnx",
            "accuracy",
            "sweep",
        ),
        default="check",
        help="what to measure",
    )
    parser.add_argument(
        "--repeat", type=int, default=5, metavar="N", help="how often to repeat what is quick (5)"
    )
    parser.add_argument("--json", metavar="FILE", help="save the figures too")
    parser.add_argument(
        "--backend", action="append", default=[], metavar="B", help="frameworks: only torch, jax:scalar, ..."
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="checkers, ieee, models, narrow, prove, trust: the tables in the docs too",
    )
    parser.add_argument(
        "--cases", type=int, default=20_000, metavar="N", help="trust: random declarations (20,000)"
    )
    parser.add_argument(
        "--points",
        type=int,
        default=1_000_000,
        metavar="N",
        help="ieee: results of each operation (1,000,000)",
    )
    parser.add_argument(
        "--saved", nargs="+", default=[], metavar="FILE", help="accuracy: take results of sweep --out"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="frameworks: save all verdicts there")
    parser.add_argument(
        "--again", metavar="FILE", help="trust: take saved figures, and try again what did not come out right"
    )
    options = parser.parse_args()
    if options.repeat < 1:
        parser.error("--repeat takes a positive number")
    try:
        if options.what == "mutants":
            from bench_mutants import bench_mutants

            return bench_mutants(progress)
        if options.what == "prove":
            from bench_prove import bench_prove

            return bench_prove(progress, options.repeat, write=options.write)
        if options.what == "models":
            from bench_models import bench_models

            return bench_models(progress, write=options.write)
        if options.what == "ieee":
            from bench_ieee import bench_ieee

            return bench_ieee(progress, options.points, write=options.write)
        if options.what == "narrow":
            from bench_narrow import bench_narrow

            return bench_narrow(progress, write=options.write)
        if options.what == "checkers":
            from bench_checkers import bench_checkers

            return bench_checkers(progress, options.json, write=options.write)
        if options.what == "accuracy":
            from bench_accuracy import bench_accuracy

            return bench_accuracy(progress, options.backend, options.saved)
        if options.what == "sweep":
            from bench_sweep import bench_sweep

            return bench_sweep(progress)
        if options.what == "coverage":
            from bench_coverage import bench_coverage

            return bench_coverage([])
        if options.what == "coverage-jax":
            from bench_coverage_jax import bench_coverage_jax

            return bench_coverage_jax()
        if options.what == "coverage-onnx":
            from bench_coverage_onnx import bench_coverage_onnx

            return bench_coverage_onnx()
        if options.what == "frameworks":
            from bench_frameworks import bench_frameworks

            return bench_frameworks(progress, options.backend, options.json, options.keep)
        if options.what == "oracle":
            from bench_oracle import bench_oracle

            return bench_oracle(progress, options.repeat, options.json)
        if options.what == "trust":
            import bench_trust

            saved = options.again
            figures = bench_trust.again(Path(saved)) if saved else bench_trust.measure(options.cases)
            bench_trust.show(figures)
            if options.write:
                from trust_table import write

                write(figures)
            if options.json:
                Path(options.json).write_text(json.dumps(asdict(figures), indent=2) + "\n", "utf-8")
            return 0 if figures.passed else 1
        result = bench_check(options.repeat)
    except ProofgradError as error:
        progress("")
        print(f"bench: {error}", file=sys.stderr)
        return error.exit_code
    show(result)
    if options.json:
        Path(options.json).write_text(json.dumps(asdict(result), indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
