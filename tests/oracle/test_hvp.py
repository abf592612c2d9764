"""Kernels' second derivatives, against f''."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Hypothesis, Node, Proof, Second, Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest import Verdict
from proofgrad.oracle.difftest import test as difftest

X = Tree("var")
ZERO = Tree("const", value=Fraction(0))


class Waves:
    """The sine, and its second derivative with a mistake or none."""

    def __init__(self, slip: str = "") -> None:
        self.slip = slip

    def forward(self, x: np.ndarray) -> np.ndarray:
        return np.sin(x)

    def hvp(self, x: np.ndarray, ct: np.ndarray, dx: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            found = -np.sin(x.astype(np.float64)) * ct * dx
            found = {
                "": found,
                "sign": -found,
                "no ct": -np.sin(x.astype(np.float64)) * dx,
                "no dx": -np.sin(x.astype(np.float64)) * ct,
                "tail": np.where(x > 1e6, 0, found),
            }[self.slip]
        return found.astype(x.dtype)


def sine(nodes: Mapping[str, Node], *hypotheses: Hypothesis) -> Node:
    proof = Proof("t", "pointwise" if hypotheses else "global", hypotheses, "", (), ("lean",))
    return replace(nodes["sin"], second=Second(Tree("neg", (Tree("sin", (X,)),)), "-sin(x)", proof))


def judged(node: Node, kernel: object, **options: object) -> Verdict:
    (verdict,) = difftest(node, kernel, dtype="float32", what=["hvp"], size=500, **options)  # type: ignore[arg-type]
    return verdict


def test_a_right_one_passes(nodes: Mapping[str, Node]) -> None:
    verdict = judged(sine(nodes), Waves())
    assert (verdict.what, verdict.verdict, verdict.message) == ("hvp", "pass", "")
    assert {"normal", "direction", "cotangent", "layout"} <= set(verdict.classes)
    assert verdict.second_opinions


@pytest.mark.parametrize("slip", ["sign", "no ct", "no dx", "tail"])
def test_a_wrong_one_fails(nodes: Mapping[str, Node], slip: str) -> None:
    assert judged(sine(nodes), Waves(slip)).verdict == "fail"


def test_the_line_that_shows_it_again_calls_hvp(nodes: Mapping[str, Node], monkeypatch) -> None:
    import proofgrad.oracle.difftest as package

    monkeypatch.setattr(f"{__name__}.BAD", Waves("sign"), raising=False)
    verdict = judged(sine(nodes), None, backend=f"{__name__}:BAD")
    assert "'hvp'" in verdict.reproduce
    shown = package.replay(f"{__name__}:BAD", "sin", "hvp", "float32", "0x3f800000", "-0.8414709848")
    assert "hvp float32 at 1.0" in shown
    assert "got 0.84147" in shown


def test_what_cannot_be_tested_is_inconclusive(nodes: Mapping[str, Node]) -> None:
    without = judged(nodes["sin"], Waves())
    assert (without.verdict, without.message) == ("inconclusive", "no theorem says what f'' is")
    assert judged(nodes["linear"], None).verdict == "inconclusive"
    missing = judged(sine(nodes), np.sin)
    assert missing.verdict == "inconclusive"
    assert "offers no hvp" in missing.message


def test_a_theorem_about_no_number_proves_no_kernel(nodes: Mapping[str, Node]) -> None:
    nothing = Hypothesis("x < x", "input", "lt", X, X, kind="entries")
    verdict = judged(sine(nodes, nothing), Waves())
    assert (verdict.verdict, verdict.message) == ("inconclusive", "no input lies in the proved domain")
    half = Hypothesis("0 < x", "input", "lt", ZERO, X, kind="entries")
    verdict = judged(sine(nodes, half), Waves())
    assert verdict.verdict == "pass"
    assert verdict.domain == "0 < x"


def test_nothing_is_called_by_another_name(nodes: Mapping[str, Node]) -> None:
    with pytest.raises(UsageError, match="nothing is called 'hessian'"):
        difftest(nodes["sin"], Waves(), what=["hessian"])  # type: ignore[list-item]


def test_frameworks(nodes: Mapping[str, Node]) -> None:
    for module in ("torch", "jax"):
        pytest.importorskip(module)
        assert judged(sine(nodes), None, backend=module, layouts=False).classes
