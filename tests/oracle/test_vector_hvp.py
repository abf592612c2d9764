"""Hessian-vector products of single vector nodes: kernels with a mistake or none, and what is left open."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle import test as check
from proofgrad.oracle.cli import main
from proofgrad.oracle.difftest import Verdict
from proofgrad.oracle.formula.derivative_check import slope_findings
from proofgrad.oracle.formula.domains import replaced
from proofgrad.oracle.formula.smooth import why_not_smooth
from proofgrad.oracle.formula.trees import const
from proofgrad.oracle.graph import ENTRIES_THEOREM, HVP_THEOREM, RULES, Unknown, curved_node
from proofgrad.oracle.kernels.vector import vector_kernel

OFFSETS = {"conv2d": 2, "affine": 2}
"""The input that is only added: its gradient is the cotangent, wherever the node stands."""


class Bilinear:
    """The gradient of a product is linear in its factors: its change is what it is at the directions."""

    def __init__(self, node: str, slip: str, **options: Any) -> None:
        self.node, self.slip, self.options = node, slip, options

    def hvp(self, inputs, cotangent, tangents):
        found = list(vector_kernel(self.node, self.options).vjp(tangents, cotangent))
        if self.node in OFFSETS:
            found[OFFSETS[self.node]] = np.zeros_like(found[OFFSETS[self.node]])
        if self.slip == "missing":
            found[0] = np.zeros_like(found[0])
        if self.slip == "factor":
            found[-1 if self.node not in OFFSETS else 1] *= 2
        if self.slip == "gradient":
            found = list(vector_kernel(self.node, self.options).vjp(inputs, cotangent))
        return tuple(found)


def judged(node: str, slip: str = "", **options: Any) -> Verdict:
    class Kernel(Bilinear):
        def __init__(self, **given: Any) -> None:
            super().__init__(node, slip, **given)

    (verdict,) = check(node, Kernel, what=["hvp"], layouts=False, **options)
    return verdict


@pytest.mark.parametrize("node", ["matmul", "conv2d", "affine", "mulRow", "mse"])
def test_a_right_one_passes(node):
    verdict = judged(node)
    assert (verdict.node, verdict.what, verdict.verdict, verdict.message) == (node, "hvp", "pass", "")
    assert {"normal", "zero", "linearity"} <= set(verdict.classes)
    assert verdict.sizes > 1


@pytest.mark.parametrize("node", ["matmul", "conv2d"])
@pytest.mark.parametrize("slip", ["missing", "factor", "gradient"])
def test_a_wrong_one_fails(node, slip):
    verdict = judged(node, slip)
    assert (verdict.what, verdict.verdict, verdict.grade) == ("hvp", "fail", "wrong")
    assert verdict.reproduce == ""


class Flat:
    """No bend at all; whatever the node is given besides its inputs has the shape that it asks for."""

    def __init__(self, weights, bias):
        assert bias.shape == weights.shape[:1]

    bend = 0.0

    def hvp(self, inputs, cotangent, tangents):
        return tuple(np.full_like(a, self.bend) for a in inputs)


class Soft:
    """The softmax: its gradient is p·(δ - ⟨p, δ⟩), and p changes by p·(d - ⟨p, d⟩)."""

    slip = ""

    def hvp(self, inputs, cotangent, tangents):
        (x,), (direction,) = inputs, tangents
        wide, ct, d = (a.astype(np.longdouble) for a in (x, cotangent, direction))
        p = np.exp(wide - wide.max(initial=-np.inf))
        p /= p.sum()
        dp = p * (d - (p * d).sum())
        back = dp * (ct - (p * ct).sum())
        if self.slip != "inner":
            back -= p * (dp * ct).sum()
        return (back.astype(x.dtype),)


@pytest.mark.parametrize(("slip", "found"), [("", "pass"), ("inner", "fail")])
def test_a_softmax_bends(slip, found):
    kernel = Soft()
    kernel.slip = slip
    (verdict,) = check("softmax", kernel, what=["hvp"], layouts=False, dtype="float32")
    assert verdict.verdict == found
    assert any(ENTRIES_THEOREM in remark and HVP_THEOREM in remark for remark in verdict.remarks)


def test_what_is_infinite_is_an_input_and_no_cotangent():
    class Seen(Soft):
        cotangents, inputs = [], []

        def hvp(self, inputs, cotangent, tangents):
            self.cotangents.append(cotangent)
            self.inputs.append(inputs[0])
            return super().hvp(inputs, cotangent, tangents)

    check("softmax", Seen(), what=["hvp"], layouts=False, dtype="float32")
    assert all(np.isfinite(a).all() for a in Seen.cotangents)
    assert any(np.isinf(a).any() for a in Seen.inputs)
    assert any(np.isnan(a).any() for a in Seen.inputs)


class Gate:
    """a·sigmoid b by the textbook, in its own format: the slope of a sigmoid is s·(1 - s)."""

    def hvp(self, inputs, cotangent, tangents):
        (a, b), (da, db) = inputs, tangents
        s = 1 / (1 + np.exp(-b))
        slope = s * (1 - s)
        bent = cotangent * (da * slope + a * (slope * (1 - 2 * s) * db))
        return tuple(np.asarray(part, a.dtype) for part in (cotangent * (slope * db), bent))


def test_the_textbooks_slope_of_a_sigmoid_is_not_wrong():
    (verdict,) = check("glu", Gate(), what=["hvp"], layouts=False, dtype="float64")
    assert verdict.grade != "wrong", verdict.message


CURVED = (
    "softmax",
    "glu",
    "logSoftmax",
    "logSumExp",
    "layerNorm",
    "attention",
    "logaddexp",
    "geGlu",
    "elmanCell",
)


@pytest.mark.parametrize("name", CURVED)
def test_the_formula_is_the_derivative_of_the_gradient(name):
    """By enclosures of difference quotients, which know no rule of differentiation."""
    catalogue = proofgrad.bridge.catalogue()
    node = catalogue[name]
    found = curved_node(node, node.vectors[0], catalogue)
    assert not isinstance(found, Unknown)
    assert found.status == "proved"
    given, (_, shape) = found.formula.inputs[:-1], found.formula.inputs[-1]
    first = sum(prod(s) for _, s in given)
    stays = {("entry", first + i): const(Fraction(i + 3, 4)) for i in range(prod(shape))}
    forward = replaced(found.formula.forward, stays)
    jvp = replaced(found.formula.jvp, stays)

    def findings(change: tuple[Tree, ...]) -> list[str]:
        formula = replace(found.formula, inputs=given, forward=forward, jvp=change)
        return [f.code for f in slope_findings(replace(node, vectors=(formula,), indexed=None))]

    assert findings(jvp) == []
    assert findings(tuple(Tree("mul", (t, const(2))) for t in jvp)) == ["wrong-derivative"]


def test_the_gradient_of_a_linear_map_stays():
    (verdict,) = check("linear", Flat, what=["hvp"], layouts=False)
    assert verdict.verdict == "pass"

    class Bent(Flat):
        bend = 1.0

    (verdict,) = check("linear", Bent, what=["hvp"], layouts=False)
    assert verdict.verdict == "fail"


def test_sizes_that_are_asked_for_are_tested_where_they_are_small():
    assert judged("matmul", shapes={"a": (2, 2), "b": (2, 1)}).sizes == 1
    small, large = ({"a": (n, 2), "b": (2, n)} for n in (1, 20))
    for shapes in (large, [small, large]):
        verdict = judged("matmul", shapes=shapes)
        assert (verdict.verdict, verdict.message) == (
            "inconclusive",
            "Hessian-vector products are tested at small sizes only",
        )


def test_what_is_left_open_says_why():
    (missing,) = check("matmul", what=["hvp"])
    assert (missing.verdict, missing.message) == ("inconclusive", "numpy offers no hvp of matmul")
    for node, told in {
        "huber": "how the gradient of huber changes everywhere: its derivative is made of pieces",
        "maskedAttention": "a divisor in its derivative may be 0",
        "maxPool": "no theorem without hypotheses",
    }.items():
        verdict = judged(node)
        assert verdict.verdict == "inconclusive"
        assert told in verdict.message


def test_an_answer_of_another_form_is_told_as_one_of_hvp():
    class Odd(Bilinear):
        def hvp(self, inputs, cotangent, tangents):
            return super().hvp(inputs, cotangent, tangents)[0]

    (verdict,) = check("matmul", Odd("matmul", ""), what=["hvp"], layouts=False)
    assert verdict.verdict == "fail"
    assert "hvp of matmul" in verdict.message
    assert "jvp" not in verdict.message


@pytest.mark.parametrize("theorem", [HVP_THEOREM, *RULES])
def test_without_the_theorems_nothing_is_put_together(theorem):
    catalogue = proofgrad.bridge.catalogue()
    left = tuple(d for d in catalogue.declarations if d.name != theorem)
    node = catalogue["matmul"]
    found = curved_node(node, node.vectors[0], replace(catalogue, declarations=left))
    assert found == Unknown(f"no accepted proof of {theorem}")


def test_a_root_needs_the_hypothesis_that_what_is_under_it_is_positive():
    catalogue = proofgrad.bridge.catalogue()
    node = catalogue["layerNorm"]
    assert not isinstance(curved_node(node, node.vectors[-1], catalogue), Unknown)
    bare = replace(node, proofs=tuple(replace(proof, hypotheses=()) for proof in node.proofs))
    found = curved_node(bare, node.vectors[-1], catalogue)
    assert isinstance(found, Unknown)
    assert "may be 0" in found.reason


X, EPSILON = Tree("entry", value=0), Tree("param", value="ε")


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (Tree("div", (X, Tree("exp", (X,)))), ""),
        (Tree("div", (X, const(-2))), ""),
        (Tree("div", (X, X)), "a divisor"),
        (Tree("div", (X, Tree("sub", (Tree("exp", (X,)), const(1))))), "a divisor"),
        (Tree("inv", (Tree("add", (Tree("powi", (X,), 2), EPSILON)),)), ""),
        (Tree("inv", (Tree("add", (Tree("powi", (X,), 3), EPSILON)),)), "a divisor"),
        (Tree("sqrt", (Tree("add", (Tree("mul", (X, X)), EPSILON)),)), ""),
        (Tree("sqrt", (Tree("mul", (X, X)),)), "a sqrt"),
        (Tree("log", (Tree("cosh", (X,)),)), ""),
        (Tree("log", (Tree("tanh", (X,)),)), "a log"),
        (Tree("abs", (X,)), "pieces"),
        (Tree("if_gt", (EPSILON, const(1), X, const(0))), ""),
        (Tree("if_gt", (X, const(1), X, const(0))), "pieces"),
        (Tree("asin", (X,)), "asin"),
        (Tree("sqrt", (const(0),)), ""),
    ],
)
def test_what_is_smooth_everywhere(tree, told):
    reason = why_not_smooth([tree], {"ε"})
    assert told in reason
    assert bool(reason) == bool(told)


def test_on_the_command_line(capsys):
    asked = ["matmul", "huber", "--what", "hvp", "--dtype", "float64", "--format", "json"]
    assert main(["test", *asked]) == 3
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    told = {v["node"].rpartition(".")[2]: v["message"] for v in verdicts}
    assert told["matmul"] == "numpy offers no hvp of matmul"
    assert "how the gradient of huber changes" in told["huber"]
