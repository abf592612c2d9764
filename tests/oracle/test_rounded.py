"""A correctly rounded kernel passes everything: no limit, no statistic, no convention accuses it."""

from __future__ import annotations

import numpy as np
import pytest
from rounded import Rounded

from proofgrad.oracle import difftest
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.ulp import FORMATS

NAMES = ["relu", "abs", "log", "inv", "sqrt", "sigmoid", "tanh", "softplus", "silu", "gelu"]
NAMES += ["safeLog", "smoothAbs", "exp", "sinh", "cosh", "sin", "elu"]
OTHER = ("direction", "layout", "root")
"""Classes whose errors are counted in other units, or include the rounding of a product."""


def right(node, dtype, **options):
    params = {p: difftest.DEFAULT_PARAMETERS[p] for p in node.parameters}
    made = Rounded(node, dtype)
    for v in difftest.test(node, made, dtype=dtype, params=params, **options):
        assert v.verdict == "pass", f"{v.node} {v.dtype} {v.what}: {v.message}"
        if v.what != "adjoint":
            own = [c.max_ulp for name, c in v.classes.items() if name not in OTHER]
            assert max(own) <= 0.5 + 2.0**-10, f"{v.node} {v.dtype} {v.what}"


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", NAMES)
def test_correctly_rounded_kernels_pass(nodes, name, dtype):
    right(nodes[name], dtype, size=400, layouts=False)


def test_a_tie_of_the_rounded_reference_is_no_bias(nodes):
    """silu x is x/2 + x²/4 for small x: the middle between two numbers, but for a part that no float sees.
    What is right there is the number above."""
    fmt, made = FORMATS["bfloat16"], Rounded(nodes["silu"], "bfloat16")

    class Right:
        def forward(self, x):
            out, small = made.forward(x), np.abs(x.astype(np.float64)) < float(fmt.min_normal)
            above = fmt.from_ordinal((fmt.to_ordinal(x) + 1) // 2).astype(np.float64)
            wanted = np.copysign(above, x.astype(np.float64)).astype(fmt.dtype)
            return np.where(small, wanted, out).astype(fmt.dtype)

    (verdict,) = difftest.test(
        nodes["silu"], Right(), dtype="bfloat16", what=("forward",), layouts=False, second_opinion=False
    )
    assert verdict.verdict == "pass", verdict.message
    assert verdict.classes["subnormal"].max_ulp <= 0.5


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", NAMES)
def test_correctly_rounded_kernels_pass_at_every_number(nodes, name, dtype):
    right(nodes[name], dtype)


def test_the_nearest_number_is_known_of_subnormal_values_too(nodes):
    """-1.71e-308 has 52 bits before the point in units of the smallest subnormal, and one after it."""
    formula = nodes["silu"].formula
    x = np.array([-715.2307070925111])
    values = Reference((formula.f,)).enclose(x, FORMATS["float64"])[0].values
    assert abs(values.fraction[0]) <= 0.5
    assert abs(values.errors(values.rounded()[0])[0]) <= 0.5
