"""A file of ONNX as a program.

Reading it needs the package ``onnx`` alone. Float inputs and float arrays of the file (its weights) are
inputs of the program; single numbers of the file, and all that is no float, are constants. A file has no
derivatives: its values are tested, with ONNX Runtime where that is installed and with the reference
implementation of the package where not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.foreign import Maps
from proofgrad.oracle.models.captured import Captured
from proofgrad.oracle.models.lowering import written
from proofgrad.oracle.models.traced import Traced

__all__ = ["FREE", "OnnxModel", "capture_onnx"]

FREE = 2
"""The size of an axis whose size the file does not say."""
_CONSTANT: Mapping[str, tuple[int, ...]] = {
    "Resize": (1, 2),
    "Upsample": (1,),
    "Dropout": (1, 2),
    "Clip": (1, 2),
    "Pad": (2,),
    "Pow": (1,),
}
"""Inputs that are settings rather than arrays."""
_BUFFERS: Mapping[str, tuple[int, ...]] = {"BatchNormalization": (3, 4)}
"""Inputs that are held, where they come with the file."""


@dataclass(frozen=True)
class OnnxModel:
    """A model of ONNX.

    Attributes:
        source: a file, or a ``ModelProto``.
    """

    source: Any

    def load(self, onnx: Any) -> Any:
        """The ``ModelProto``. Raises UsageError where it cannot be read."""
        if not isinstance(self.source, (str, Path)):
            return self.source
        if not Path(self.source).is_file():
            raise UsageError(f"there is no file {self.source}", hint="onnx:PATH.onnx")
        try:
            return onnx.load(str(self.source))
        except Exception as error:  # its errors have no common type
            raise UsageError(f"{self.source} is no model of ONNX: {str(error).splitlines()[0]}") from error


def capture_onnx(model: OnnxModel, inputs: Sequence[Any] = ()) -> Captured:
    """Capture a file at the shapes of some inputs.

    Args:
        model: which.
        inputs: arrays, in the order of the file; those that are missing are made: random numbers, zeros for
            integers, `FREE` entries along an axis without a size.

    Raises:
        UsageError: the package is missing, or the file cannot be read, or has several results.
    """
    try:
        import onnx
        import onnx.inliner
    except ImportError as error:
        raise UsageError("the package onnx is not installed", hint="pip install 'proofgrad[onnx]'") from error
    from proofgrad.oracle.models.onnx.graph import OnnxGraph

    given = model.load(onnx)
    proto = _expanded(onnx, given)
    graph = proto.graph
    if len(graph.output) != 1:
        raise UsageError(f"the model returns {len(graph.output)} results; one array is wanted")
    stored = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    settings, buffers = _used_as(graph, _CONSTANT), _used_as(graph, _BUFFERS)
    arguments = _arguments(onnx, graph, stored, inputs)
    free: dict[str, np.ndarray] = {}
    for name, values in (*arguments.items(), *stored.items()):
        single = name in stored and values.size < 2
        if values.dtype.kind not in "biuOSU" and not single and name not in settings:
            free[name] = values
    held = {name for name in free if name in stored and name in buffers}

    def lowered(constants: Sequence[np.ndarray]) -> OnnxGraph:
        lowering = OnnxGraph(onnx, {s.domain: s.version for s in proto.opset_import}, constants)
        known: dict[str, Any] = {**stored, **arguments}
        for name, values in free.items():
            known[name] = lowering.input(name, values.astype(np.float64), held=name in held)
        lowering.begin()
        lowering.returned = lowering.run(graph, known)[0]
        return lowering

    found = written(lowered)
    program = None
    if not found.unsupported:
        if not isinstance(found.returned, Traced):
            raise UsageError("the result of the model does not depend on its float inputs")
        program = found.writer.program(found.returned)
    kept = [name for name in free if name not in held]
    dtypes = [str(free[name].dtype) for name in (*(n for n in arguments if n in free), *kept)]
    return Captured(
        program,
        lambda: _kernel(onnx, given, kept, {n: v for n, v in arguments.items() if n not in free}),
        "onnx",
        False,
        tuple(found.arrays),
        frozenset(found.held),
        dtypes[0] if dtypes else "float32",
        hashlib.sha256(given.SerializeToString(deterministic=True)).hexdigest(),
        f"onnx {onnx.__version__}, operator set {max((s.version for s in proto.opset_import), default=0)}",
        tuple(found.unsupported),
        found.operations,
    )


def _expanded(onnx: Any, proto: Any) -> Any:
    """A model without functions: those of the file, and operators without a rule that are made of others."""
    from proofgrad.oracle.models.onnx.call import RULES

    proto = onnx.inliner.inline_local_functions(proto) if proto.functions else proto
    for _ in range(4):  # what they are made of may be so, too
        unknown = {n.op_type for n in proto.graph.node if n.domain in ("", "ai.onnx")} - set(RULES)
        made = sorted(n for n in unknown if onnx.defs.has(n) and _is_made(onnx.defs.get_schema(n)))
        if not made:
            break
        try:
            proto = onnx.inliner.inline_selected_functions(
                proto, [("", n) for n in made], inline_schema_functions=True
            )
        except (TypeError, RuntimeError, ValueError):  # before onnx 1.18; or a form that has no function
            break
    return proto


def _is_made(schema: Any) -> bool:
    return bool(schema.has_function or schema.has_context_dependent_function)


def _used_as(graph: Any, places: Mapping[str, tuple[int, ...]]) -> set[str]:
    """Names of what is only used at some inputs of some operators."""
    here: set[str] = set()
    elsewhere: set[str] = set()
    for node in graph.node:
        for place, name in enumerate(node.input):
            (here if place in places.get(node.op_type, ()) else elsewhere).add(name)
    return here - elsewhere


def _arguments(onnx: Any, graph: Any, stored: dict[str, Any], inputs: Sequence[Any]) -> dict[str, np.ndarray]:
    """The arguments of a model: those that are given, then made ones."""
    rng = np.random.default_rng(0)
    holders = [i for i in graph.input if i.name not in stored]
    if len(inputs) > len(holders):
        raise UsageError(f"the model has {len(holders)} inputs, and {len(inputs)} were given")
    out = {}
    for number, holder in enumerate(holders):
        if number < len(inputs):
            out[holder.name] = np.asarray(inputs[number])
            continue
        tensor = holder.type.tensor_type
        if not tensor.elem_type:
            raise UsageError(
                f"the input {holder.name} is no array", hint="give the inputs: --inputs MODULE:ATTR"
            )
        dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
        shape = [d.dim_value if d.HasField("dim_value") else FREE for d in tensor.shape.dim]
        made = rng.normal(size=shape) if dtype.kind not in "biu" else np.full(shape, dtype.kind == "b")
        out[holder.name] = np.asarray(made).astype(dtype)
    return out


def _kernel(onnx: Any, proto: Any, names: Sequence[str], fixed: dict[str, np.ndarray]) -> Maps:
    """The model as a function of some of its inputs and weights."""
    changed = onnx.ModelProto()
    changed.CopyFrom(proto)
    weights = [i for i in changed.graph.initializer if i.name in names]
    declared = {i.name for i in changed.graph.input}
    for weight in weights:
        if weight.name not in declared:
            own = onnx.helper.make_tensor_value_info(weight.name, weight.data_type, list(weight.dims))
            changed.graph.input.append(own)
        changed.graph.initializer.remove(weight)
    run = _runner(changed)

    def forward(*inputs: np.ndarray) -> Any:
        given = {n: np.require(a, a.dtype.newbyteorder("="), "C") for n, a in zip(names, inputs, strict=True)}
        return run({**given, **fixed})

    return Maps(forward)


def _runner(model: Any) -> Any:
    try:
        import onnxruntime
    except ImportError:
        from onnx.reference import ReferenceEvaluator

        reference = ReferenceEvaluator(model)
        return lambda given: reference.run(None, given)[0]
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda given: session.run(None, given)[0]
