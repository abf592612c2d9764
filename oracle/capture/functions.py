"""The functions of the formula language, by the names that NumPy and PyTorch give them.

Each is written in the operators that have proven rules; ``relu6(x)`` is ``min(max(x, 0), 6)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from proofgrad.bridge.catalogue.formula import ARITY, Tree
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture.build import (
    ONE,
    TWO,
    ZERO,
    Choice,
    absolute,
    add,
    apply,
    constant,
    div,
    maximum,
    minimum,
    mul,
    neg,
    power,
    sub,
    where,
)

__all__ = ["CONSTANTS", "FUNCTIONS", "OTHER_NAMES", "Function", "call", "find", "is_provable"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    Attributes:
        name: its name.
        build: its tree, from those of its arguments.
        least: how many arguments it takes at least.
        most: and at most; None for any number.
        parameters: names of its arguments, for those that are given by name.
        shown: the same with their defaults, for people.
        meaning: in the language itself; empty for what needs no words.
    """

    name: str
    build: Callable[..., Tree]
    least: int
    most: int | None
    parameters: tuple[str, ...]
    meaning: str = ""
    shown: tuple[str, ...] = ()


def _number(text: str) -> Tree:
    return constant(Fraction(text))


_PI = Tree("pi")
_E = apply("exp", ONE)

CONSTANTS: Mapping[str, Tree] = {"pi": _PI, "π": _PI}
"""Names that are numbers."""


def _log1p(x: Tree) -> Tree:
    return apply("log", add(ONE, x))


def _sigmoid(x: Tree) -> Tree:
    return div(ONE, add(ONE, apply("exp", neg(x))))


def _softplus(x: Tree, beta: Tree = ONE) -> Tree:
    if beta == ONE:
        return _log1p(apply("exp", x))
    return div(_log1p(apply("exp", mul(beta, x))), beta)


def _relu(x: Tree) -> Tree:
    return maximum(x, ZERO)


def _clip(x: Tree, low: Tree, high: Tree) -> Tree:
    return minimum(maximum(x, low), high)


def _elu(x: Tree, alpha: Tree = ONE) -> Tree:
    return where(Choice(">", x, ZERO), x, mul(alpha, sub(apply("exp", x), ONE)))


_SELU_ALPHA = "1.6732632423543772848170429916717"
_SELU_SCALE = "1.0507009873554804934193349852946"


def _selu(x: Tree) -> Tree:
    return mul(_number(_SELU_SCALE), _elu(x, _number(_SELU_ALPHA)))


def _celu(x: Tree, alpha: Tree = ONE) -> Tree:
    return where(Choice(">", x, ZERO), x, mul(alpha, sub(apply("exp", div(x, alpha)), ONE)))


def _hardsigmoid(x: Tree) -> Tree:
    return div(_clip(add(x, constant(3)), ZERO, constant(6)), constant(6))


def _gelu_tanh(x: Tree) -> Tree:
    inner = mul(apply("sqrt", div(TWO, _PI)), add(x, mul(_number("0.044715"), power(x, constant(3)))))
    return mul(mul(_number("0.5"), x), add(ONE, apply("tanh", inner)))


def _gelu(x: Tree) -> Tree:
    return mul(mul(_number("0.5"), x), add(ONE, apply("erf", div(x, apply("sqrt", TWO)))))


def _each(combine: Callable[[Tree, Tree], Tree]) -> Callable[..., Tree]:
    def build(*args: Tree) -> Tree:
        result = args[0]
        for arg in args[1:]:
            result = combine(result, arg)
        return result

    return build


def _tan(x: Tree) -> Tree:
    return apply("tan", x) if "tan" in ARITY else div(apply("sin", x), apply("cos", x))


def _log_base(base: int) -> Callable[[Tree], Tree]:
    return lambda x: div(apply("log", x), apply("log", constant(base)))


def _leaky_relu(x: Tree, negative_slope: Tree | None = None) -> Tree:
    slope = _number("0.01") if negative_slope is None else negative_slope
    return where(Choice(">", x, ZERO), x, mul(slope, x))


def _heaviside(x: Tree, zero: Tree) -> Tree:
    return where(Choice(">", x, ZERO), ONE, where(Choice("<", x, ZERO), ZERO, zero))


def _plain(op: str) -> Callable[[Tree], Tree]:
    return lambda x: apply(op, x)


_PLAIN = "exp log sqrt sin cos sinh cosh tanh asin acos atan asinh acosh atanh erf erfc sign"

_ROWS: tuple[tuple[str, Callable[..., Tree], str, str], ...] = (
    *((op, _plain(op), "x", "") for op in _PLAIN.split()),
    ("tan", _tan, "x", "sin(x) / cos(x)"),
    ("abs", absolute, "x", ""),
    ("expm1", lambda x: sub(apply("exp", x), ONE), "x", "exp(x) - 1"),
    ("exp2", lambda x: apply("exp", mul(x, apply("log", TWO))), "x", "exp(x*log(2))"),
    ("log1p", _log1p, "x", "log(1 + x)"),
    ("log2", _log_base(2), "x", "log(x) / log(2)"),
    ("log10", _log_base(10), "x", "log(x) / log(10)"),
    ("logit", lambda x: apply("log", div(x, sub(ONE, x))), "x", "log(x / (1 - x))"),
    ("square", lambda x: power(x, TWO), "x", "x**2"),
    ("reciprocal", lambda x: div(ONE, x), "x", "1 / x"),
    ("rsqrt", lambda x: div(ONE, apply("sqrt", x)), "x", "1 / sqrt(x)"),
    ("pow", power, "x y", "x**y"),
    ("hypot", lambda x, y: apply("sqrt", add(power(x, TWO), power(y, TWO))), "x y", "sqrt(x**2 + y**2)"),
    ("max", _each(maximum), "x y ...", ""),
    ("min", _each(minimum), "x y ...", ""),
    ("clip", _clip, "x min max", "min(max(x, min), max)"),
    ("heaviside", _heaviside, "x h0", "0 for x < 0, 1 for x > 0, h0 at 0"),
    ("sigmoid", _sigmoid, "x", "1 / (1 + exp(-x))"),
    ("logsigmoid", lambda x: apply("log", _sigmoid(x)), "x", "log(sigmoid(x))"),
    ("softplus", _softplus, "x beta=1", "log(1 + exp(beta*x)) / beta"),
    ("softsign", lambda x: div(x, add(ONE, absolute(x))), "x", "x / (1 + |x|)"),
    ("silu", lambda x: mul(x, _sigmoid(x)), "x", "x*sigmoid(x)"),
    ("mish", lambda x: mul(x, apply("tanh", _softplus(x))), "x", "x*tanh(softplus(x))"),
    ("gelu", _gelu, "x", "0.5*x*(1 + erf(x / sqrt(2)))"),
    ("gelu_tanh", _gelu_tanh, "x", "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))"),
    ("relu", _relu, "x", "max(x, 0)"),
    ("relu6", lambda x: _clip(x, ZERO, constant(6)), "x", "min(max(x, 0), 6)"),
    ("leaky_relu", _leaky_relu, "x negative_slope=0.01", "x for x > 0, else negative_slope*x"),
    ("elu", _elu, "x alpha=1", "x for x > 0, else alpha*(exp(x) - 1)"),
    ("celu", _celu, "x alpha=1", "x for x > 0, else alpha*(exp(x/alpha) - 1)"),
    ("selu", _selu, "x", f"{_SELU_SCALE[:8]}...*elu(x, {_SELU_ALPHA[:8]}...)"),
    ("hardtanh", lambda x: _clip(x, constant(-1), ONE), "x", "min(max(x, -1), 1)"),
    ("hardsigmoid", _hardsigmoid, "x", "min(max(x + 3, 0), 6) / 6"),
    ("hardswish", lambda x: mul(x, _hardsigmoid(x)), "x", "x*hardsigmoid(x)"),
    ("tanhshrink", lambda x: sub(x, apply("tanh", x)), "x", "x - tanh(x)"),
)

OTHER_NAMES: Mapping[str, str] = {
    "ln": "log",
    "absolute": "abs",
    "fabs": "abs",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "power": "pow",
    "maximum": "max",
    "minimum": "min",
    "fmax": "max",
    "fmin": "min",
    "clamp": "clip",
    "expit": "sigmoid",
    "log_sigmoid": "logsigmoid",
    "swish": "silu",
}


def _function(name: str, build: Callable[..., Tree], parameters: str, meaning: str) -> Function:
    names = parameters.split()
    endless = names[-1] == "..."
    own = tuple(n.partition("=")[0] for n in names if n != "...")
    least = sum("=" not in n for n in names if n != "...")
    return Function(
        name, build, 1 if endless else least, None if endless else len(own), own, meaning, tuple(names)
    )


FUNCTIONS: Mapping[str, Function] = {row[0]: _function(*row) for row in _ROWS}
"""By name; :data:`OTHER_NAMES` has more names for some."""


def is_provable(function: Function) -> bool:
    """Whether all that the function is made of has proven rules."""
    try:
        function.build(*(Tree("param", value=name) for name in function.parameters[: function.least]))
    except FormulaError:
        return False
    return True


def find(name: str) -> Function | None:
    """The function of that name, under whichever it has."""
    return FUNCTIONS.get(OTHER_NAMES.get(name, name))


def call(function: Function, args: list[Tree], keywords: Mapping[str, Tree] | None = None) -> Tree:
    """A function applied. Raises FormulaError for a wrong number of arguments, or a wrong name of one."""
    given = list(args)
    if keywords:
        named = dict(zip(function.parameters, given, strict=False))
        for name, value in keywords.items():
            if name not in function.parameters or name in named:
                known = ", ".join(function.parameters)
                raise FormulaError(f"{function.name} takes no argument {name!r} here: it takes {known}")
            named[name] = value
        return function.build(**{_python_name(function, n): v for n, v in named.items()})
    wrong = len(given) < function.least or (function.most is not None and len(given) > function.most)
    if wrong:
        raise FormulaError(f"{function.name} takes {_count(function)}, not {len(given)}")
    return function.build(*given)


def _python_name(function: Function, name: str) -> str:
    return {"min": "low", "max": "high"}.get(name, name) if function.name == "clip" else name


def _count(function: Function) -> str:
    if function.most is None:
        return f"at least {function.least} argument{'s' if function.least > 1 else ''}"
    if function.least == function.most:
        return f"{function.least} argument{'s' if function.least > 1 else ''}"
    return f"{function.least} to {function.most} arguments"
