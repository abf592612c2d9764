"""The polynomials of a sweep hold what their bounds say, compared with Arb at single inputs."""

from __future__ import annotations

import random
from fractions import Fraction

import flint
import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.series import coefficients
from proofgrad.oracle.formula.spans import spans_of
from proofgrad.oracle.formula.trees import bind
from proofgrad.oracle.sweep.certify import Certifier, stretches_of
from proofgrad.oracle.sweep.compare import _grid
from proofgrad.oracle.sweep.kept import _packed, _unpacked
from proofgrad.oracle.sweep.stretches import Stretch, numbers, segment, segment_count, segment_length
from proofgrad.oracle.ulp import FORMATS

NAMES = ("tanh", "gelu", "softplus", "silu", "log", "inv", "sqrt", "exp", "elu", "sin", "safeLog", "logistic")


def trees(nodes, params, name):
    return [bind(t, params) for t in (nodes[name].formula.f, nodes[name].formula.df)]


@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_further_from_the_polynomial_than_its_bound(nodes, params, name):
    fmt, chance = FORMATS["float32"], random.Random(name)
    seen = 0
    for tree in trees(nodes, params, name):
        certifier = Certifier(tree, fmt)
        for number in chance.sample(range(segment_count(fmt)), 12):
            for p in certifier.patch(segment(fmt, number)).polynomials:
                value = np.polynomial.polynomial.polyval(_grid(p.stretch.count), p.coefficients)
                for k in {0, p.stretch.count - 1, chance.randrange(p.stretch.count)}:
                    x = p.stretch.exact(fmt, p.stretch.first + k)
                    with flint.ctx.workprec(2600):
                        off = abs(ball(tree, x, 2600).value - flint.arb(float(value[k])))
                        assert off <= p.error, (name, number, float(x))
                    seen += 1
    assert seen > 20


@pytest.mark.parametrize("name", NAMES)
def test_the_stretches_of_a_patch_are_the_segment(nodes, params, name):
    fmt = FORMATS["float16"]
    for tree in trees(nodes, params, name):
        certifier = Certifier(tree, fmt)
        for number in range(segment_count(fmt)):
            whole = segment(fmt, number)
            parts = sorted(stretches_of(certifier.patch(whole)), key=lambda s: s.first)
            ends = [s.first + s.count for s in parts]
            assert [s.first for s in parts] == [whole.first, *ends[:-1]]
            assert ends[-1] == whole.first + whole.count


def test_a_certified_direction_is_that_of_the_function(nodes, params):
    fmt = FORMATS["float32"]
    (tree, _) = trees(nodes, params, "tanh")
    certifier = Certifier(tree, fmt)
    for sign in (1, -1):
        patch = certifier.patch(Stretch(sign, 0x3F000000, 1 << 16))
        assert [p.direction for p in patch.polynomials] == [sign]  # by growing magnitude
    assert (
        [
            p.direction
            for p in Certifier(Tree("cos", (Tree("var"),)), fmt)
            .patch(
                Stretch(1, 0x40480000, 1 << 16)  # from 3.125 on: over pi cos turns
            )
            .polynomials
        ][:1]
        != [1]
    )


def test_a_segment_holds_every_number_of_the_format_once():
    fmt = FORMATS["bfloat16"]
    every = np.concatenate([fmt.to_bits(numbers(fmt, segment(fmt, s))) for s in range(segment_count(fmt))])
    assert len(np.unique(every)) == len(every) == 2 * fmt.infinity_ordinal
    assert segment_length(FORMATS["float32"]) * segment_count(FORMATS["float32"]) == 2 * 0x7F800000
    for number in (0, 1, 37, segment_count(fmt) - 1):
        stretch = segment(fmt, number)
        exact = [stretch.exact(fmt, stretch.first + k) for k in range(stretch.count)]
        assert exact == [Fraction(float(x)) for x in numbers(fmt, stretch).astype(np.float64)]


def test_kept_patches_come_back_bit_for_bit(nodes, params):
    fmt = FORMATS["float32"]
    for name in ("log", "exp", "sin"):
        certifier = Certifier(trees(nodes, params, name)[0], fmt)
        found = [certifier.patch(segment(fmt, s)) for s in (0, 1, 2)]
        assert _unpacked(_packed(found, 0), 0, 3) == found


def test_coefficients_around_an_interval_hold_those_of_its_points():
    x = Tree("var")
    for name in ("tanh", "sinh", "cosh", "exp", "sin", "cos"):
        tree = Tree(name, (x,))
        with flint.ctx.workprec(128):
            wide = coefficients(tree, flint.arb(0.75, 0.25), flint.arb(1), 6)
            for at in (0.5, 0.75, 1.0):
                narrow = coefficients(tree, flint.arb(at), flint.arb(1), 6)
                assert all(w.contains(n) for w, n in zip(wide, narrow, strict=True))


def test_a_saturated_part_is_seen_by_the_ends_of_an_interval():
    x, one = Tree("var"), Tree("const", (), Fraction(1))
    sigmoid = Tree("div", (one, Tree("add", (one, Tree("exp", (Tree("neg", (x,)),))))))
    with flint.ctx.workprec(320):
        low, high = flint.arb(-2e30), flint.arb(-1e30)
        found = spans_of(sigmoid, low, high)[sigmoid]
        assert found.known
        assert 0 <= found.low <= found.high <= flint.arb(2) ** -1000
        assert not spans_of(Tree("inv", (x,)), flint.arb(-1), flint.arb(1))[Tree("inv", (x,))].known
