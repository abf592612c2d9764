"""Operators entry by entry, comparisons and choices."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.models.aten.entrywise import pointwise
from proofgrad.oracle.models.aten.truth import Truth, number, truth
from proofgrad.oracle.models.onnx.call import RULES, Call, Rule, operator
from proofgrad.oracle.models.pointwise import softplus
from proofgrad.oracle.models.traced import Traced, Unsupported, const

__all__: list[str] = []

_ONE = ("Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Erf", "Exp")
_MORE = ("Floor", "Log", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Sin", "Sinh", "Sqrt")
_SAME_AS = {
    **{name: f"{name.lower()}.default" for name in (*_ONE, *_MORE, "Tan", "Tanh", "Softplus")},
    **{name: f"{name.lower()}.Tensor" for name in ("Add", "Sub", "Mul", "Div")},
    "Equal": "eq.Tensor",
    "Greater": "gt.Tensor",
    "GreaterOrEqual": "ge.Tensor",
    "Less": "lt.Tensor",
    "LessOrEqual": "le.Tensor",
    "Pow": "pow.Tensor_Tensor",
    "Where": "where.self",
    **{name: f"logical_{name.lower()}.default" for name in ("And", "Or", "Xor", "Not")},
    "IsNaN": "isnan.default",
    "IsInf": "isinf.default",
    "Det": "linalg_det.default",
}
"""Operators that are an operation of PyTorch."""


def _same(name: str) -> Rule:
    return lambda call, *args: call.aten(name, *args)


RULES.update({name: _same(other) for name, other in _SAME_AS.items()})


@operator("Mod")
def _mod(call: Call, x: Any, y: Any) -> Any:
    return call.aten("fmod.Tensor" if call.get("fmod", 0) else "remainder.Tensor", x, y)


@operator("Max", "Min")
def _extreme(call: Call, *args: Any) -> Any:
    out = args[0]
    for arg in args[1:]:
        out = call.aten("maximum.default" if call.w.operation == "Max" else "minimum.default", out, arg)
    return out


@operator("Sum", "Mean")
def _sum(call: Call, *args: Any) -> Any:
    out = args[0]
    for arg in args[1:]:
        out = call.aten("add.Tensor", out, arg)
    mean = call.w.operation == "Mean" and len(args) > 1
    return call.aten("div.Tensor", out, np.asarray(float(len(args)))) if mean else out


@operator("Gelu")
def _gelu(call: Call, x: Any) -> Any:
    return call.aten("gelu.default", x, approximate=call.get("approximate", "none"))


@operator("Elu")
def _elu(call: Call, x: Any) -> Any:
    return call.aten("elu.default", x, call.get("alpha", 1.0))


@operator("Selu")
def _selu(call: Call, x: Any) -> Any:
    alpha, gamma = 1.67326319217681884765625, 1.05070102214813232421875  # of the operator's page
    return call.aten("elu.default", x, call.get("alpha", alpha), call.get("gamma", gamma))


@operator("Celu")
def _celu(call: Call, x: Any) -> Any:
    alpha = call.get("alpha", 1.0)
    return call.aten("elu.default", x, alpha, 1.0, 1 / alpha)


@operator("LeakyRelu")
def _leaky(call: Call, x: Any) -> Any:
    return call.aten("leaky_relu.default", x, call.get("alpha", 0.01))


@operator("PRelu")
def _prelu(call: Call, x: Any, slope: Any) -> Any:
    def formula(a: Tree, s: Tree) -> Tree:
        return Tree("if_gt", (a, const(0), a, Tree("mul", (s, a))))

    return pointwise(call.w, formula, "x ≠ 0", x, slope)


@operator("HardSigmoid", "HardSwish")
def _hard(call: Call, x: Any) -> Any:
    swish = call.w.operation == "HardSwish"
    alpha, beta = (1 / 6, 0.5) if swish else (call.get("alpha", 0.2), call.get("beta", 0.5))

    def formula(a: Tree) -> Tree:
        line = Tree("add", (Tree("mul", (const(alpha), a)), const(beta)))
        low = Tree("max", (line, const(0)))
        gate = Tree("neg", (Tree("max", (Tree("neg", (low,)), const(-1))),))
        return Tree("mul", (a, gate)) if swish else gate

    return pointwise(call.w, formula, "x is no border", x)


@operator("ThresholdedRelu")
def _thresholded(call: Call, x: Any) -> Any:
    def formula(a: Tree) -> Tree:
        return Tree("if_gt", (a, const(call.get("alpha", 1.0)), a, const(0)))

    return pointwise(call.w, formula, "x is no border", x)


@operator("Shrink")
def _shrink(call: Call, x: Any) -> Any:
    border, bias = call.get("lambd", 0.5), call.get("bias", 0.0)

    def formula(a: Tree) -> Tree:
        below = Tree("if_gt", (const(-border), a, Tree("add", (a, const(bias))), const(0)))
        return Tree("if_gt", (a, const(border), Tree("sub", (a, const(bias))), below))

    return pointwise(call.w, formula, "x is no border", x)


@operator("Mish")
def _mish(call: Call, x: Any) -> Any:
    return pointwise(call.w, lambda a: Tree("mul", (a, Tree("tanh", (softplus(a),)))), "", x)


@operator("Softsign")
def _softsign(call: Call, x: Any) -> Any:
    def formula(a: Tree) -> Tree:
        return Tree("div", (a, Tree("add", (const(1), Tree("abs", (a,))))))

    return pointwise(call.w, formula, "x ≠ 0", x)


@operator("Clip")
def _clip(call: Call, x: Any, low: Any = None, high: Any = None) -> Any:
    low = call.get("min") if low is None else low
    high = call.get("max") if high is None else high
    out = x if low is None else call.aten("maximum.default", x, low)
    return out if high is None else call.aten("minimum.default", out, high)


@operator("Identity")
def _identity(_call: Call, x: Any) -> Any:
    return x


@operator("Dropout")
def _dropout(call: Call, x: Any, ratio: Any = None, training: Any = None) -> Any:
    if training is not None and bool(training) and (0.5 if ratio is None else float(ratio)):
        raise Unsupported("randomness; give the mask as an input and multiply by it")
    return [x, np.ones(x.shape, np.bool_)][: call.outputs]


@operator("Cast", "CastLike")
def _cast(call: Call, x: Any, *_: Any) -> Any:
    kind = call.get("to", 1)  # of TensorProto: FLOAT 1, BOOL 9, FLOAT16 10, DOUBLE 11, BFLOAT16 16
    if kind == 9:
        return truth(call.w, x)
    if kind not in (1, 10, 11, 16):
        raise Unsupported("a conversion of values to integers")
    return number(call.w, x) if isinstance(x, Truth) else x


@operator("Shape", "Size")
def _shape(call: Call, x: Traced | Truth) -> np.ndarray:
    if call.w.operation == "Size":
        return np.asarray(int(np.prod(x.shape)), np.int64)
    return np.asarray(x.shape[call.get("start", 0) : call.get("end")], np.int64)


@operator("ArgMax", "ArgMin", "NonZero", "Unique")
def _numbers(_call: Call, *_: Any) -> None:
    return None
