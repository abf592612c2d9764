"""Hypothesis strategies: nodes of a catalogue, and inputs where kernels of a node go wrong.

    from hypothesis import given, strategies as st
    from proofgrad import oracle
    from proofgrad.oracle import strategies

    catalogue = oracle.catalogue()

    @given(strategies.arrays(catalogue["sigmoid"], dtype="float32"))
    def test_my_sigmoid_stays_between_0_and_1(x):
        assert ((my_sigmoid(x) >= 0) & (my_sigmoid(x) <= 1)).all()

The inputs are those of the differential tests: roots, kinks and thresholds found from the node's formulas,
their neighbours, the ends of the format, and any other number. Failures shrink as Hypothesis does: toward
short arrays, small integers where any number will do, and the places nearest to 0 otherwise.

Hypothesis comes with the extra ``proofgrad[test]`` and is imported when a strategy is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.trees import bind
from proofgrad.oracle.inputs import Features, features, special
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS
from proofgrad.oracle.ulp import Format, format_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["arrays", "cases", "nodes", "numbers"]

Array = NDArray[Any]

_REACH = 4


def nodes(catalogue: Iterable[Node], *, kinds: Iterable[str] = ("elementwise",)) -> SearchStrategy[Node]:
    """Nodes of a catalogue (``catalogue.nodes``) that have a formula; the first is the simplest.

    Args:
        catalogue: the nodes to choose from.
        kinds: ``elementwise``, ``vector``.

    Raises:
        UsageError: none of them is of these kinds, or Hypothesis is not installed.
    """
    wanted = tuple(kinds)
    found = [n for n in catalogue if n.kind in wanted and (n.formula is not None or n.vectors)]
    if not found:
        raise UsageError(f"no node of kind {' or '.join(wanted)} to choose from")
    chosen: SearchStrategy[Node] = _hypothesis().sampled_from(found)
    return chosen


def numbers(
    node: Node,
    *,
    dtype: Any = "float64",
    params: Mapping[str, float] | None = None,
    allow_nan: bool = True,
    allow_infinity: bool = True,
) -> SearchStrategy[Any]:
    """Inputs of an elementwise node, as scalars of the dtype.

    Args:
        node: whose formulas say where it is interesting.
        dtype: ``float16``, ``bfloat16``, ``float32``, ``float64`` or a NumPy dtype.
        params: values of the node's parameters; those of the differential tests where they are not given.
        allow_nan: whether nan is one of them.
        allow_infinity: whether ±inf are.

    Raises:
        UsageError: no such dtype; a node without a formula; Hypothesis is not installed.
    """
    st = _hypothesis()
    fmt = format_of(dtype, narrowest=False)
    found = _features(node, fmt, params)
    top = fmt.infinity_ordinal - (0 if allow_infinity else 1)
    places = {0, *found.kinks, *found.thresholds, *(r for roots in found.roots for r in roots)}
    near = sorted({p + d for p in places for d in range(-_REACH, _REACH + 1) if abs(p + d) <= top}, key=abs)
    with np.errstate(invalid="ignore"):
        ends = [
            x for x in special(fmt) if (allow_nan or not np.isnan(x)) and (allow_infinity or not np.isinf(x))
        ]
    width = min(64, max(16, 32 if fmt.name == "bfloat16" else fmt.bits))
    anything = st.floats(allow_nan=allow_nan, allow_infinity=allow_infinity, width=width).map(
        lambda x: fmt.narrow(np.array([x]))[0]
    )
    if fmt.name == "bfloat16" and not allow_infinity:  # a float32 may round to an infinity
        anything = anything.filter(lambda x: bool(np.isfinite(x)))
    either: SearchStrategy[Any] = st.one_of(
        anything,
        st.sampled_from(near).map(lambda o: fmt.from_ordinal(np.array([o]))[0]),
        st.sampled_from(ends),
        st.integers(-top, top).map(lambda o: fmt.from_ordinal(np.array([o]))[0]),
    )
    return either


def arrays(
    node: Node, *, dtype: Any = "float64", min_size: int = 0, max_size: int = 40, **options: Any
) -> SearchStrategy[Array]:
    """1-d arrays of inputs of a node. Options are those of :func:`numbers`."""
    fmt = format_of(dtype, narrowest=False)
    items = _hypothesis().lists(numbers(node, dtype=dtype, **options), min_size=min_size, max_size=max_size)
    made: SearchStrategy[Array] = items.map(lambda values: np.array(values, dtype=fmt.dtype))
    return made


def cases(
    catalogue: Iterable[Node], *, dtype: Any = "float64", **options: Any
) -> SearchStrategy[tuple[Node, Array]]:
    """A node of a catalogue and an array of its inputs. Options are those of :func:`arrays`."""
    st = _hypothesis()
    return nodes(catalogue).flatmap(
        lambda n: st.tuples(st.just(n), arrays(n, dtype=dtype, **options)),
    )


def _features(node: Node, fmt: Format, params: Mapping[str, float] | None) -> Features:
    if node.formula is None:
        raise UsageError(f"{node.short_name} has no formula in one variable", hint="take an elementwise node")
    values = {p: (params or {}).get(p, DEFAULT_PARAMETERS.get(p, 1.0)) for p in node.parameters}
    return features([bind(t, values) for t in (node.formula.f, node.formula.df)], fmt)


def _hypothesis() -> Any:
    try:
        from hypothesis import strategies
    except ImportError as error:
        raise UsageError("Hypothesis is not installed", hint="pip install 'proofgrad[test]'") from error
    return strategies
