"""Figures about trust: what the second checker costs beside Lean, and what tampering the tests tried on it.

The complete library is compiled afresh and rechecked afresh in one run, one process at a time, so that CPU
time stands against CPU time on the same machine. The tests that damage files, mutate proofs and start servers
that misbehave count what they do; they are run here, and their counts are printed. A test that fails is shown
as such and makes the exit status 1.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import trust_roads
from bench_common import LIMIT, MIB, Failed, progress, run

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import Recheck, recall
from proofgrad.bridge.checking.second.apart import ask
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project
from proofgrad.oracle.report.environment import environment

__all__ = ["COLD", "WARM", "Figures", "again", "measure", "show"]

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "test_must_reject": "tests/bridge/checker/test_must_reject.py",
    "roads_to_false": "tests/bridge/checker/roads_to_false",
    "test_arithmetic": "tests/bridge/checker/test_arithmetic.py",
    "test_arena": "tests/bridge/checker/test_arena.py",
    "test_against_lean": "tests/bridge/checker/test_against_lean.py",
    "test_mutants": "tests/bridge/checker/test_mutants.py",
    "test_damage": "tests/bridge/olean/test_damage.py::test_corruptions_by_the_thousand",
    "test_server_faults": "tests/bridge/lean/test_server_faults.py",
    "test_given_oleans": "tests/bridge/checking/test_given_oleans.py",
}
RATIO, MEMORY = 1 / 3, 1.5 * 1024 * MIB
"""The targets: CPU time of the second checker against Lean's; its largest resident set."""
COLD, WARM = 1.5, 1.0
"""The targets: CPU time of a cold check against one without a replay; of a warm one."""
CHECK = [sys.executable, "-m", "proofgrad.oracle.cli", "check", "-q"]


@dataclass
class Figures:
    """All figures. Seconds are CPU time where nothing else is said."""

    environment: Mapping[str, str]
    modules: int = 0
    declarations: int = 0
    rejected: int = 0
    undecided: int = 0
    lean_seconds: float = 0.0
    second_seconds: float = 0.0
    second_wall: float = 0.0
    second_bytes: int = 0
    warm_wall: float = 0.0
    replay_seconds: float = 0.0
    """Of Lean's kernel, which judges again what was compiled, and of what it takes by name."""
    rest_seconds: float = 0.0
    """Of all that a check does beside compiling and replaying."""
    warm_check: float = 0.0
    """CPU time of `proofgrad check` where nothing has changed, with Python's start; the best of five."""
    fuzz_cases: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """What the tests counted, by name, such as ``corruptions_typed error``."""
    tests: dict[str, dict[str, int]] = field(default_factory=dict)
    """For each file of tests how many passed, failed, or were skipped."""
    roads: dict[str, dict[str, int]] = field(default_factory=dict)
    """The same for each function of the tests that try a road."""

    @property
    def cold_ratio(self) -> float:
        """CPU time of a cold check against that of one without a replay."""
        without = self.lean_seconds + self.rest_seconds
        return (without + self.replay_seconds) / without

    @property
    def passed(self) -> bool:
        """Whether everything was accepted and no test failed or was left out."""
        tests = all(set(found) == {"passed"} for found in self.tests.values())
        tests = tests and all(trust_roads.verdict(road, self.roads)[0] for road in trust_roads.ROADS)
        return tests and len(self.tests) == len(TESTS) and not self.rejected and not self.undecided


def measure(fuzz_cases: int) -> Figures:
    """Take all figures. Raises Failed where something that was to be measured did not work.

    Args:
        fuzz_cases: how many random declarations the second checker and Lean's kernel both judge.
    """
    project = load_project()
    toolchain = find_toolchain(project.root)
    figures = Figures(environment() | {"lean": f"{toolchain.version} ({toolchain.source})"})
    figures.fuzz_cases = fuzz_cases
    before = os.environ.get("PROOFGRAD_CACHE_DIR")
    with tempfile.TemporaryDirectory(prefix="proofgrad-bench-") as temporary:
        os.environ["PROOFGRAD_CACHE_DIR"] = str(Path(temporary, "cache"))
        try:
            built = build(
                project,
                toolchain,
                jobs=1,
                timeout=LIMIT,
                on_event=lambda e: progress(f"lean: {e.done} of {e.total} {e.module}"),
            )
            if built.status != "ok":
                raise Failed("Lean does not accept the library")
            figures.modules = len(built.modules)
            figures.lean_seconds = sum(module.cpu_seconds for module in built.modules.values())
            progress("a check, with the replay and without")
            _check(figures)
            progress("the second checker")
            _recheck(figures, dict(built.oleans))
            _tests(figures, Path(temporary))
        finally:
            if before is None:
                del os.environ["PROOFGRAD_CACHE_DIR"]
            else:
                os.environ["PROOFGRAD_CACHE_DIR"] = before
    progress("")
    return figures


def _check(figures: Figures) -> None:
    """What a cold check costs beside compiling, and a warm one."""
    began = _cpu()
    Session(load_project()).replayed  # noqa: B018  # remembered from here on
    figures.replay_seconds = _cpu() - began
    began = _cpu()
    run(CHECK, os.environ, Path.cwd())
    figures.rest_seconds = _cpu() - began
    _warm(figures)


def _warm(figures: Figures) -> None:
    figures.warm_check = min(run(CHECK, os.environ, Path.cwd()).cpu_seconds for _ in range(5))


def _cpu() -> float:
    """CPU time of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _recheck(figures: Figures, oleans: dict[str, Path]) -> None:
    """The whole library by the second checker, cold and warm."""
    began = time.monotonic()
    answer = ask(oleans, timeout=LIMIT)
    figures.second_wall = time.monotonic() - began
    if answer.problem is not None:
        raise Failed(answer.problem.message)
    found = Recheck.from_json(answer.found["recheck"])
    if found.remembered:
        raise Failed("the second checker remembered something, so this was no cold run")
    figures.declarations = found.total
    figures.rejected, figures.undecided = len(found.rejected), len(found.inconclusive)
    figures.second_seconds, figures.second_bytes = answer.cpu_seconds, answer.peak_bytes
    began = time.monotonic()
    if recall(oleans) is None:
        raise Failed("the second checker did not remember what it had accepted")
    figures.warm_wall = time.monotonic() - began


def again(saved: Path) -> Figures:
    """Figures that were saved, with the tests run again that did not pass, and those run that were not there,
    and the warm check measured. Raises Failed.
    """
    figures = Figures(**json.loads(saved.read_text("utf-8")))
    run(CHECK, os.environ, Path.cwd())
    _warm(figures)
    bad = [name for name, counts in figures.roads.items() if set(counts) != {"passed"}]
    new = [test for test in trust_roads.files() if not any(name.startswith(test) for name in figures.roads)]
    if bad or new:
        for name in bad:
            for found in (figures.tests.get(_file_of(name), {}), figures.roads[name]):
                for word, count in list(figures.roads[name].items()):
                    if word in found:
                        found[word] -= count
                for word in [word for word, count in found.items() if not count]:
                    del found[word]
        with tempfile.TemporaryDirectory(prefix="proofgrad-bench-") as temporary:
            _tests(figures, Path(temporary), [*bad, *new])
    return figures


def _tests(figures: Figures, folder: Path, chosen: Sequence[str] | None = None) -> None:
    """Run the tests that tamper, or those that are chosen, and collect what they counted."""
    report = folder / "tests.xml"
    progress("tampering: some minutes")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
    counts_asked = {"PROOFGRAD_FUZZ_CASES": str(figures.fuzz_cases), "PROOFGRAD_CORRUPTIONS": "10000"}
    variables = os.environ | counts_asked
    if chosen is None:
        chosen = [*TESTS.values(), *trust_roads.files()]
    run([*command, f"--junitxml={report}", *dict.fromkeys(chosen)], variables, ROOT, ok=(0, 1))
    for case in ElementTree.parse(report).iter("testcase"):
        path = case.get("classname", "").replace(".", "/") + ".py"
        name = f"{path}::{case.get('name', '').partition('[')[0]}"
        bad = next((e.tag for e in case if e.tag in ("failure", "error", "skipped")), "passed")
        counted = [figures.roads.setdefault(name, {})]
        file = _file_of(name)
        if file in TESTS:
            counted.append(figures.tests.setdefault(file, {}))
        for counts in counted:
            counts[bad] = counts.get(bad, 0) + 1
        for item in case.iter("property") if file in TESTS else ():
            key = item.get("name", "")
            figures.counts[key] = figures.counts.get(key, 0) + int(item.get("value", "0"))


def _file_of(test: str) -> str:
    """The key in TESTS of ``file::function``; empty if there is none."""
    parts = test.partition("::")[0].removesuffix(".py").split("/")
    return next((name for name in TESTS if name in parts), "")


def show(figures: Figures) -> None:
    """For people, in 80 columns."""
    where, counts = figures.environment, Counter(figures.counts)
    print(f"{where['cpu']}; Python {where['python']}; Lean {where['lean']}\n")

    def line(label: str, value: str, target: str = "") -> None:
        print(f"{label:<30} {value}" + (f" ({target})" if target else ""))

    rate = figures.declarations / figures.second_seconds
    ratio = figures.second_seconds / figures.lean_seconds
    verdicts = f"{figures.rejected} rejected, {figures.undecided} undecided"
    line("declarations rechecked", f"{figures.declarations:,} of {figures.modules} modules, {verdicts}")
    line("rechecked per CPU second", f"{rate:,.0f}")
    line("CPU seconds of Lean", f"{figures.lean_seconds:.1f}")
    line("CPU seconds rechecking", f"{figures.second_seconds:.1f}; {figures.second_wall:.1f} s wall clock")
    line("rechecking / Lean", f"{ratio:.2f}", f"target: at most {RATIO:.2f}, {_met(ratio <= RATIO)}")
    peak = f"{figures.second_bytes / MIB:,.0f} MiB"
    line("peak memory", peak, f"target: under {MEMORY / MIB:,.0f} MiB, {_met(figures.second_bytes < MEMORY)}")
    line("warm recheck", f"{figures.warm_wall:.3f} s wall clock")
    line("CPU seconds replaying", f"{figures.replay_seconds:.1f}")
    ratio = figures.cold_ratio
    line("cold check / without replay", f"{ratio:.2f}", f"target: at most {COLD:.1f}, {_met(ratio <= COLD)}")
    warm = figures.warm_check
    line("CPU seconds of a warm check", f"{warm:.2f}", f"target: under {WARM:.0f} s, {_met(warm < WARM)}")
    print()
    damaged = {k.removeprefix("corruptions_"): v for k, v in counts.items() if k.startswith("corruptions_")}
    line("corruptions of files tried", f"{sum(damaged.values()):,}")
    for name, count in damaged.items():
        line(f"  {'changed and accepted' if name == 'wrong' else name}", f"{count:,}")
    tried = counts["mutants_tried"]
    line("mutants of proofs tried", f"{tried:,}")
    line("  rejected", f"{counts['mutants_rejected']:,}")
    line("  equal by definition", f"{counts['mutants_equal']:,}")
    line("random declarations, by both", f"{counts['fuzz_tried']:,}")
    for name in ("accepted", "rejected", "declined", "crashed", "explained", "unexplained"):
        words = {
            "accepted": "accepted by both",
            "rejected": "rejected by both",
            "declined": "not judged by the checker",
            "crashed": "Lean's kernel crashed",
            "explained": "judged differently, known why",
            "unexplained": "judged differently",
        }
        line(f"  {words[name]}", f"{counts[f'fuzz_{name}']:,}")
    line("rows of the kernel arena", f"{counts['arena_rows']:,}")
    for label, file in (
        ("roads to False closed", "roads_to_false"),
        ("false arithmetic found out", "test_arithmetic"),
        ("hand-made violations rejected", "test_must_reject"),
        ("server faults survived", "test_server_faults"),
        ("tests of given oleans", "test_given_oleans"),
    ):
        found = figures.tests.get(file, {})
        line(label, f"{found.get('passed', 0)} of {sum(found.values())}")
    held = [trust_roads.verdict(road, figures.roads)[0] for road in trust_roads.ROADS]
    line("roads tried", f"{len(held)}, {held.count(True)} as they should be")
    for road, holds in zip(trust_roads.ROADS, held, strict=True):
        if not holds:
            line("NOT AS IT SHOULD BE", f"{road.what}: {road.comes_to}")
    for file in TESTS:
        bad = {k: v for k, v in figures.tests.get(file, {"missing": 1}).items() if k != "passed"}
        if bad:
            line(f"NOT PASSED: {file}", ", ".join(f"{v} {k}" for k, v in bad.items()))


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"
