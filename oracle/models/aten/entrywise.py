"""Operations entry by entry: formulas of arrays and constant arrays, choices by constant masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index
from proofgrad.oracle.models.aten.rules import RULES, Rule, rule
from proofgrad.oracle.models.aten.truth import Truth, number
from proofgrad.oracle.models.pointwise import ONE, TWO, gelu, gelu_tanh, power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, broadcast, const

__all__ = ["add", "mul", "pointwise", "sub"]


def _numbers(w: Writer, value: Any) -> Any:
    if isinstance(value, Truth):
        return number(w, value)
    return value if isinstance(value, Traced) else np.asarray(value)


def pointwise(w: Writer, formula: Callable[..., Tree], needs: str, *args: Any) -> Traced:
    """A formula of arrays and constant arrays, broadcast.

    Raises:
        Unsupported: an entry is minus infinity, and the value there is neither that nor known.
    """
    given = [_numbers(w, a) for a in args]
    shape = np.broadcast_shapes(*(a.shape for a in given))
    excluded = _excluded(w, given, shape)
    limit = LIMITS.get(w.operation.partition(".")[0])

    def entry(at: list[Index]) -> Tree:
        parts = []
        for a in given:
            own = broadcast(a.shape, shape, at)
            parts.append(w.entry(a, own))
        found = formula(*parts)
        return found if excluded is None or limit is None else w.chosen(excluded, at, const(limit), found)

    return w.step(shape, entry, needs=needs, excluded=excluded if limit is None else None)


LIMITS = {"exp": 0, "exp2": 0, "expm1": -1, "sigmoid": 0, "softplus": 0, "relu": 0, "tanh": -1, "erf": -1}
"""Values at minus infinity."""


def _excluded(w: Writer, given: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray | None:
    """Where one of several arrays is minus infinity."""
    masks = [a.excluded if isinstance(a, Traced) else None for a in given]
    if all(m is None for m in masks):
        return None
    name = w.operation.partition(".")[0]
    others = [a for a, m in zip(given, masks, strict=True) if m is None]
    positive = all(isinstance(a, np.ndarray) and (a > 0).all() for a in others)
    kept = {"add": True, "sub": masks[-1] is None, "mul": positive, "div": positive and masks[-1] is None}
    if name not in LIMITS and not kept.get(name, False):
        raise Unsupported(f"{name} of minus infinity")
    out = np.zeros(shape, np.bool_)
    for m in masks:
        out |= False if m is None else m
    return out


def _unary(name: str) -> Rule:
    formula, needs = ONE[name]

    def write(w: Writer, x: Traced) -> Traced:
        return pointwise(w, formula, needs, x)

    return write


for _name in ONE:
    RULES[f"{_name}.default"] = _unary(_name)


@rule("gelu.default")
def _gelu(w: Writer, x: Traced, approximate: str = "none") -> Traced:
    return pointwise(w, gelu_tanh if approximate == "tanh" else gelu, "", x)


@rule("add.Tensor", "add.Scalar")
def add(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    """x + alpha·y; a constant minus infinity excludes entries."""
    if alpha != 1:
        return add(w, x, mul(w, y, alpha))
    for one, other in ((x, y), (y, x)):
        if not isinstance(other, Traced) and np.isneginf(np.asarray(other)).any():
            return _masked_add(w, one, np.asarray(other))
    return pointwise(w, TWO["add"][0], "", x, y)


def _masked_add(w: Writer, x: Traced, mask: np.ndarray) -> Traced:
    """x plus a constant array that is minus infinity in places: these are excluded."""
    shape = np.broadcast_shapes(x.shape, mask.shape)
    out = np.broadcast_to(np.isneginf(mask), shape)
    finite = np.where(np.isneginf(mask), 0.0, mask)
    found = x if not finite.any() and x.shape == shape else pointwise(w, TWO["add"][0], "", x, finite)
    before = False if found.excluded is None else found.excluded
    return Traced(found.array, found.shape, out | before)


@rule("sub.Tensor", "sub.Scalar")
def sub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    """x - alpha·y."""
    return pointwise(w, TWO["sub"][0], "", x, y if alpha == 1 else mul(w, y, alpha))


@rule("rsub.Scalar", "rsub.Tensor")
def _rsub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    return sub(w, y, x, alpha)


@rule("mul.Tensor", "mul.Scalar")
def mul(w: Writer, x: Any, y: Any) -> Traced:
    """x·y."""
    return pointwise(w, TWO["mul"][0], "", x, y)


@rule("div.Tensor", "div.Scalar")
def _div(w: Writer, x: Any, y: Any) -> Traced:
    fixed = not isinstance(y, Traced)
    if fixed and (np.asarray(y) == 0).any():
        raise Unsupported("a division by a constant 0")
    return pointwise(w, TWO["div"][0], "" if fixed else TWO["div"][1], x, y)


def _several(name: str) -> Rule:
    formula, needs = TWO[name]

    def write(w: Writer, *args: Any) -> Traced:
        return pointwise(w, formula, needs, *args)

    return write


for _name in TWO:
    for _form in ("default", "Tensor", "Scalar", "self", "Scalar_Tensor", "Scalar_Self", "self_scalar"):
        RULES.setdefault(f"{_name}.{_form}", _several(_name))
for _name, _other in (("fmax", "maximum"), ("fmin", "minimum")):
    RULES[f"{_name}.default"] = _several(_other)
for _form in ("OutScalar_Self", "Scalar_Other", "Scalar_Self", "other_scalar"):
    RULES.update({f"{n}.{_form}": _several(n) for n in ("xlogy", "special_xlog1py")})


@rule("pow.Tensor_Tensor", "pow.Scalar")
def _power(w: Writer, x: Any, y: Any) -> Traced:
    if not isinstance(y, Traced) and len(np.unique(np.asarray(y))) == 1:
        return _pow(w, x, float(np.asarray(y).ravel()[0]))
    fixed = not isinstance(x, Traced)
    if fixed and (np.asarray(x) <= 0).any():
        raise Unsupported("a power of a constant that is not positive")

    def formula(a: Tree, b: Tree) -> Tree:
        return Tree("exp", (Tree("mul", (b, Tree("log", (a,)))),))

    return pointwise(w, formula, "" if fixed else "0 < x", x, y)


@rule("div.Tensor_mode", "div.Scalar_mode")
def _div_mode(w: Writer, x: Any, y: Any, rounding_mode: str | None = None) -> Traced:
    found = _div(w, x, y)
    if rounding_mode is None:
        return found
    formula, needs = ONE[rounding_mode]
    return pointwise(w, formula, needs, found)


@rule("round.decimals")
def _round(w: Writer, x: Traced, decimals: int = 0) -> Traced:
    scale = Fraction(10) ** decimals

    def formula(a: Tree) -> Tree:
        return Tree("div", (ONE["round"][0](Tree("mul", (const(scale), a))), const(scale)))

    return pointwise(w, formula, ONE["round"][1], x)


@rule("softplus.default")
def _softplus(w: Writer, x: Traced, beta: float = 1, threshold: float = 20) -> Traced:
    def formula(a: Tree) -> Tree:
        scaled = Tree("mul", (const(beta), a)) if beta != 1 else a
        soft = Tree("log", (Tree("add", (const(1), Tree("exp", (scaled,)))),))
        return Tree("if_gt", (scaled, const(threshold), a, Tree("div", (soft, const(beta)))))

    return pointwise(w, formula, "βx is not the threshold", x)


@rule("log_sigmoid_forward.default")
def _log_sigmoid(w: Writer, x: Traced) -> list[Any]:
    def formula(a: Tree) -> Tree:
        return Tree("neg", (Tree("log", (Tree("add", (const(1), Tree("exp", (Tree("neg", (a,)),)))),)),))

    return [pointwise(w, formula, "", x), None]


@rule("_prelu_kernel.default")
def _prelu(w: Writer, x: Traced, slope: Any) -> Traced:
    def formula(a: Tree, s: Tree) -> Tree:
        return Tree("if_gt", (a, const(0), a, Tree("mul", (s, a))))

    return pointwise(w, formula, "x ≠ 0", x, slope)


@rule("clamp_min.default", "clamp_min.Tensor")
def _clamp_min(w: Writer, x: Any, low: Any) -> Traced:
    return pointwise(w, TWO["maximum"][0], "x is not the border", x, low)


@rule("clamp_max.default", "clamp_max.Tensor")
def _clamp_max(w: Writer, x: Any, high: Any) -> Traced:
    return pointwise(w, TWO["minimum"][0], "x is not the border", x, high)


@rule("clamp.Tensor")
def _clamp_tensors(w: Writer, x: Any, low: Any = None, high: Any = None) -> Traced:
    x = x if low is None else _clamp_min(w, x, low)
    return x if high is None else _clamp_max(w, x, high)


@rule("pow.Tensor_Scalar")
def _pow(w: Writer, x: Traced, n: float) -> Traced:
    if n == int(n) and 0 <= n <= 64:
        return pointwise(w, lambda a: power(a, int(n)), "", x)
    if n == int(n) and -64 <= n < 0:
        return pointwise(w, lambda a: Tree("inv", (power(a, int(-n)),)), "x ≠ 0", x)
    if n in (0.5, -0.5):
        formula, needs = ONE["sqrt" if n > 0 else "rsqrt"]
        return pointwise(w, formula, needs, x)
    return pointwise(w, lambda a: Tree("exp", (Tree("mul", (const(n), Tree("log", (a,)))),)), "0 < x", x)


@rule("leaky_relu.default")
def _leaky(w: Writer, x: Traced, slope: float = 0.01) -> Traced:
    def formula(a: Tree) -> Tree:
        return Tree("if_gt", (a, const(0), a, Tree("mul", (const(slope), a))))

    return pointwise(w, formula, "x ≠ 0", x)


@rule("elu.default")
def _elu(w: Writer, x: Traced, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0) -> Traced:
    def formula(a: Tree) -> Tree:
        power_of = Tree("exp", (Tree("mul", (const(input_scale), a)),))
        below = Tree("mul", (const(alpha), Tree("sub", (power_of, const(1)))))
        return Tree("mul", (const(scale), Tree("if_gt", (a, const(0), a, below))))

    return pointwise(w, formula, "x ≠ 0", x)


@rule("clamp.default", "hardtanh.default")
def _clamp(w: Writer, x: Traced, low: float | None = None, high: float | None = None) -> Traced:
    def formula(a: Tree) -> Tree:
        if low is not None:
            a = Tree("max", (a, const(low)))
        if high is not None:
            a = Tree("neg", (Tree("max", (Tree("neg", (a,)), const(-high))),))
        return a

    return pointwise(w, formula, "x is no border", x)


@rule("full_like.default", "zeros_like.default", "ones_like.default")
def _full(w: Writer, x: Traced, value: float | None = None, **_: Any) -> np.ndarray:
    return np.full(x.shape, (w.operation.startswith("ones") if value is None else value), np.float64)


@rule("clone.default", "alias.default", "detach.default", "contiguous.default", "lift_fresh_copy.default")
@rule("positive.default", "view_as_real_copy.default", "alias_copy.default", "detach_copy.default")
def _same(w: Writer, x: Traced, *_: Any, **__: Any) -> Traced:  # noqa: ARG001
    return x


@rule("_to_copy.default")
def _to(w: Writer, x: Any, dtype: Any = None, **_: Any) -> Any:
    if isinstance(x, Truth):
        return x if str(dtype) == "torch.bool" else number(w, x)
    if dtype is not None and "float" not in str(dtype):
        raise Unsupported(f"a conversion of values to {dtype}")
    return x
