"""Which of JAX's primitives are covered: measured on the samples that JAX has for its own tests."""

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
from coverage_common import LARGEST, Entry, NotCovered, agree, composed, judged, keep

from proofgrad.bridge.errors import ProofgradError

__all__ = ["RUNS", "bench_coverage_jax"]

RUNS = Path(__file__).with_name("coverage_jax_runs.json")
SAMPLES = 4
SECONDS = 20
"""Processor time for a sample."""


def _late(*_: object) -> None:
    raise NotCovered(f"more than {SECONDS} s")


def _one(jax: Any, harness: Any, conditions: set[str]) -> None:
    from proofgrad.oracle.models.jax_trace import capture_jax

    jnp = jax.numpy
    args = harness.dyn_args_maker(np.random.RandomState(0))

    def is_float(value: Any) -> bool:
        return bool(jnp.issubdtype(jnp.result_type(value), jnp.floating))

    def function(*given: Any) -> Any:
        found = [r for r in jax.tree_util.tree_leaves(harness.dyn_fun(*given)) if is_float(r)]
        if not found:
            raise NotCovered("no floats")
        return jnp.concatenate([r.ravel() for r in found]) if len(found) > 1 else found[0]

    leaves, tree = jax.tree_util.tree_flatten(tuple(args))
    places = [n for n, leaf in enumerate(leaves) if is_float(leaf)]
    if not places:
        raise NotCovered("no floats")
    floats = [jnp.asarray(leaves[n]) for n in places]

    def of_floats(*parts: Any) -> Any:
        own = list(leaves)
        for n, part in zip(places, parts, strict=True):
            own[n] = part
        return function(*jax.tree_util.tree_unflatten(tree, own))

    result = np.asarray(of_floats(*floats))
    for low in (0.1, 1.1):  # the domain of most functions is here or there
        if np.isfinite(result).all():
            break
        rng = np.random.default_rng(0)
        leaves = [
            rng.uniform(low, low + 0.8, np.shape(v)) if n in places else v for n, v in enumerate(leaves)
        ]
        args = jax.tree_util.tree_unflatten(tree, leaves)
        floats = [jnp.asarray(leaves[n]) for n in places]
        result = np.asarray(of_floats(*floats))
    ct = np.cos(np.arange(1, result.size + 1.0)).reshape(result.shape)
    try:
        gradient = [np.asarray(g) for g in jax.vjp(of_floats, *floats)[1](jnp.asarray(ct))]
    except (NotImplementedError, TypeError, ValueError) as error:
        raise NotCovered("no derivative") from error
    if max(sum(f.size for f in floats), result.size) > LARGEST:
        raise NotCovered("too large")
    if not all(np.isfinite(a).all() for a in (result, *gradient)):
        raise NotCovered("no numbers")
    captured = capture_jax(function, args)
    if captured.program is None:
        raise NotCovered(captured.unsupported[0][2])
    conditions |= {s.condition for s in captured.program.steps if s.condition}
    formula = composed(captured.program, {n: captured.inputs[n] for n in captured.fixed})
    flat = np.concatenate([g.ravel() for g in gradient])
    agree(formula, [np.asarray(f) for f in floats], ct, result, flat)


def _entries() -> Iterator[Entry]:
    import jax

    jax.config.update("jax_enable_x64", True)
    try:
        from jax._src.internal_test_util import test_harnesses
    except ImportError as error:
        raise Failed(f"this needs jax and absl-py: {error}") from error
    warnings.filterwarnings("ignore")
    signal.signal(signal.SIGPROF, _late)
    groups: dict[str, list[Any]] = defaultdict(list)
    for harness in test_harnesses.all_harnesses:
        if harness.dtype == np.float64:
            groups[harness.group_name].append(harness)
    for number, (name, harnesses) in enumerate(sorted(groups.items())):
        progress(f"{number} of {len(groups)} {name}")
        samples = passed = 0
        why, left_out, conditions = "", set[str](), set[str]()
        for harness in harnesses[:: max(len(harnesses) // (4 * SAMPLES), 1)]:
            if samples == SAMPLES:
                break
            try:
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                _one(jax, harness, conditions)
                samples, passed = samples + 1, passed + 1
            except NotCovered as error:
                if str(error) in ("too large", "no numbers", "no floats", "no derivative"):
                    left_out.add(str(error))
                else:
                    samples, why = samples + 1, why or str(error)
            except ProofgradError as error:
                samples, why = samples + 1, why or error.message
            except Exception as error:  # noqa: BLE001 -- whatever a primitive, or tracing it, raises
                said = f"{type(error).__name__}: {error}".splitlines()[0]
                samples, why = samples + 1, why or said
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        if samples or not left_out & {"no floats", "no derivative"}:
            why = why or ("" if samples else f"every sample is: {', '.join(sorted(left_out))}")
            yield Entry(name, "", samples, passed, why[:160], tuple(sorted(conditions)))


def bench_coverage_jax() -> int:
    """Measure, keep, print the totals."""
    import jax

    found = list(_entries())
    keep(RUNS, {"jax": jax.__version__, "samples": SAMPLES}, found)
    print(dict(Counter(judged([asdict(e) for e in found]).values())))
    return 0
