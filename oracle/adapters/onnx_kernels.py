"""ONNX Runtime: a model's file, or one operator by name, as a kernel; it has no derivatives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from ml_dtypes import bfloat16
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest_words
from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["onnx_function"]

Array = NDArray[Any]

_TYPES = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(float16)": np.float16}
_ELEMENTS = {"float32": "FLOAT", "float64": "DOUBLE", "float16": "FLOAT16"}


def onnx_function(name: str) -> Foreign:
    """A model or an operator as a kernel, on the CPU.

    Args:
        name: of a file that ends in ``.onnx``, whose inputs are those of the node and which has one output;
            or of an operator, such as ``Softplus``, with its attributes as they are by default. A format that
            the model does not take, or ONNX Runtime has no code for, is a NotImplementedError, which becomes
            an inconclusive verdict.

    Raises:
        UsageError: there is no such file or operator, or ONNX Runtime cannot read it.
    """
    session = _file(name) if name.endswith(".onnx") else _operator(name)

    def forward(*inputs: Array) -> Any:
        # ONNX Runtime copies what is strided; foreign byte orders and memory that is not aligned are ours.
        given = [np.require(a, a.dtype.newbyteorder("="), ("C", "A")) for a in inputs]
        if any(a.dtype == bfloat16 for a in given):
            raise NotImplementedError("ONNX Runtime takes no bfloat16 from Python")
        run = session(given[0].dtype, len(given))
        names = [i.name for i in run.get_inputs()]
        if len(names) != len(given):
            raise TypeError(f"{name} has {len(names)} inputs, and {len(given)} were given")
        for i in run.get_inputs():
            if _TYPES.get(i.type) != given[0].dtype:
                raise NotImplementedError(f"{name} takes {i.type}, not {given[0].dtype}")
        return run.run(None, dict(zip(names, given, strict=True)))[0]

    return Foreign(forward, Maps, f"onnx:{name}")


Session = Callable[[Any, int], Any]


def _file(name: str) -> Session:
    if not Path(name).is_file():
        raise UsageError(f"there is no file {name}", hint="onnx:PATH.onnx, or onnx:OPERATOR")
    try:
        session = onnxruntime.InferenceSession(name, _quiet(), providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common type
        raise UsageError(f"ONNX Runtime cannot read {name}: {error}") from error
    if len(session.get_outputs()) != 1:
        raise UsageError(f"{name} has {len(session.get_outputs())} outputs; a kernel has one")

    def found(_dtype: Any, _count: int) -> Any:
        return session

    return found


def _operator(name: str) -> Session:
    import onnx.defs

    known = sorted({s.name for s in onnx.defs.get_all_schemas()})
    if name not in known:
        near = nearest_words(name, known)
        hint = (
            f"ONNX has: {', '.join(near)}" if near else "onnx:PATH.onnx, or an operator such as onnx:Softplus"
        )
        raise UsageError(f"ONNX has no operator {name!r}", hint=hint)

    @cache
    def session(dtype: Any, count: int) -> Any:
        from onnx import TensorProto, helper

        if dtype.name not in _ELEMENTS:
            raise NotImplementedError(f"ONNX Runtime has no {dtype}")
        kind = getattr(TensorProto, _ELEMENTS[dtype.name])
        inputs = [helper.make_tensor_value_info(f"x{i}", kind, None) for i in range(count)]
        output = helper.make_tensor_value_info("y", kind, None)
        node = helper.make_node(name, [i.name for i in inputs], ["y"])
        version = min(onnx.defs.onnx_opset_version(), _OPSET)
        model = helper.make_model(
            helper.make_graph([node], name, inputs, [output]),
            opset_imports=[helper.make_opsetid("", version)],
            ir_version=_IR,
        )
        try:
            return onnxruntime.InferenceSession(
                model.SerializeToString(), _quiet(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors have no common type
            raise NotImplementedError(f"ONNX Runtime has no {name} for {dtype.name}: {error}") from error

    return session


_OPSET, _IR = 20, 9
"""What ONNX Runtime has read since 1.17."""


def _quiet() -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return options
