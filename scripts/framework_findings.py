"""What was found in PyTorch and JAX, as data: each with a reproduction that uses nothing of this project.

`scripts/findings.py` runs every reproduction, puts what it prints beside an enclosure of the proven formula, and
writes docs/findings.md; `scripts/bench checkers` asks other checkers about the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["FINDINGS", "VECTOR_FINDINGS", "Finding", "VectorFinding"]

Sort = Literal["defect", "accuracy", "documented", "convention"]


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Attributes:
        framework: ``torch`` or ``jax``.
        sort: ``defect``; ``accuracy``: few or no digits where the function has a number, from the way that it is
            computed; ``documented``: the framework's documentation says so; ``convention``: at a kink, at nan,
            beyond the domain.
        title: in one line.
        node: short name of the proven node.
        what: ``forward``, ``jvp`` or ``vjp``.
        dtype: of the input.
        x: bits of the input in hex.
        code: Python that prints what the framework answers, one number a line.
        about: a sentence or two: where it comes from, where it matters.
        params: of the node.
        backend: which of the framework's it is; by default that of its name.
    """

    framework: str
    sort: Sort
    title: str
    node: str
    what: Literal["forward", "jvp", "vjp"]
    dtype: str
    x: str
    code: str
    about: str
    params: Mapping[str, Any] = field(default_factory=dict)
    backend: str = ""


def _torch(function: str, x: str, dtype: str, slope: bool, lengths: tuple[int, ...] = ()) -> str:
    """A reproduction: the value or the gradient at x; in arrays of these lengths, their first element."""
    lines = ["import torch", "import torch.nn.functional as F"]
    made = f"torch.tensor({x}, dtype=torch.{dtype}, requires_grad={slope})"
    indent, shown = "", "x"
    if lengths:
        lines.append(f"for n in {lengths}:")
        made, indent, shown = (
            f"torch.full((n,), {x}, dtype=torch.{dtype}, requires_grad={slope})",
            "    ",
            "x",
        )
    lines.append(f"{indent}x = {made}")
    lines.append(f"{indent}y = {function.format(shown)}")
    first = ".flatten()[0]" if lengths else ""
    if slope:
        lines.append(f"{indent}(grad,) = torch.autograd.grad(y.sum(), x)")
        lines.append(f"{indent}print(grad{first}.item())")
    else:
        lines.append(f"{indent}print(y{first}.item())")
    return "\n".join(lines)


def _jax(function: str, x: str, dtype: str, slope: bool) -> str:
    lines = ["import jax", "import jax.numpy as jnp", 'jax.config.update("jax_enable_x64", True)']
    lines.append(f"x = jnp.asarray({x}, dtype=jnp.{dtype})")
    lines.append(f"f = lambda x: {function.format('x')}")
    lines.append(f"print({'jax.grad(f)(x)' if slope else 'f(x)'})")
    return "\n".join(lines)


_COMPILED_SIN = """import torch
x = torch.tensor(-1985.2354, dtype=torch.float32).repeat(4096)
print(torch.compile(torch.sin)(x)[0].item())
print(torch.sin(x)[0].item())"""

GELU = 'F.gelu({}, approximate="tanh")'
T: Any = "torch"
_POSITION = (
    "The code for full vectors and the code for the elements that are left over differ: the same number gets another "
    "answer in an array of another length."
)

# fmt: off
FINDINGS: tuple[Finding, ...] = (
    Finding(
        T, "defect", "hardsigmoid: the float64 gradient is 1/6 in float32", "hardSigmoid", "vjp", "float64",
        "0x3fe0000000000000", _torch("F.hardsigmoid({})", "0.5", "float64", True),
        "Every gradient of a float64 hardsigmoid is off by 3e-8, relatively: the constant 1/6 has been rounded to float32.",
    ),
    Finding(
        T, "defect", "gelu (tanh): the gradient is nan from 1.9e19 on in float32", "gelu", "vjp", "float32",
        "0x5f8ac723", _torch(GELU, "2e19", "float32", True),
        "The square of x overflows, and infinity times 0 follows. The forward map is right there. In float64 from 1.4e154 on.",
    ),
    Finding(
        T, "defect", "silu: nan at -inf", "silu", "forward", "float32", "0xff800000",
        _torch("F.silu({})", 'float("-inf")', "float32", False),
        "The limit is 0, and sigmoid(-inf) is 0; the product -inf·0 is nan. mish, hardswish and gelu do the same.",
    ),
    Finding(
        T, "defect", "hardswish: overflows at a sixth of the largest number", "hardSwish", "forward", "float32",
        "0x7e348e52", _torch("F.hardswish({})", "6e37", "float32", False),
        "x·relu6(x + 3) is formed before it is divided by 6.",
    ),
    Finding(
        T, "defect", "sinh: infinite in arrays of 8 and more where it has a number", "sinh", "forward", "float32",
        "0x42b1999a", _torch("torch.sinh({})", "88.8", "float32", False, (1, 16)), _POSITION,
    ),
    Finding(
        T, "defect", "cosh: infinite in arrays of 8 and more where it has a number", "cosh", "forward", "float32",
        "0x42b1999a", _torch("torch.cosh({})", "88.8", "float32", False, (1, 16)), _POSITION,
    ),
    Finding(
        T, "defect", "sinh: infinite in float64 arrays of 8 and more where it has a number", "sinh", "forward", "float64",
        "0x40862e430259527a", _torch("torch.sinh({})", "709.7827193239493", "float64", False, (1, 8)),
        "As in float32, and in 2.14.1 still. cosh does the same.",
    ),
    Finding(
        T, "defect", "relu6: the gradient at nan depends on the place in the array", "relu6", "vjp", "float32",
        "0x7fc00000", _torch("F.relu6({})", 'float("nan")', "float32", True, (1, 16)),
        _POSITION + " hardtanh too; elu, selu and hardswish answer 1 (or their slope) and nan.",
    ),
    Finding(
        T, "defect", "mish: a gradient of the wrong sign in the left tail", "mish", "vjp", "float32", "0xc2b215cd",
        _torch("F.mish({})", "-89.04258", "float32", True),
        "The reference is a normal number; the answer is a subnormal one of the other sign.",
    ),
    Finding(
        T, "defect", "softsign: nan at infinity", "softsign", "forward", "float32", "0x7f800000",
        _torch("F.softsign({})", 'float("inf")', "float32", False), "∞/(1 + ∞); the limit is 1.",
    ),
    Finding(
        T, "accuracy", "softsign: gradients with no right digit from 1.7e7 on in float32", "softsign", "vjp", "float32",
        "0xcbf6f19d", _torch("F.softsign({})", "-3.2367418e7", "float32", True),
        "Autograd of x / (1 + |x|) subtracts two numbers of nearly the same size.",
    ),
    Finding(
        T, "accuracy", "gelu (tanh): 0 or 1.5e-7 for the same number, and neither is right", "gelu", "forward", "float32",
        "0xc0a466d9", _torch(GELU, "-5.1375546", "float32", False, (1, 16)),
        "1 + tanh(u) cancels in the left tail, so that from -5 on no digit is right.",
    ),
    Finding(
        T, "accuracy", "silu: 0 for a number that has a normal value", "silu", "forward", "float32", "0xc2b3823f",
        _torch("F.silu({})", "-89.75439", "float32", False), "x/(1 + exp(-x)) with exp(-x) infinite.",
    ),
    Finding(
        T, "accuracy", "sigmoid: the gradient is 0 from 37 on in float64", "sigmoid", "vjp", "float64",
        "0x4044000000000000", _torch("torch.sigmoid({})", "40.0", "float64", True),
        "The derivative is formed from the rounded result, s·(1 - s).",
    ),
    Finding(
        T, "accuracy", "tanh: the gradient is 0 from 19.1 on in float64", "tanh", "vjp", "float64", "0x4034000000000000",
        _torch("torch.tanh({})", "20.0", "float64", True),
        "The derivative is formed from the rounded result, 1 - t².",
    ),
    Finding(
        T, "accuracy", "sigmoid: 0 for subnormal results in float64", "sigmoid", "forward", "float64",
        "0xc0862e5547b1113e", _torch("torch.sigmoid({})", "-709.7916406472575", "float64", False),
        "1/(1 + exp(-x)) with exp(-x) infinite.",
    ),
    Finding(
        T, "documented", "softplus: the identity above the threshold 20", "softplus", "forward", "float64",
        "0x403400068db8bac7", _torch("F.softplus({})", "20.0001", "float64", False),
        "The documentation of F.softplus names the threshold, which is an argument.",
    ),
    Finding(
        T, "convention", "sqrt: the gradient at -0.0 is -inf", "sqrt", "vjp", "float64", "0x8000000000000000",
        _torch("torch.sqrt({})", "-0.0", "float64", True),
        "1/(2·√-0.0) in IEEE's arithmetic. The 0 is Lean's convention for a quotient by 0; the limit from the right is +inf.",
    ),
    Finding(
        T, "convention", "relu: the gradient at nan is 1", "relu", "vjp", "float64", "0x7ff8000000000000",
        _torch("F.relu({})", 'float("nan")', "float64", True),
        "The gradient does not carry the nan on; neither do those of abs (0), clamp and leaky_relu.",
    ),
    Finding(
        T, "accuracy", "torch.compile: sin and cos in float32 are more than 2 ULP off, eager ones less than 1", "sin", "forward", "float32",
        "0xc4f82788", _COMPILED_SIN,
        "The first answer is the compiled one, the second the eager one.",
        backend="torch-compile",
    ),
    Finding(
        "jax", "defect", "silu: nan at -inf", "silu", "forward", "float64", "0xfff0000000000000",
        _jax("jax.nn.silu({})", "-jnp.inf", "float64", False), "As in PyTorch.",
    ),
    Finding(
        "jax", "accuracy", "tanh: 6 ULP off near 19 in float64", "tanh", "forward", "float64",
        "0xc0330fc1931f09c9", _jax("jnp.tanh({})", "-19.061547465398494", "float64", False),
        "The correctly rounded result is -1.0; libm's tanh is within 1 ULP.",
    ),
    Finding(
        "jax", "accuracy", "cosh: 24 ULP off in float32", "cosh", "forward", "float32", "0x420aa0a4",
        _jax("jnp.cosh({})", "34.656876", "float32", False),
        "The error grows with x, as of sinh: it is formed as exp(x + log 1/2), and the rounding of that sum counts x times.",
    ),
    Finding(
        "jax", "accuracy", "cosh: 500 ULP off in float64", "cosh", "forward", "float64", "0x40840949b996a645",
        _jax("jnp.cosh({})", "641.1609985131732", "float64", False), "The same in float64.",
    ),
    Finding(
        "jax", "accuracy", "sigmoid: the gradient is 0 from 37.4 on in float64", "sigmoid", "vjp", "float64",
        "0x4042b708872320e2", _jax("jax.nn.sigmoid({})", "37.42994775023705", "float64", True),
        "It is y·(1 - y), as in PyTorch, and y has been rounded to 1.",
    ),
    Finding(
        "jax", "accuracy", "softplus: 32 ULP off in the float64 gradient near 33", "softplus", "vjp", "float64",
        "0x4040a2b23f375ff0", _jax("jax.nn.softplus({})", "33.27106466487737", "float64", True),
        "It is exp(x - y), with y the rounded value of softplus; the rounding of y counts y times.",
    ),
    Finding(
        "jax", "accuracy", "hard_sigmoid: the gradient is 0 for the largest number below 3", "hardSigmoid", "vjp",
        "float64", "0x4007ffffffffffff", _jax("jax.nn.hard_sigmoid({})", "2.9999999999999996", "float64", True),
        "x + 3 is rounded to 6 before it is compared with 6. PyTorch compares x with 3.",
    ),
    Finding(
        "jax", "documented", "square: subnormal numbers count as 0", "square", "vjp", "float64", "0x0008000000000000",
        _jax("jnp.square({})", "1.1125369292536007e-308", "float64", True),
        "XLA's CPU code flushes subnormal numbers to zero, in all functions; it is known, not a matter of square.",
    ),
    Finding(
        "jax", "convention", "abs: the derivative at a negative subnormal number is 1", "abs", "vjp", "float64",
        "0x8000000000000001", _jax("jnp.abs({})", "-5e-324", "float64", True),
        "The number is flushed to zero first, and the slope at zero is taken to be 1.",
    ),
    Finding(
        "jax", "convention", "relu: the gradient at nan is 0", "relu", "vjp", "float64", "0x7ff8000000000000",
        _jax("jax.nn.relu({})", "jnp.nan", "float64", True), "PyTorch answers 1 there.",
    ),
)
# fmt: on
"""Findings at one input of an elementwise node."""


@dataclass(frozen=True)
class VectorFinding:
    """One thing found in a function of vectors.

    Attributes:
        entries: of all inputs, one after the other; `sizes` says of what shapes they are.
        coordinate: of the result.
        params: of the node.
        rest: as in :class:`Finding`.
    """

    framework: str
    sort: Sort
    title: str
    node: str
    sizes: Mapping[str, str]
    dtype: str
    entries: tuple[float, ...]
    coordinate: int
    code: str
    about: str
    params: Mapping[str, float] = field(default_factory=dict)


ENTRIES = tuple(i / 8 for i in range(1, 25))

# fmt: off
VECTOR_FINDINGS: tuple[VectorFinding, ...] = (
    VectorFinding(
        "jax", "defect", "dot_product_attention: float64 is computed in float32", "multiHeadAttention",
        {"h": "2", "m": "2", "n": "2", "d": "2", "e": "2"}, "float64", ENTRIES, 0,
        """import jax, jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
q, k, v = (jnp.arange(1 + 8 * i, 9 + 8 * i, dtype=jnp.float64).reshape(2, 2, 2) / 8 for i in range(3))
q, k, v = (a.swapaxes(0, 1) for a in (q, k, v))  # heads are the last axis but one
y = jax.nn.dot_product_attention(q, k, v)
assert y.dtype == jnp.float64
print(y[0, 0, 0])""",
        "Scores are cast to float32 for the softmax, also those in float64; a comment in the source says so, the "
        "documentation does not. Seven digits of sixteen are right.",
    ),
    VectorFinding(
        "jax", "documented", "standardize: the variance cancels", "layerNorm", {"m": "2", "n": "3"}, "float32",
        (1000.0, 1000.25, 1000.5, 0.0, 0.0, 0.0), 0,
        """import jax, jax.numpy as jnp
print(jax.nn.standardize(jnp.asarray([1000.0, 1000.25, 1000.5], dtype=jnp.float32), epsilon=2.0**-20))""",
        "mean(x²) - mean(x)², the default algorithm; the documentation warns of it and offers algorithm=\"stable\".",
        {"ε": 2.0**-20},
    ),
)
# fmt: on
"""Findings at one input of a vector node."""
