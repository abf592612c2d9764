"""Test the Hessian-vector product of a vector node: that of the program that the node is alone.

Which theorems say how a gradient changes is known of a catalogue, not of a node, so this stands above the
differential test, which leaves such a verdict open. Only sizes at which a formula is written out are tested.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Catalogue, Node, VectorFormula
    from proofgrad.oracle.adapters import BoundKernel
    from proofgrad.oracle.difftest import Verdict

__all__ = ["with_hvp"]

_SKIPPED = ("what", "isolate", "kept", "exhaust", "size", "points")
"""Options of a test that those of a gradient do not have."""


def with_hvp(
    verdicts: Iterable[Verdict],
    node: Node,
    catalogue: Catalogue,
    kernel: Any = None,
    *,
    params: Mapping[str, Any] | None = None,
    shapes: Any = None,
    **options: Any,
) -> Iterator[Verdict]:
    """Verdicts on a node, those on the Hessian-vector product of a vector node judged.

    Args:
        verdicts: of :func:`proofgrad.oracle.difftest.test` or ``test_all``.
        node: what they are about.
        catalogue: with the theorems.
        kernel: what was tested; None: what its verdict names as its backend.
        params, shapes, options: with which it was tested.
    """
    for verdict in verdicts:
        if verdict.what != "hvp" or not node.vectors or verdict.error is not None:
            yield verdict
        else:
            yield _judged(verdict, node, catalogue, kernel, params or {}, shapes, options)


def _judged(
    verdict: Verdict,
    node: Node,
    catalogue: Catalogue,
    kernel: Any,
    params: Mapping[str, Any],
    shapes: Any,
    options: Mapping[str, Any],
) -> Verdict:
    from proofgrad.oracle.adapters.vectors import bind_vectors
    from proofgrad.oracle.difftest import KernelError
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.difftest.hvp import ProgramGradient
    from proofgrad.oracle.graph import ENTRIES_THEOREM, HVP_THEOREM, Unknown, curved_node
    from proofgrad.oracle.ulp import format_of

    asked = _formulas(node, shapes)
    if not asked:
        message = "Hessian-vector products are tested at small sizes only"
        return replace(verdict, verdict="inconclusive", message=message)
    gradients = []
    for formula in asked:
        found = curved_node(node, formula, catalogue)
        if isinstance(found, Unknown):
            return replace(verdict, verdict="inconclusive", message=found.reason)
        gradients.append(found.formula)
    fmt, seed = format_of(verdict.dtype), int(options.get("seed", 0))
    bind = partial(
        bind_vectors,
        node.short_name,
        kernel,
        len(asked[0].inputs),
        backend=verdict.backend,
        parameters=node.parameters,
        isolate=bool(options.get("isolate")),
    )

    def bound(given: Mapping[str, Any]) -> BoundKernel:
        return bind(_completed(node, asked, given, fmt, seed))

    if bound({**dict(_sizes(asked[0])), **params}).hvp is None:
        text = f"{verdict.backend} offers no hvp of {node.short_name}"
        missing = KernelError("missing", text)
        return replace(verdict, verdict="inconclusive", message=text, error=missing)

    class Gradient(ProgramGradient):
        """Of the kernel, bound anew for what the node has besides its inputs at each choice of sizes."""

        def __init__(self, **given: Any) -> None:
            hvp = bound(given).hvp
            assert hvp is not None
            super().__init__(hvp)

    gradient = replace(node, vectors=tuple(gradients), indexed=None)
    chosen = {name: value for name, value in options.items() if name not in _SKIPPED}
    (judged,) = difftest(
        gradient,
        Gradient,
        backend=verdict.backend,
        dtype=verdict.dtype,
        what=("jvp",),
        params=params,
        **chosen,
    )
    told = judged.message.replace(f" jvp of {node.short_name}", f" hvp of {node.short_name}")
    error = judged.error and replace(judged.error, message=told)
    # The line that shows an answer again would call the node's jvp.
    judged = replace(judged, what="hvp", backend=verdict.backend, reproduce="", source=verdict.source)
    said = f"the Hessian-vector product is proved by {ENTRIES_THEOREM} and {HVP_THEOREM}"
    judged = replace(judged, remarks=(*judged.remarks, said))
    return replace(judged, message=told, error=error)


def _sizes(formula: VectorFormula) -> Iterator[tuple[str, Any]]:
    for name, text in formula.sizes:
        value = json.loads(text)
        yield name, tuple(value) if isinstance(value, list) else value


def _formulas(node: Node, shapes: Any) -> list[VectorFormula]:
    """A node's formulas at small sizes, those with entries; at the sizes that were asked for, if all of them
    are small."""
    from proofgrad.bridge.catalogue.instantiate import Concrete, instantiated
    from proofgrad.oracle.difftest.sizes import WRITTEN_OUT, sizes_given, small_windows

    if shapes is None:
        windows = [] if node.indexed is None else small_windows(node.indexed)
        found = [instantiated(node.indexed, choices) for choices in windows if node.indexed is not None]
        return [formula for formula in found or node.vectors if formula.has_entries]
    out = []
    for choices in sizes_given(node, shapes):
        assert node.indexed is not None
        concrete = Concrete.at(node.indexed, choices)
        if concrete.count("forward") + concrete.count("vjp") > WRITTEN_OUT:
            return []  # what was asked for and not tried is not passed over
        out.append(instantiated(node.indexed, concrete.choices))
    return out


def _completed(
    node: Node, formulas: Iterable[VectorFormula], given: Mapping[str, Any], fmt: Any, seed: int
) -> dict[str, Any]:
    """What a kernel takes besides its inputs, under the node's names: arrays that no gradient depends on,
    such as a bias, are not in the formula of the gradient, and are drawn here."""
    from proofgrad.oracle.difftest import named_parameters
    from proofgrad.oracle.parameters import options_of, parameter_shapes

    named = named_parameters(node, given)
    formula = next(f for f in formulas if all(named.get(name) == size for name, size in _sizes(f)))
    wanted = parameter_shapes(formula)
    known = {name: value for name, value in named.items() if np.shape(value) == (wanted.get(name) or ())}
    rng = np.random.default_rng([seed, 79])
    options, _ = options_of(formula, known, rng, fmt=fmt, parameters=node.parameters, node=node.short_name)
    return options
