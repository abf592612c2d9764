"""Double-double arithmetic of our kernels is taken for what it computes: what is supposed of it is so."""

from __future__ import annotations

import sys
from fractions import Fraction

import flint
import numpy as np
import pytest

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.kernels import compensated, doubled, hyperbolic, kernel
from proofgrad.oracle.rounding.assumed import PAIR
from proofgrad.oracle.rounding.blocks import Power, taken_whole
from proofgrad.oracle.rounding.enclose import _Writer
from proofgrad.oracle.rounding.kernel import own_subject
from proofgrad.oracle.rounding.pieces import pieces_of
from proofgrad.oracle.rounding.recorder import Recorder, Untraceable
from proofgrad.oracle.rounding.traced import Traced
from proofgrad.oracle.ulp import FORMATS


def numbers(count: int, seed: int) -> np.ndarray:
    """Floats of both signs, some near each other, some far apart; nothing under- or overflows."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], count) * rng.uniform(1, 2, count) * 2.0 ** rng.integers(-60, 60, count)


@pytest.mark.parametrize("block", ["two_sum", "fast_two_sum", "two_product"])
def test_errors_of_sums_and_products_are_computed_exactly(block: str) -> None:
    a, b = numbers(20_000, 1), numbers(20_000, 2)
    if block == "fast_two_sum":
        a, b = np.where(np.abs(a) >= np.abs(b), a, b), np.where(np.abs(a) >= np.abs(b), b, a)
    head, rest = getattr(compensated, block)(a, b)
    for x, y, s, e in zip(a, b, head, rest, strict=True):
        exact = Fraction(x) * Fraction(y) if block == "two_product" else Fraction(x) + Fraction(y)
        assert Fraction(s) + Fraction(e) == exact


def test_the_exponential_of_our_kernels_is_as_exact_as_is_supposed() -> None:
    rng = np.random.default_rng(3)
    x = np.concatenate(
        [rng.uniform(-340, 340, 1500), rng.normal(size=500) * 2.0 ** rng.integers(-60, 2, 500)]
    )
    low = x * 2.0**-53 * rng.uniform(-1, 1, len(x))
    worst = 0.0
    with flint.ctx.workprec(300):
        for rest in (np.zeros_like(x), low):
            hi, lo, k = doubled.exponential(x, rest if rest.any() else 0.0)
            for argument, more, h, low_part, power in zip(x, rest, hi, lo, k, strict=True):
                exact = rational_ball(Fraction(argument) + Fraction(more)).exp()
                got = rational_ball((Fraction(h) + Fraction(low_part)) * Fraction(2) ** int(power))
                worst = max(worst, float(abs(got / exact - 1) * 2**53))
    assert worst <= PAIR / 100
    assert worst > PAIR / 1000  # it is no empty promise


def recorder() -> Recorder:
    return Recorder(Fraction(1), Fraction(2), "float64")


def test_numbers_that_lack_different_powers_of_two_are_not_added() -> None:
    with taken_whole():
        r = recorder()
        hi, _, k = hyperbolic.exponential(Traced(r, 0, np.float64, (1, Fraction(0))))
        assert r.weight(hi.register) == 1
        with pytest.raises(Untraceable, match="different powers"):
            hi + 1.0
        with pytest.raises(Untraceable, match="different powers"):
            np.where(hi < 1.0, hi, 2.0 * hi)
        assert r.weight((hi * hi).register) == 2
        assert r.weight((1.0 / hi).register) == -1
        assert r.weight(hyperbolic.scale(hi, k).register) == 0
        assert r.weight(hyperbolic.scale(1.0 / hi, -2 * k).register) == 1
        with pytest.raises(Untraceable, match="result that lacks"):
            r.program(hi.register)
        with pytest.raises(Untraceable, match="power of two"):
            np.minimum(k, 12)
        assert np.minimum(k, 500).slope == k.slope


def test_kernels_are_themselves_again_after_the_tracing() -> None:
    before = hyperbolic.exponential, compensated.two_sum
    with taken_whole():
        assert hyperbolic.exponential is not before[0]
        with pytest.raises(ZeroDivisionError), taken_whole():
            1 / 0  # noqa: B018
    assert (hyperbolic.exponential, compensated.two_sum) == before
    with taken_whole():
        assert np.array_equal(hyperbolic.sinh(np.array([0.5, 3.0])), np.sinh([0.5, 3.0]))


@pytest.mark.parametrize("node", ["sinh", "cosh", "tanh", "gelu"])
def test_no_input_of_ours_is_left_out_for_its_exponential(node: str) -> None:
    fmt = FORMATS["float64"]
    low, high = (int(o) for o in fmt.to_ordinal(np.array([-16.0, 16.0])))
    for what in ("forward", "jvp"):
        subject = own_subject(node, what, {})
        pieces = pieces_of(subject.traced, fmt, low=low, high=high, inner="float64", selects=True)
        assert [p.why for p in pieces if p.program is None] == []
        called = {i.function for p in pieces for i in (p.program.instructions if p.program else ())}
        assert called & {"expPair", "exp"}
        supposed = {text for p in pieces if p.program for text in p.program.supposed}
        assert node == "tanh" or any("fast two-sum" in text for text in supposed)


def test_the_first_number_of_each_fast_two_sum_of_ours_is_not_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes it exact (`Instr.computed_fastTwoSum`), and is supposed of each call."""
    original = compensated.fast_two_sum
    seen = [0, 0]

    def watched(a: np.ndarray, b: np.ndarray) -> compensated.Pair:
        seen[0] += np.size(a)
        seen[1] += int(np.count_nonzero(np.abs(a) < np.abs(b)))
        return original(a, b)

    for name, module in list(sys.modules.items()):
        if name.startswith("proofgrad.oracle.kernels.") and hasattr(module, "fast_two_sum"):
            monkeypatch.setattr(module, "fast_two_sum", watched)
    x = np.concatenate([np.linspace(-30, 30, 5001), np.random.default_rng(4).normal(size=5000)])
    for node in ("sinh", "cosh", "tanh", "gelu", "silu", "sigmoid", "erf", "geluErf"):
        own = kernel(node, {})
        for scalar in (own.f, own.df):
            scalar(x.copy(), **own.params)
    assert seen[0] > 10_000
    assert seen[1] == 0
    watched(np.array([1.0]), np.array([2.0]))
    assert seen[1] == 1


def test_a_two_sum_supposes_nothing() -> None:
    """It is proven (`Instr.computed_twoSum`)."""
    with taken_whole():
        r = recorder()
        s, e = compensated.two_sum(Traced(r, 0, np.float64, (1, Fraction(0))), 3.0)
        assert r.program(e.register).supposed == ()
        s, e = compensated.fast_two_sum(s, e)
        assert any("not less" in text for text in r.program(e.register).supposed)


def test_what_a_block_supposes_is_told() -> None:
    with taken_whole():
        r = recorder()
        s, e = compensated.two_product(Traced(r, 0, np.float64, (1, Fraction(0))), 3.0)
        program = r.program((s + e).register)
    assert any("two-product" in text for text in program.supposed)
    assert Instruction("num", number=Fraction(3)) in program.instructions
    assert Power(1).slope == 1


def test_over_intervals_a_number_less_itself_is_zero() -> None:
    """Balls do not know that both are one number, and errors that a kernel takes away would stay."""
    writer = _Writer()
    both = writer.sum("x", "y")
    assert writer.difference(both, both) == "zero"
    assert (writer.difference(both, "y"), writer.difference(both, "x")) == ("x", "y")
    assert writer.difference("x", both) not in ("x", "y", "zero")
