"""Which of ONNX's operators are covered: measured on the data that its package has for tests of backends."""

from __future__ import annotations

import signal
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from bench_common import Failed, progress
from coverage_common import Entry, NotCovered, judged, keep

from proofgrad.bridge.errors import ProofgradError
from proofgrad.oracle.models.evaluate import evaluate

__all__ = ["RUNS", "bench_coverage_onnx"]

RUNS = Path(__file__).with_name("coverage_onnx_runs.json")
LARGEST = 200_000
"""Entries of the inputs of a case."""
SECONDS = 30
"""Processor time for a case."""
_FLOATS = (1, 10, 11)
"""FLOAT, FLOAT16 and DOUBLE of TensorProto."""
_OVER = ("too large", "no numbers", "no floats", "a condition is not met")


def _late(*_: object) -> None:
    raise NotCovered(f"more than {SECONDS} s")


def _one(onnx: Any, case: Any, conditions: set[str]) -> None:
    from proofgrad.oracle.models.onnx_file import OnnxModel, capture_onnx

    inputs, wanted = case.data_sets[0]
    outputs = [n for n, o in enumerate(case.model.graph.output) if o.type.tensor_type.elem_type in _FLOATS]
    inner = [i.type.tensor_type.elem_type in _FLOATS for i in case.model.graph.input]
    if not outputs or not any(inner) or not all(isinstance(a, np.ndarray) for a in inputs):
        raise NotCovered("no floats")
    if sum(a.size for a in inputs) > LARGEST:
        raise NotCovered("too large")
    for number in outputs:
        model = onnx.ModelProto()
        model.CopyFrom(case.model)
        kept = onnx.ValueInfoProto()
        kept.CopyFrom(model.graph.output[number])
        del model.graph.output[:]
        model.graph.output.append(kept)
        captured = capture_onnx(OnnxModel(model), inputs)
        if captured.program is None:
            raise NotCovered(captured.unsupported[0][2])
        conditions |= {s.condition for s in captured.program.steps if s.condition}
        seen = evaluate(captured.program, captured.inputs)
        result, right = seen.values[captured.program.output], np.asarray(wanted[number], np.float64)
        if captured.program.shape(captured.program.output) != right.shape:
            raise NotCovered("another shape")
        rtol = max(case.rtol, 1e-2 if wanted[number].dtype == np.float16 else 1e-3)
        if np.allclose(result, right.ravel(), rtol, max(case.atol, 1e-5)):
            continue
        if not np.isfinite(right).all() or not np.isfinite(result).all():
            raise NotCovered("no numbers")
        if False in seen.met:
            raise NotCovered("a condition is not met")
        raise NotCovered(f"values differ by {np.abs(result - right.ravel()).max():.3g}")


def _entries() -> Iterator[Entry]:
    try:
        import onnx
        from onnx.backend.test.case.node import collect_testcases
    except ImportError as error:
        raise Failed(f"this needs onnx: {error}") from error
    warnings.filterwarnings("ignore")
    signal.signal(signal.SIGPROF, _late)
    groups: dict[str, list[Any]] = defaultdict(list)
    cases = collect_testcases(None)
    for case in cases:
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].domain in ("", "ai.onnx"):
            groups[nodes[0].op_type].append(case)
    for number, (name, own) in enumerate(sorted(groups.items())):
        progress(f"{number} of {len(groups)} {name}")
        samples = passed = 0
        why, left_out, conditions = "", set[str](), set[str]()
        for case in own:
            try:
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                _one(onnx, case, conditions)
                samples, passed = samples + 1, passed + 1
            except NotCovered as error:
                if str(error) in _OVER:
                    left_out.add(str(error))
                else:
                    samples, why = samples + 1, why or str(error)
            except ProofgradError as error:
                samples, why = samples + 1, why or error.message
            except Exception as error:  # noqa: BLE001 -- whatever an operator, or reading it, raises
                said = f"{type(error).__name__}: {error}".splitlines()[0]
                samples, why = samples + 1, why or said
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        if samples or left_out - {"no floats"}:
            why = why or ("" if samples else f"every case is: {', '.join(sorted(left_out))}")
            yield Entry(name, "", samples, passed, why[:160], tuple(sorted(conditions)))


def bench_coverage_onnx() -> int:
    """Measure, keep, print the totals."""
    import onnx

    found = list(_entries())
    keep(RUNS, {"onnx": onnx.__version__}, found)
    print(dict(Counter(judged([asdict(e) for e in found]).values())))
    return 0
