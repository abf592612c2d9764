"""What is lost below the smallest normal number counts in the rounding of a formula: all, and no more."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.instantiate import Concrete, instantiated
from proofgrad.oracle.formula.coordinates import Trees
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.formula.wide import WideEvaluator
from proofgrad.oracle.ulp import format_of

HALF = format_of("float16")
UNIT, LEAST, TINY = 2.0**-HALF.precision, float(HALF.min_normal), 2.0**HALF.tiny_exponent


def entry(i):
    return Tree("entry", value=i)


def op(name, *args, value=None):
    return Tree(name, args, value)


def bound(tree, entries):
    """What rounding may do, absolutely, and the value."""
    point = Point([Fraction(float(e)) for e in entries])
    (found,) = VectorProgram([tree]).values(point, 0.0, UNIT, LEAST)
    return float(found.rounding) * UNIT, float(found.ball)


ROUNDED = {
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "tanh": np.tanh,
    "sin": np.sin,
    "atan": np.arctan,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "neg": np.negative,
    "max": np.maximum,
    "abs": np.abs,
}


def computed(tree, entries):
    """A formula as it is, every operation rounded to 16 bits; nan where one overflows."""
    if tree.op == "entry":
        return entries[tree.value]
    if tree.op == "powi":
        base = computed(tree.args[0], entries)
        return base * base if np.isfinite(base * base) else np.float16(np.nan)
    wide = [computed(a, entries).astype(np.float32) for a in tree.args]
    found = ROUNDED[tree.op](*wide).astype(np.float16)
    return found if np.isfinite(found) else np.float16(np.nan)


def drawn(rng, depth):
    if depth == 0 or rng.random() < 0.1:
        return entry(int(rng.integers(4)))
    names = ["mul", "mul", "div", "add", "sub", "tanh", "sin", "atan", "exp", "neg", "max", "abs", "powi"]
    name = names[rng.integers(len(names))]
    count = 2 if name in ("mul", "div", "add", "sub", "max") else 1
    args = [drawn(rng, depth - 1) for _ in range(count)]
    return op(name, *args, value=2 if name == "powi" else None)


def test_no_evaluation_of_a_formula_is_further_off():
    rng = np.random.default_rng(15)
    judged = below = 0
    with np.errstate(all="ignore"):
        for _ in range(400):
            tree = drawn(rng, 4)
            size = np.exp2(rng.uniform(-22, 3, 4)) * rng.choice([-1.0, 1.0], 4)
            entries = size.astype(np.float16)
            got = computed(tree, entries)
            allowed, value = bound(tree, entries)
            if not np.isfinite(float(got)) or not np.isfinite(allowed) or not np.isfinite(value):
                continue
            judged += 1
            below += 0 < abs(value) < LEAST
            assert abs(float(got) - value) <= allowed + 4 * TINY, (tree, entries.tolist())
    assert judged > 250
    assert below > 40


@pytest.mark.parametrize(
    ("tree", "entries", "most"),
    [
        (op("mul", entry(0), entry(1)), (2.0**-10, 2.0**-9), 2.0**-25),  # below normal: half the last place
        (op("mul", entry(0), entry(1)), (2.0**-20, 2.0**-20), 2.0**-40),  # nothing is left: and no more
        (op("mul", op("mul", entry(0), entry(1)), entry(2)), (2.0**-10, 2.0**-9, 64.0), 2.0**-19 + 2.0**-25),
        (
            op("div", op("mul", entry(0), entry(1)), entry(2)),
            (2.0**-10, 2.0**-9, 2.0**-6),
            2.0**-19 + 2.0**-23,
        ),
        (op("add", entry(0), entry(1)), (2.0**-20, 2.0**-20), 2.0**-30),  # sums are exact down there
        (op("powi", entry(0), value=2), (2.0**-9,), 2.0**-25 + 2.0**-27),
        (op("tanh", entry(0)), (2.0**-20,), 2.0**-24 + 2.0**-30),
        (op("mul", op("sub", entry(0), entry(0)), entry(1)), (0.0, 2.0), 0.0),  # exactly nothing
    ],
)
def test_no_more_is_allowed_than_is_lost(tree, entries, most):
    allowed, _ = bound(tree, entries)
    own = sum(abs(e) for e in entries) * UNIT  # the rounding of entries, which counts as it did
    assert allowed <= most + 4 * own * max(1.0, *map(abs, entries))


def test_exponentials_that_underflow_together_do_not_excuse_their_quotient():
    powers = [op("exp", entry(i)) for i in range(2)]
    softmax = op("div", powers[0], op("add", *powers))
    near, far = (bound(softmax, (shift, shift - 1.0))[0] for shift in (0.0, -1000.0))
    assert far < 2 * near * 1000  # the entries themselves are rounded there
    log = op("log", op("add", *powers))
    assert bound(log, (-1000.0, -1000.0))[0] < 4 * 1000 * UNIT
    # As little as a product with what is no number of the format.
    scaled = op("mul", op("exp", op("neg", entry(0))), op("exp", entry(1)))
    assert bound(scaled, (30.0, 28.0))[0] < 0.5


def test_factors_may_be_multiplied_in_any_order():
    """(a/b)·(c/b) loses half the smallest number in a/b, and that is multiplied with what is left."""
    tree = op("mul", op("div", entry(0), op("mul", entry(1), entry(1))), entry(2))
    entries = np.array([2.0**-19 + TINY, 0.0625, 0.75]).astype(np.float16)
    allowed, value = bound(tree, entries)
    a, b, c = (e.astype(np.float32) for e in entries)
    other = (a * c).astype(np.float16).astype(np.float32) / b
    off = abs(float((other.astype(np.float16).astype(np.float32) / b).astype(np.float16)) - value)
    assert 8 * TINY < off <= allowed


def test_what_an_exponential_loses_grows_with_a_factor():
    tree = op("mul", entry(0), op("exp", entry(1)))
    allowed, _ = bound(tree, (64.0, -16.0))
    assert 64 * TINY <= allowed <= 70 * TINY


@pytest.fixture(scope="module")
def catalogue(library):
    return oracle.catalogue()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        *(
            (n, "forward")
            for n in ("prelu", "div", "mul", "softmax", "logSumExp", "layerNorm", "huber", "matmul")
        ),
        *((n, "jvp") for n in ("mul", "softmax", "logSumExp", "matmul")),
    ],
)
def test_large_sizes_count_the_same(catalogue, name, part):
    (node,) = [n for n in catalogue.nodes if n.short_name == name]
    formula = node.indexed
    choices = {v.name: (2,) if v.kind == "shape" else 2 for v in formula.variables}
    concrete = Concrete.at(formula, choices)
    rng = np.random.default_rng(3)
    count = concrete.count("vjp")
    along = count if part == "jvp" else 0
    x = rng.choice([2.0**-20, 2.0**-12, 0.75, 3.0, -12.0], count) * rng.uniform(0.5, 1.0, count)
    d = rng.choice([2.0**-12, 1.0], along)
    given = dict.fromkeys(node.parameters, 1.0)
    wide = WideEvaluator(concrete, part, np.longdouble, UNIT, None, LEAST).evaluate(x, d, given)
    point = Point(list(map(Fraction, x)), list(map(Fraction, d)), {k: Fraction(v) for k, v in given.items()})
    small = Trees(instantiated(formula, choices)).values(part, point, 2.0**-20, UNIT, LEAST)
    assert wide.decided.any()
    for i in np.flatnonzero(wide.decided):
        assert float(wide.rounding[i]) == pytest.approx(float(small[i].rounding), rel=0.3)
