"""This checker and Lean's own kernel judge the same random declarations, good and bad.

PROOFGRAD_FUZZ_CASES says how many (some hundreds where it is not set), PROOFGRAD_FUZZ_SEED which."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from against_lean import Comparison, compare, explanation, same_everywhere
from worlds import U, V

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import levels
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, succ
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project

LEAN = Path(__file__).resolve().parents[2] / "lean"
FOUNDATION = ("accepted/Base.lean", "arithmetic/Standard.lean", "arena/Tutorial.lean")
CASES = int(os.environ.get("PROOFGRAD_FUZZ_CASES", "300"))
SEED = int(os.environ.get("PROOFGRAD_FUZZ_SEED", "20260103"))
BATCH = 1000


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Comparison]:
    """Both verdicts on cases from a seed."""
    root = tmp_path_factory.mktemp("fuzz")
    for source in FOUNDATION:
        shutil.copy(LEAN / source, root)
    toolchain = find_toolchain(root)
    result = build(load_project(root), toolchain)
    assert result.status == "ok"
    if toolchain.source != "embedded" or toolchain.library is None:
        pytest.skip("only the Lean of the wheel can be asked")

    def judge(seed: int, count: int, start: int = 0) -> Comparison:
        return compare(dict(result.oleans), toolchain.library, root, seed=seed, count=count, start=start)

    return judge


@pytest.mark.slow
def test_the_two_agree_or_it_is_known_why_not(
    judged: Callable[..., Comparison], record_property: Callable[[str, object], None]
) -> None:
    figures = dict.fromkeys(("tried", "accepted", "rejected", "declined", "crashed", "explained"), 0)
    unexplained: list[str] = []
    for start in range(0, CASES, BATCH):
        found = judged(SEED + start, min(BATCH, CASES - start))
        figures["tried"] += found.total
        for which in ("accepted", "rejected", "declined", "crashed"):
            figures[which] += getattr(found, which)
        for only_here, cases in ((True, found.only_here), (False, found.only_lean)):
            for number, said in cases.items():
                if explanation(found.cases[number], only_here, said) is None:
                    side = "this checker" if only_here else "Lean"
                    unexplained.append(
                        f"seed {SEED + start}, case {number}: accepted by {side} alone: {said}"
                    )
                else:
                    figures["explained"] += 1
    print(f"against Lean: {figures} (seed {SEED})")
    for name, value in figures.items():
        record_property(f"fuzz_{name}", value)
    record_property("fuzz_unexplained", len(unexplained))
    assert unexplained == []
    assert figures["tried"] == CASES
    assert min(figures["accepted"], figures["rejected"]) > CASES // 4
    assert figures["declined"] + figures["crashed"] < CASES // 20


def test_a_checker_that_is_wrong_is_found_out(
    judged: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Kernel, "_proof_irrelevant", lambda *_: True)
    found = judged(1, 60)
    assert any(explanation(found.cases[i], True, said) is None for i, said in found.only_here.items())


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (imax(U, V), imax(V, U), False),
        (imax(ONE, U), U, True),
        (max_(U, imax(V, U)), max_(U, V), False),
        (succ(imax(ZERO, U)), imax(ZERO, U), False),
    ],
)
def test_levels_are_evaluated(a: levels.Level, b: levels.Level, same: bool) -> None:
    assert same_everywhere(a, b) is same
    assert levels.equal(a, b) is same
