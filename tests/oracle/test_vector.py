"""Vector kernels against formulas by coordinates: sound ones pass, a wrong one fails in what is wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Node, Tree, VectorFormula
from proofgrad.oracle import difftest
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.kernels.vector import vector_kernel
from proofgrad.oracle.work.nodes import at_many_sizes

ZERO = Tree("const", value=Fraction(0))


def entry(i):
    return Tree("entry", value=i)


def tangent(i):
    return Tree("tangent", value=i)


def op(name, *args):
    return Tree(name, args)


def total(terms):
    out = ZERO
    for term in terms:
        out = op("add", out, term)
    return out


def softmax(n):
    """As in Lean: exp x_i / Σ exp x_j, and s_i (dx_i - Σ s_j dx_j)."""
    below = total(op("exp", entry(j)) for j in range(n))
    s = [op("div", op("exp", entry(i)), below) for i in range(n)]
    mean = total(op("mul", s[j], tangent(j)) for j in range(n))
    jvp = [op("mul", s[i], op("sub", tangent(i), mean)) for i in range(n)]
    return VectorFormula((("n", str(n)),), (("idx", (n,)),), (n,), tuple(s), tuple(jvp))


def matmul(m, k, n):
    def a(i, p):
        return i * k + p

    def b(p, j):
        return m * k + p * n + j

    cells = [(i, j) for i in range(m) for j in range(n)]
    forward = [total(op("mul", entry(a(i, p)), entry(b(p, j))) for p in range(k)) for i, j in cells]
    jvp = [
        total(
            op(
                "add",
                op("mul", entry(a(i, p)), tangent(b(p, j))),
                op("mul", entry(b(p, j)), tangent(a(i, p))),
            )
            for p in range(k)
        )
        for i, j in cells
    ]
    sizes = (("k", str(k)), ("m", str(m)), ("n", str(n)))
    return VectorFormula(sizes, (("a", (m, k)), ("b", (k, n))), (m, n), tuple(forward), tuple(jvp))


def node(name, *formulas, parameters=()):
    return Node(f"N.{name}", "vector", "proved", parameters=parameters, vectors=formulas)


SOFTMAX = node("softmax", softmax(1), softmax(3), softmax(4), softmax(0))
MATMUL = node("matmul", matmul(2, 3, 4), matmul(1, 1, 1), matmul(3, 2, 2))


class Wrong:
    """The project's kernel with parts replaced."""

    def __init__(self, name, **parts):
        kernel = vector_kernel(name)
        self.forward, self.jvp, self.vjp = kernel.forward, kernel.jvp, kernel.vjp
        for part, function in parts.items():
            setattr(self, part, function)


def outcomes(*args, **options):
    return {v.what: v for v in difftest.test(*args, **options)}


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
@pytest.mark.parametrize("case", [SOFTMAX, MATMUL], ids=lambda n: n.short_name)
def test_the_kernels_of_the_project_pass(case, dtype):
    for verdict in difftest.test(case, dtype=dtype):
        assert verdict.verdict == "pass", verdict.message
        assert sum(c.count for c in verdict.classes.values()) > 10


def naive_softmax(x):
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


def off_in_one_coordinate(*x):
    out = vector_kernel("matmul").forward(*x)
    out = out.copy()
    out[-1, -1] *= 1 + 1e-14
    return out


WRONG = {
    "overflows": (SOFTMAX, naive_softmax, {"forward"}),
    "the softmax of another axis": (MATMUL, lambda a, b: (a @ b)[::-1].copy(), {"forward"}),
    "one coordinate slightly off": (MATMUL, off_in_one_coordinate, {"forward"}),
    "the product rule by half": (
        MATMUL,
        Wrong("matmul", jvp=lambda x, d: x[0] @ d[1]),
        {"jvp", "adjoint"},
    ),
    "the gradient of one input only": (
        MATMUL,
        Wrong("matmul", vjp=lambda x, ct: (ct @ x[1].T, np.zeros_like(x[1]))),
        {"vjp", "adjoint"},
    ),
    "the gradients exchanged": (
        node("matmul", matmul(2, 2, 2)),
        Wrong("matmul", vjp=lambda x, ct: (x[0].T @ ct, ct @ x[1].T)),
        {"vjp", "adjoint"},
    ),
    "the reverse rule of a symmetric matrix that is none": (
        SOFTMAX,
        Wrong("softmax", vjp=lambda x, ct: (naive_softmax(x[0]) * ct,)),
        {"vjp", "adjoint"},
    ),
    "a shape that only has the right number of entries": (
        MATMUL,
        Wrong("matmul", forward=lambda a, b: (a @ b).T.copy()),
        {"forward"},
    ),
    "float64 for float32": (MATMUL, Wrong("matmul", forward=lambda a, b: np.zeros((2, 4))), {"forward"}),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_kernel_fails_in_what_is_wrong(label):
    case, kernel, parts = WRONG[label]
    dtype = "float32" if label == "float64 for float32" else "float64"
    found = outcomes(case, kernel, dtype=dtype)
    assert {what for what, verdict in found.items() if verdict.verdict == "fail"} == parts


def test_a_plain_function_is_tested_forward_and_inconclusive_elsewhere():
    found = outcomes(MATMUL, np.matmul)
    assert found["forward"].verdict == "pass"
    assert {found[w].verdict for w in ("jvp", "vjp", "adjoint")} == {"inconclusive"}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (lambda x: x / np.zeros_like(x), "pass"),
        (lambda x: np.where(np.isfinite(x), 0.0, x), "pass"),
        (lambda x: np.full_like(x, np.nan), "pass"),
        (lambda x: -(x / np.zeros_like(x)), "fail"),
        (lambda x: np.full_like(x, 12345.0), "fail"),
        (lambda x: x, "fail"),
    ],
    ids=["the infinity", "Lean's zero", "nan", "the other infinity", "12345", "the numerator"],
)
def test_where_a_convention_decides_only_a_convention_is_right(answer, verdict):
    """1/0 = 0 in Lean, an infinity in IEEE's arithmetic; nothing else."""
    formula = VectorFormula(
        (), (("x", ()),), (), (op("div", entry(0), ZERO),), (op("div", tangent(0), ZERO),)
    )
    with np.errstate(all="ignore"):
        found = outcomes(node("odd", formula), answer, what=("forward",))
    assert found["forward"].verdict == verdict
    assert bool(found["forward"].classes["normal"].failed) == (verdict == "fail")


@pytest.mark.parametrize(("there", "verdict"), [(None, "pass"), (np.nan, "pass"), (12345.0, "fail")])
def test_a_nan_in_the_branch_that_is_not_taken_need_not_be_answered(there, verdict):
    """prelu of (0.5, nan) is 0.5 to whoever chooses, nan to whoever multiplies by a mask; nothing else."""
    slope = op("if_gt", entry(0), ZERO, entry(0), op("mul", entry(1), entry(0)))
    along = op("if_gt", entry(0), ZERO, tangent(0), op("mul", entry(1), tangent(0)))
    formula = VectorFormula((), (("x", ()), ("b", ())), (), (slope,), (along,))

    def prelu(x, b):
        answer = np.where(x > 0, x, b * x)
        return answer if there is None else np.where((x > 0) & np.isnan(b), there, answer).astype(x.dtype)

    found = outcomes(node("odd", formula), prelu, what=("forward",))["forward"]
    assert found.verdict == verdict, found.message
    assert bool(found.classes["nan"].failed) == (verdict == "fail")


def test_the_rounding_of_a_sum_of_products_is_the_classical_bound():
    """γ(n)·Σ|terms|: between the size of the terms and a small multiple of n times it."""
    formula = matmul(1, 8, 1)
    rng = np.random.default_rng(3)
    entries = [Fraction(float(v)) for v in rng.standard_normal(16)]
    (value,) = VectorProgram(formula.forward).values(Point(entries), 2.0**-63)
    size = sum(abs(float(a * b)) for a, b in zip(entries[:8], entries[8:], strict=True))
    assert size <= value.rounding <= (8 + 3) * size
    wanted = sum((a * b for a, b in zip(entries[:8], entries[8:], strict=True)), Fraction(0))
    assert abs(float(value.ball) - float(wanted)) <= 1e-15


def test_one_and_zero_add_up_without_rounding_and_it_is_not_taken_off():
    """log (1 + t) d + x y at t = 0: a kernel may still round the product."""
    one = Tree("const", value=Fraction(1))
    first = op("mul", op("log", op("add", one, entry(0))), entry(1))
    point = Point([Fraction(0), Fraction(3), Fraction(1, 3), Fraction(5)])
    (value,) = VectorProgram([op("add", first, op("mul", entry(2), entry(3)))]).values(point, 2.0**-63)
    assert value.rounding >= 5 / 3


def test_a_choice_at_equality_is_marked():
    tree = op("max", entry(0), entry(1))
    (value,) = VectorProgram([tree]).values(Point([Fraction(1, 3), Fraction(1, 3)]), 2.0**-63)
    assert value.on_switch
    assert not value.conventional


def test_the_largest_entry_is_no_tie_with_itself():
    """As in the gradient of max pooling: 1 where an entry is not less than the largest."""
    largest = op("max", entry(0), entry(1))
    one = Tree("const", value=Fraction(1))
    slope = op("if_gt", largest, entry(0), ZERO, one)
    (value,) = VectorProgram([slope]).values(Point([Fraction(2), Fraction(1)]), 2.0**-63)
    assert not value.on_switch
    assert value.ball == 1
    (tied,) = VectorProgram([slope]).values(Point([Fraction(1), Fraction(1)]), 2.0**-63)
    assert tied.on_switch


@pytest.fixture(scope="module")
def catalogue():
    return proofgrad.bridge.catalogue()


def even_at_length_four(x):
    """Softmax, but for one length."""
    e = np.exp(x - x.max(axis=-1, keepdims=True, initial=-np.inf))
    return (np.ones_like(e) / e.shape[-1]) if e.shape[-1] == 4 else e / e.sum(axis=-1, keepdims=True)


def test_a_kernel_that_is_wrong_for_one_length_is_found_with_many_sizes(catalogue):
    few, many = catalogue["softmax"], at_many_sizes(catalogue["softmax"])
    lengths = [vector.inputs[0][1] for vector in many.vectors]
    assert len(set(lengths)) == len(lengths) > len(few.vectors)
    assert {(0,), (1,), (2,), (3,)} < set(lengths)
    assert outcomes(few, even_at_length_four, what=("forward",))["forward"].verdict == "pass"
    found = outcomes(many, even_at_length_four, what=("forward",))["forward"]
    assert found.verdict == "fail"
    assert found.sizes >= len(lengths)


@pytest.mark.parametrize("name", ["causalAttention", "conv2d", "maxPool", "mse"])
def test_the_kernels_of_the_project_pass_at_many_sizes(catalogue, name):
    many = at_many_sizes(catalogue[name])
    small = [v for v in many.vectors if sum(np.prod(s, dtype=int) for _, s in v.inputs) <= 6]
    assert len(small) >= 4
    assert len(many.vectors) > len(small)
    for verdict in difftest.test(many):
        assert verdict.verdict == "pass", verdict.message


@pytest.mark.parametrize("case", [SOFTMAX, MATMUL], ids=lambda n: n.short_name)
def test_every_coordinate_at_one_input_of_each_size_has_a_second_opinion(case):
    found = outcomes(case, dtype="float32")
    coordinates = {"forward": [f.output for f in case.vectors]}
    coordinates["jvp"] = coordinates["forward"]
    coordinates["vjp"] = [shape for f in case.vectors for _, shape in f.inputs]
    for what, shapes in coordinates.items():
        assert found[what].second_opinions == sum(int(np.prod(shape)) for shape in shapes)
        assert found[what].to_json()["second_opinions"] == found[what].second_opinions
    assert found["adjoint"].second_opinions is None


@pytest.mark.usefixtures("unremembered")
@pytest.mark.parametrize("what", ["forward", "jvp", "vjp"])
def test_a_wrong_first_evaluator_is_found_by_the_second(monkeypatch, what):
    """The references, and the kernel with them, are off by a relative 2^-20: nothing else would notice."""
    program = VectorProgram.values

    def wrong(self, point, *rest, **options):
        return [replace(v, ball=v.ball * (1 + 2.0**-20)) for v in program(self, point, *rest, **options)]

    monkeypatch.setattr(VectorProgram, "values", wrong)
    (verdict,) = difftest.test(SOFTMAX, dtype="float16", what=(what,))
    assert (verdict.verdict, verdict.error.kind) == ("inconclusive", "reference-disagreement")
    assert "do not overlap" in verdict.message


def test_formulas_that_are_large_when_written_out_are_evaluated_twice():
    """exp(x/2^k)^(2^k) by squaring: 2^200 operations, 200 distinct ones."""
    tree = op("exp", op("mul", entry(0), Tree("const", value=Fraction(1, 2**200))))
    for _ in range(200):
        tree = op("mul", tree, tree)
    zero = op("mul", ZERO, tangent(0))
    formula = VectorFormula((), (("x", (1,)),), (1,), (tree,), (zero,))
    found = outcomes(node("large", formula), lambda x: np.exp(x), dtype="float32", what=("forward",))
    assert found["forward"].second_opinions == 1


def test_too_large_a_formula_has_no_second_opinion_and_the_verdict_says_so(monkeypatch):
    monkeypatch.setattr("proofgrad.oracle.difftest.second._PARTS", 10)
    found = outcomes(SOFTMAX, dtype="float32", what=("forward",))
    assert found["forward"].verdict == "pass"
    assert found["forward"].second_opinions < sum(f.output[0] for f in SOFTMAX.vectors)


def test_a_kernel_that_raises_for_no_entries_is_tested_on_others():
    def fussy(x):
        return np.exp(x - x.max()) / np.exp(x - x.max()).sum()  # max of nothing is an error

    (verdict,) = difftest.test(SOFTMAX, fussy, dtype="float64", what=("forward",))
    assert (verdict.verdict, verdict.error.kind) == ("fail", "raised")
    assert "zero-size" in verdict.message
    assert verdict.classes["normal"].count > 10
    assert not verdict.classes["normal"].failed


def test_rounding_counts_where_the_exact_value_is_zero():
    """The variance of a constant row: its mean is rounded, and what is squared is that error."""
    n, unit = 7, 2.0**-24
    mean = op("mul", Tree("const", value=Fraction(1, n)), total(entry(i) for i in range(n)))
    deviations = [op("sub", entry(i), mean) for i in range(n)]
    tree = total(op("mul", d, d) for d in deviations)
    largest = 0.0
    for number in np.float32(1) + np.arange(200, dtype=np.float32) / np.float32(97):
        x = np.full(n, number, np.float32)
        naive = np.float32(1 / n) * np.add.accumulate(x)[-1]
        found = float(np.add.accumulate((x - naive) ** 2)[-1])
        point = Point([Fraction(float(v)) for v in x])
        (first,) = VectorProgram([tree]).values(point, 2.0**-63)
        (value,) = VectorProgram([tree]).values(point, 2.0**-63, unit)
        allowed = unit * float(value.rounding)
        assert found <= allowed
        assert found == 0 or found > unit * float(first.rounding)
        largest = max(largest, found / allowed)
    assert largest > 1e-3  # and is not absurdly large


def test_messages_name_the_shapes_of_the_inputs():
    def raises(a, b):
        raise RuntimeError("no")

    (verdict,) = difftest.test(MATMUL, raises, dtype="float64", what=("forward",))
    assert "forward of matmul on float64[2, 3], float64[3, 4] [" in verdict.message
