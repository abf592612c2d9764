"""Hessian-vector products of whole programs: composed formulas against differences, kernels against both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.oracle import test_graph as check_graph
from proofgrad.oracle.difftest import Verdict
from proofgrad.oracle.difftest.hvp import ProgramGradient
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.ieee import ieee_values
from proofgrad.oracle.graph import HVP_THEOREM, Curved, Graph, Program, Unknown, curved
from proofgrad.oracle.graph.examples import mlp, transformer
from proofgrad.oracle.work.graph import hvp_verdict

SHAPES = {"x": (2, 2), "w": (2, 2)}
"""Σ tanh(x w) · (x w)."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return proofgrad.bridge.catalogue()


def small() -> Program:
    graph = Graph()
    product = graph.apply("matmul", graph.input("x"), graph.input("w"))
    graph.apply("dot", graph.apply("tanh", product), product)
    return Program("small", graph, SHAPES)


SMALL = small()


class Kernel:
    """The Hessian-vector product of :func:`small`, by hand, with a mistake or none."""

    def __init__(self, slip: str = "") -> None:
        self.slip = slip

    def hvp(self, inputs, cotangent, tangents):
        wide = [a.astype(np.float64) for a in (*inputs, *tangents)]
        with np.errstate(all="ignore"):
            found = self._hvp(*wide, cotangent.astype(np.float64))
        return tuple(np.ascontiguousarray(a).astype(inputs[0].dtype) for a in found)

    def _hvp(self, x, w, dx, dw, ct):
        z, dz = x @ w, dx @ w + x @ dw
        t = np.tanh(z)
        slope = 1 / np.cosh(z) ** 2
        back = ct * (t + z * slope)
        moved = ct * (2 * slope - 2 * z * t * slope) * dz
        if self.slip == "factor":
            moved = moved / 2
        if self.slip == "sign":
            moved = -moved
        if self.slip == "no cotangent":
            back, moved = back / ct, moved / ct
        if self.slip == "missing term":
            return moved @ w.T, x.T @ moved + dx.T @ back
        if self.slip == "transposed":
            return moved @ w.T + back @ dw.T, (x.T @ moved + dx.T @ back).T
        if self.slip == "gradient":
            return back @ w.T, x.T @ back
        return moved @ w.T + back @ dw.T, x.T @ moved + dx.T @ back


def judged(catalogue: Catalogue, kernel: object, dtype: str = "float64", program: Program = SMALL) -> Verdict:
    formulas, options = proofgrad.bridge.VectorFormulas(), {"layouts": False}
    return hvp_verdict(program.graph, catalogue, program.shapes, formulas, kernel, dtype, options)[0]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_right_one_passes(catalogue, dtype):
    verdict = judged(catalogue, Kernel(), dtype)
    assert (verdict.what, verdict.verdict, verdict.message) == ("hvp", "pass", "")
    assert {"normal", "zero", "overflow"} <= set(verdict.classes)
    assert verdict.second_opinions


@pytest.mark.parametrize("slip", ["factor", "sign", "no cotangent", "missing term", "transposed", "gradient"])
def test_a_wrong_one_fails(catalogue, slip):
    verdict = judged(catalogue, Kernel(slip))
    assert (verdict.what, verdict.verdict, verdict.grade) == ("hvp", "fail", "wrong")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda a: a[0], "tuple of 2 arrays"),
        (lambda a: (a[0], a[1].ravel()), "not of the shape"),
        (lambda a: (a[0], a[1].astype(np.float32)), "not of the shape"),
        (lambda a: (a[0], 0.0), "not a NumPy array"),
    ],
)
def test_an_answer_of_another_form_is_refused(answer, told):
    x, w = np.ones((2, 2)), np.ones((2, 2))
    gradient = ProgramGradient(lambda *_: answer((x, w)))
    with pytest.raises(TypeError, match=told):
        gradient.jvp((x, w, np.ones(())), (x, w, np.ones(())))


def test_an_answer_of_another_form_fails(catalogue):
    class Odd(Kernel):
        def hvp(self, inputs, cotangent, tangents):
            return super().hvp(inputs, cotangent, tangents)[0]

    verdict = judged(catalogue, Odd())
    assert verdict.verdict == "fail"
    assert "tuple of 2 arrays" in verdict.message


def every_rule() -> Program:
    """Scalar functions with f'', linear maps, products, a value that is used twice, an input that is not."""
    graph = Graph()
    shapes = {"x": (2, 3), "w": (3, 2), "b": (2,), "y": (2, 2), "unused": (2,)}
    x, w, b, y, _ = (graph.input(name) for name in shapes)
    z = graph.apply("mulRow", graph.apply("addRow", graph.apply("matmul", x, w), b), b)
    both = graph.apply("mul", graph.apply("sigmoid", z), graph.apply("sub", z, y))
    graph.apply("sumRows", graph.apply("exp", both))  # nothing that is used
    graph.apply("mse", graph.apply("transpose", both), graph.apply("softplus", graph.apply("transpose", y)))
    return Program("every rule", graph, shapes)


@pytest.mark.parametrize("program", [every_rule(), mlp(), transformer(epsilon=0.5)], ids=lambda p: p.name)
def test_the_formulas_are_the_differences_of_gradients(catalogue, program):
    found = curved(program.graph, catalogue, program.shapes, proofgrad.bridge.VectorFormulas())
    assert isinstance(found, Curved)
    assert found.status == "proved"
    name, shape = found.formula.inputs[-1]
    assert name == "cotangent"
    rng = np.random.default_rng(4)
    at, along = ({n: rng.standard_normal(s) for n, s in program.shapes.items()} for _ in range(2))
    ct, step = rng.standard_normal(shape) + 1.75, 1e-5

    def gradient(h: float) -> np.ndarray:
        moved = {n: a + h * along[n] for n, a in at.items()}
        return np.concatenate([g.ravel() for g in program.graph.backprop(moved, ct).values()])

    x = np.concatenate([*(a.ravel() for a in at.values()), ct.ravel()])
    d = np.concatenate([*(a.ravel() for a in along.values()), np.ones(ct.size)])
    forward, jvp = (ieee_values(t, x, d, {}) for t in (found.formula.forward, found.formula.jvp))
    assert np.allclose(forward, gradient(0.0), rtol=1e-12)
    hvp = (gradient(step) - gradient(-step)) / (2 * step)
    assert np.allclose(jvp, hvp, rtol=1e-6, atol=1e-7)
    assert np.abs(hvp).max() > 0.1


def test_what_no_theorem_says_is_inconclusive(catalogue):
    graph = Graph()
    product = graph.apply("matmul", graph.input("x"), graph.input("w"))
    graph.apply("huber", product, product, delta=1)
    verdict = judged(catalogue, Kernel(), program=Program("loss", graph, SHAPES))
    assert verdict.verdict == "inconclusive"
    assert "how the gradient of huber changes everywhere" in verdict.message
    assert "matmul" not in verdict.message
    nothing = replace(
        catalogue, declarations=tuple(d for d in catalogue.declarations if d.name != HVP_THEOREM)
    )
    found = curved(SMALL.graph, nothing, SHAPES, proofgrad.bridge.VectorFormulas())
    assert found == Unknown(f"no accepted proof of {HVP_THEOREM}")
    tanh = replace(catalogue["tanh"], second=None)
    without = replace(catalogue, nodes=tuple(tanh if n.name == tanh.name else n for n in catalogue.nodes))
    found = curved(SMALL.graph, without, SHAPES, proofgrad.bridge.VectorFormulas())
    assert found == Unknown("no theorem says what f'' of tanh is")


def test_a_kink_makes_it_proven_on_a_domain(catalogue):
    graph = Graph()
    graph.apply("sum", graph.apply("squaredRelu", graph.input("x")))
    found = curved(graph, catalogue, {"x": (3,)}, proofgrad.bridge.VectorFormulas())
    assert isinstance(found, Curved)
    assert found.status == "proved-on-domain"


def test_a_kernel_without_one_is_inconclusive_and_others_are_compared():
    verdicts, covered = check_graph(SMALL.graph, SHAPES, what=["jvp", "hvp"], layouts=False)
    assert {v.what: v.verdict for v in verdicts} == {"jvp": "pass", "hvp": "inconclusive"}
    assert verdicts[1].message == "the NumPy kernels offer no hvp of the program"
    assert HVP_THEOREM in covered.theorems


def test_double_backward_of_pytorch(catalogue):
    pytest.importorskip("torch")
    from proofgrad.oracle.graph.torch import torch_kernel

    program = mlp()
    assert judged(catalogue, torch_kernel(program.graph), program=program).verdict == "pass"


def test_jvp_of_grad_of_jax(catalogue):
    jax = pytest.importorskip("jax")

    def function(x, w):
        z = jax.numpy.matmul(x, w, precision="highest")
        return (jax.numpy.tanh(z) * z).sum()

    from proofgrad.oracle.wrappers.jax import wrap

    assert judged(catalogue, wrap(function)).verdict == "pass"


def test_the_cardinal_sine_bends_at_zero_too(catalogue):
    """Its formulas have a branch of their own there: f'' is -π²/3, and 0 would be a mistake."""
    second = catalogue["sinc"].second
    assert second is not None
    assert second.proof.scope == "global"
    assert float(ball(second.ddf, Fraction(0), 64).value) == pytest.approx(-(np.pi**2) / 3, rel=1e-15)
