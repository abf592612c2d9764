"""Which of PyTorch's differentiable operations are covered: measured on its own test database.

Each entry of ``torch.testing._internal.common_methods_invocations.op_db`` that supports autograd is traced
at its own sample inputs in float64, decomposed to core operations and written as a program of proven
operations. A sample counts where the program's forward and gradient are PyTorch's within the unit; a name
where all samples of all its entries that were tried do. Results are kept in scripts/coverage_runs.json, of
which docs/coverage.md is made.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from bench_common import Failed, progress
from coverage_common import LARGEST, Entry, NotCovered, agree, composed, judged, keep

from proofgrad.oracle.models.lowering import written
from proofgrad.oracle.models.torch_graph import TorchGraph
from proofgrad.oracle.models.traced import Traced

__all__ = ["RUNS", "bench_coverage"]

RUNS = Path(__file__).with_name("coverage_runs.json")
"""What was measured last."""
SAMPLES = 2
SECONDS = 15
"""Processor time for an entry."""


def _late(*_: object) -> None:
    raise NotCovered(f"more than {SECONDS} s")


def _sample(
    torch: Any,
    op: Any,
    sample: Any,
    decompositions: Any,
    conditions: set[str],
    *,
    first_only: bool = False,
) -> None:
    """Compare the program with PyTorch, as a function of all floats or of the first. Raises NotCovered."""
    from torch.fx.experimental.proxy_tensor import make_fx
    from torch.utils._pytree import tree_flatten, tree_unflatten

    leaves, spec = tree_flatten((sample.input, sample.args, sample.kwargs))
    places = [i for i, v in enumerate(leaves) if isinstance(v, torch.Tensor) and v.is_floating_point()]
    places = places[:1] if first_only else places
    floats = [leaves[i].detach().contiguous() for i in places]

    differentiable: list[bool] = []

    def function(*tensors: Any) -> Any:
        given = list(leaves)
        for i, t in zip(places, tensors, strict=True):
            given[i] = t
        first, args, kwargs = tree_unflatten(given, spec)
        found = sample.output_process_fn_grad(op.op(first, *args, **kwargs))
        results = [r for r in tree_flatten(found)[0] if isinstance(r, torch.Tensor)]
        if any(r.is_complex() for r in results):
            raise NotCovered("complex numbers")
        results = [r.reshape(-1) for r in results if r.is_floating_point()]
        if differentiable:  # what PyTorch never differentiates, as a running mean, is no result
            results = [r for r, kept in zip(results, differentiable, strict=True) if kept]
        elif any(r.requires_grad for r in results):
            differentiable.extend(r.requires_grad for r in results)
        if not results:
            raise NotCovered("no result of floats")
        return results[0] if len(results) == 1 else torch.cat(results)

    for wanted in (floats, floats[:1]):  # some are not differentiated in all of their arguments
        with contextlib.suppress(RuntimeError):
            own = [f.clone().requires_grad_(n < len(wanted)) for n, f in enumerate(floats)]
            function(*(t * 1 if t.requires_grad else t for t in own))
            break
    result = function(*[f.clone() for f in floats])
    if max(sum(f.numel() for f in floats), result.numel()) > LARGEST:
        raise NotCovered("too large")
    if not torch.isfinite(result).all() or not sum(f.numel() for f in floats):
        raise NotCovered("no numbers")
    trace = partial(make_fx, tracing_mode="real", _error_on_data_dependent_ops=False)
    graph = trace(function, decomposition_table=decompositions)(*[f.clone() for f in floats])
    if any("_." in str(n.target) for n in graph.graph.nodes if n.op == "call_function"):  # in place
        plain = torch.func.functionalize(graph, remove="mutations")
        graph = trace(plain)(*[f.clone() for f in floats])
    lowering = written(lambda constants: _lowered(torch, graph.graph, floats, constants))
    if lowering.unsupported:
        raise NotCovered(lowering.unsupported[0][2])
    found = lowering.values.get(lowering.returned)
    if isinstance(found, torch.Tensor) and found.is_floating_point():
        values = found.detach().numpy()
        found = lowering.writer.step(values.shape, partial(lowering.writer.entry, values))
    if not isinstance(found, Traced):
        raise NotCovered("the result does not depend on the inputs")
    program = lowering.writer.program(found)
    conditions |= {s.condition for s in program.steps if s.condition}
    formula = composed(program, {n: lowering.arrays[n] for n in lowering.held})
    ct = np.cos(np.arange(1, result.numel() + 1.0))
    wanted = [f.clone().requires_grad_() for f in floats]
    try:
        out = function(*wanted)
        if not out.requires_grad:
            raise NotCovered("PyTorch gives no gradient")
        grads = torch.autograd.grad(out, wanted, torch.from_numpy(ct), allow_unused=True)
    except RuntimeError as error:
        if "not differentiable with respect to argument" not in str(error) or first_only:
            raise
        return _sample(torch, op, sample, decompositions, conditions, first_only=True)
    gradient = [
        np.zeros(f.numel()) if g is None else g.detach().numpy().ravel()
        for f, g in zip(floats, grads, strict=True)
    ]
    if not all(np.isfinite(g).all() for g in gradient):
        raise NotCovered("no numbers")
    given = [f.numpy() for f in floats]
    agree(formula, given, ct, out.detach().numpy(), np.concatenate(gradient))


def _lowered(torch: Any, graph: Any, floats: list[Any], constants: Any) -> TorchGraph:
    lowering = TorchGraph(torch, graph, constants)
    holders = [node for node in graph.nodes if node.op == "placeholder"]
    for number, (node, value) in enumerate(zip(holders, floats, strict=True)):
        lowering.bind(node, value, None, f"x{number}")
    lowering.run()
    return lowering


def _entries(wanted: frozenset[str]) -> Iterator[Entry]:
    warnings.filterwarnings("ignore")
    logging.disable(50)
    try:
        import torch
        from torch._decomp import core_aten_decompositions
        from torch.testing._internal.common_methods_invocations import op_db
    except ImportError as error:
        raise Failed(f"this needs torch and expecttest: {error}") from error
    torch.set_num_threads(1)
    decompositions = core_aten_decompositions()
    signal.signal(signal.SIGPROF, _late)
    for number, op in enumerate(op_db):
        if not op.supports_autograd or (wanted and op.name not in wanted):
            continue
        progress(f"{number} of {len(op_db)} {op.name}")
        samples = passed = 0
        why, conditions = "", set[str]()
        torch.manual_seed(0)
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            given = itertools.islice(op.sample_inputs("cpu", torch.float64, requires_grad=False), 40)
            for sample in given:
                if samples == SAMPLES:
                    break
                try:
                    _sample(torch, op, sample, decompositions, conditions)
                except NotCovered as error:
                    if str(error) in ("too large", "no numbers"):
                        why = why or f"every sample is: {error}"
                        continue
                    samples, why = samples + 1, str(error) if samples == passed else why
                    continue
                samples, passed = samples + 1, passed + 1
        except NotCovered as error:
            why = str(error)
            samples += 1
        except Exception as error:  # noqa: BLE001 -- whatever an operation, or tracing it, raises
            samples, why = (
                samples + 1,
                f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}",
            )
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        yield Entry(
            op.name,
            op.variant_test_name,
            samples,
            passed,
            "" if samples and passed == samples else why[:160],
            tuple(sorted(conditions)),
        )


def bench_coverage(names: list[str], *, show: Callable[[str], None] = print) -> int:
    """Measure, keep, and print the totals. Names: only these, and nothing is kept."""
    import torch

    found = []
    for entry in _entries(frozenset(names)):
        found.append(entry)
        if names:
            show(f"{entry.name} {entry.variant}: {entry.passed} of {entry.samples} {entry.why}")
    if not names:
        keep(RUNS, {"torch": torch.__version__, "samples": SAMPLES}, found)
    counts = Counter(judged([asdict(e) for e in found]).values())
    show(", ".join(f"{n} {word}" for word, n in sorted(counts.items())) + f"; {sum(counts.values())} names")
    return 0


if __name__ == "__main__":
    sys.exit(bench_coverage(sys.argv[1:]))
