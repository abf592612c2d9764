"""A function written with PyTorch, through torch.export: the graph of operations that PyTorch makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture import build
from proofgrad.oracle.capture.functions import call, find
from proofgrad.oracle.capture.python import argument_names, own_name

__all__ = ["formula_from_torch"]

_BINARY: Mapping[str, Callable[[Tree, Tree], Tree]] = {
    "sub": build.sub,
    "add": build.add,
    "mul": build.mul,
    "div": build.div,
    "true_divide": build.div,
    "pow": build.power,
    "maximum": build.maximum,
    "minimum": build.minimum,
}
_RELATIONS = {"lt": "<", "gt": ">", "le": "<=", "ge": ">="}
_SAME = frozenset({"clone", "alias", "_to_copy", "to", "view", "detach", "contiguous", "lift_fresh_copy"})


def formula_from_torch(
    function: Callable[..., Any], variable: str | None, parameters: Sequence[str] | None
) -> tuple[Tree, str, tuple[str, ...], str | None]:
    """The formula of a PyTorch function, or module, of single numbers: tree, variable, parameters, name.

    Raises:
        FormulaError: PyTorch cannot export it, or its graph has an operation without proven rules.
    """
    import torch

    target = function.forward if isinstance(function, torch.nn.Module) else function
    names = argument_names(target)
    chosen = variable or names[0]
    if chosen not in names:
        raise FormulaError(f"the function has no argument {chosen!r}: {', '.join(names)}")
    others = tuple(name for name in names if name != chosen)

    class Wrapped(torch.nn.Module):  # type: ignore[misc, unused-ignore] # Any where torch is not installed
        def forward(self, *args: Any) -> Any:
            return function(*args)

    values = tuple(torch.tensor(1.0, dtype=torch.float64) for _ in names)
    module = function if isinstance(function, torch.nn.Module) else Wrapped()
    try:
        exported = torch.export.export(module, values)
    except Exception as error:
        said = next(iter(str(error).strip().splitlines()), "")[:200]
        raise FormulaError(
            f"PyTorch cannot export the function: {type(error).__name__}: {said}",
            hint="a branch on a value is written torch.where(x > 0, a, b)",
        ) from error
    inputs = [Tree("var") if n == chosen else Tree("param", value=n) for n in names]
    tree = _run(exported, inputs)
    return tree, chosen, tuple(parameters or others), own_name(function)


def _run(exported: Any, inputs: Sequence[Tree]) -> Tree:
    known: dict[str, Any] = {}
    constants = {**dict(exported.state_dict), **dict(exported.constants)}
    signature = exported.graph_signature
    held = {
        **dict(signature.inputs_to_parameters),
        **dict(signature.inputs_to_buffers),
        **dict(signature.inputs_to_lifted_tensor_constants),
    }
    given = iter(inputs)
    for node in exported.graph.nodes:
        if node.op == "placeholder":
            known[node.name] = _value(constants[held[node.name]], known) if node.name in held else next(given)
        elif node.op == "output":
            (results,) = node.args
            if len(results) != 1:
                raise FormulaError("the function does not return one number")
            found = _value(results[0], known)
            if not isinstance(found, Tree):
                raise FormulaError("the function does not return a number")
            return found
        elif node.op == "call_function":
            keywords = {k: v for k, v in node.kwargs.items() if v is not None}
            found = _operation(node, [_value(a, known) for a in node.args], keywords, known)
            if isinstance(found, Tree) and (problem := build.too_large(found)) is not None:
                raise FormulaError(f"the formula {problem}")
            known[node.name] = found
        else:
            raise FormulaError(f"PyTorch's graph has {node.op}, which is no formula")
    raise FormulaError("PyTorch's graph has no output")


def _value(argument: Any, known: Mapping[str, Any]) -> Any:
    """The tree of an argument; None, truth values, text and formats as they are."""
    import torch

    if isinstance(argument, torch.fx.Node):
        return known[argument.name]
    if isinstance(argument, torch.Tensor):
        if argument.numel() != 1:
            raise FormulaError(f"the function uses a tensor of shape {tuple(argument.shape)}")
        return build.constant(argument.item())
    if isinstance(argument, int | float) and not isinstance(argument, bool):
        return build.constant(argument)
    return argument


def _operation(node: Any, args: list[Any], keywords: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    name = str(node.target.__name__).partition(".")[0].removesuffix("_")
    if name in _SAME:
        return args[0]
    if name in _BINARY and len(args) == 2:
        scale = keywords.get("alpha", 1)
        right = args[1] if scale == 1 else build.mul(build.constant(scale), args[1])
        return _BINARY[name](args[0], right)
    if name == "rsub":
        return build.sub(args[1], args[0])
    if name == "neg":
        return build.neg(args[0])
    if name in _RELATIONS:
        return build.Choice(_RELATIONS[name], args[0], args[1])
    if name in ("logical_and", "bitwise_and", "logical_or", "bitwise_or"):
        return (build.Both if name.endswith("and") else build.Either)(args[0], args[1])
    if name in ("logical_not", "bitwise_not"):
        return build.Negated(args[0])
    if name == "where" and isinstance(args[0], build.Choice):
        return args[0].pick(args[1], args[2])
    if name in ("clamp", "hardtanh", "clamp_min", "clamp_max"):
        return _clamped(name, args, keywords)
    if name == "gelu":
        name = "gelu_tanh" if keywords.get("approximate") == "tanh" else "gelu"
    if name == "softplus":  # beyond the threshold PyTorch computes x, which is a property of the kernel
        args = args[:2]
    function = find(name)
    if function is None:
        raise FormulaError(f"PyTorch's operation {node.target} has no proven rule")
    numbers = [a for a in args if isinstance(a, Tree)]
    named = {k: _value(v, known) for k, v in keywords.items() if k in function.parameters}
    return call(function, numbers, named)


def _clamped(name: str, args: list[Any], keywords: Mapping[str, Any]) -> Tree:
    x, low, high = [*args, None, None][:3]
    if name == "clamp_max":
        low, high = None, low
    if name == "hardtanh":
        low, high = low or build.constant(-1), high or build.ONE
    low = low if low is not None else keywords.get("min")
    high = high if high is not None else keywords.get("max")
    tree: Tree = x
    if low is not None:
        tree = build.maximum(tree, low if isinstance(low, Tree) else build.constant(low))
    if high is not None:
        tree = build.minimum(tree, high if isinstance(high, Tree) else build.constant(high))
    return tree
