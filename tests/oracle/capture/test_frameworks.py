"""Functions written with SymPy, JAX, PyTorch give the formula they compute, where these are installed."""

from __future__ import annotations

import pytest

from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture.objects import formula_from_object


def shown(function):
    return formula_text(formula_from_object(function)[0])


def test_sympy():
    sympy = pytest.importorskip("sympy")
    x, b, c = sympy.symbols("x b c")
    assert shown(c * sympy.tanh(x / c)) == "c*tanh(x / c)"
    assert shown(sympy.Piecewise((x, x > 0), (sympy.exp(x) - 1, True))) == "if x > 0 then x else exp(x) - 1"
    assert shown(x + sympy.sin(b * x) ** 2 / b) == "x + sin(b*x)^2 / b"
    with pytest.raises(FormulaError, match="gamma is no function"):
        shown(sympy.gamma(x))
    with pytest.raises(FormulaError, match="nothing says which"):
        shown(b * c)


def test_jax():
    jax = pytest.importorskip("jax")
    jnp = jax.numpy
    assert shown(jax.jit(lambda x: 30 * jnp.tanh(x / 30))) == "30*tanh(x / 30)"
    assert shown(jax.nn.silu) == "x*(1 / (1 + exp(-x)))"
    assert shown(lambda x, a: x + jnp.sin(a * x) ** 2 / a) == "x + sin(a*x)^2 / a"
    assert shown(lambda x: jnp.where(x > 0, x, jnp.expm1(x))) == "if x > 0 then x else exp(x) - 1"
    with pytest.raises(FormulaError, match="array of shape"):
        shown(lambda x: jnp.sum(jnp.array([1.0, 2.0]) * x))


def test_torch():
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    assert shown(lambda x, beta: x * torch.sigmoid(beta * x)) == "x*(1 / (1 + exp(-(beta*x))))"
    assert shown(torch.nn.SiLU()) == "x*(1 / (1 + exp(-x)))"
    assert shown(lambda x: functional.elu(x, alpha=1.5)) == "if x > 0 then x else 1.5*(exp(x) - 1)"
    assert shown(lambda x: torch.where(x > 0, x, torch.expm1(x))) == "if x > 0 then x else exp(x) - 1"
