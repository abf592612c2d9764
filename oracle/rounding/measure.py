"""Errors of a kernel at a sample of inputs of a range: what stands beside a proven bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.ulp import Format, Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["measured"]


def measured(
    function: Callable[[Any], Any],
    tree: Tree,
    fmt: Format,
    low: int,
    high: int,
    *,
    count: int = 20_000,
    seed: int = 0,
) -> tuple[float, int]:
    """The largest error that was seen, in ULP, a lower bound of the largest; and the input's ordinal.

    Args:
        function: of an array of the format, to one.
        tree: the formula, without parameters.
        fmt: the tested format.
        low: the ordinal of the least input.
        high: that of the greatest.
        count: how many inputs are tried, half of them evenly spread over the floats, half over the numbers.
        seed: of the random choice.

    Raises:
        UsageError: the kernel raises an error, or gives no array of that size.
    """
    rng = np.random.default_rng(seed)
    ordinals = rng.integers(low, high, count // 2, endpoint=True)
    ends = fmt.from_ordinal(np.array([low, high])).astype(np.float64)
    with np.errstate(over="ignore"):
        spread = (ends[0] + (ends[1] - ends[0]) * rng.random(count - count // 2)).astype(fmt.dtype)
    spread = spread[np.isfinite(spread.astype(np.float64))]
    near = np.array([low, low + 1, high - 1, high])
    all_ordinals = np.concatenate([ordinals, fmt.to_ordinal(spread), near])
    x = fmt.from_ordinal(distinct(np.clip(all_ordinals, low, high)))
    try:
        with np.errstate(all="ignore"):
            got = np.asarray(function(x.copy()))
    except Exception as error:  # the user's own code, which may raise anything
        raise UsageError(f"the kernel raises {type(error).__name__}: {error}") from error
    if got.shape != x.shape:
        raise UsageError(f"the kernel gives shape {got.shape} for {x.shape}")
    references = Reference([tree]).enclose(x, fmt)[0]
    errors = np.abs(references.values.errors(got.astype(fmt.dtype)))
    finite = references.values.status == Status.FINITE
    errors = np.where(finite & np.isnan(got.astype(np.float64)), np.inf, errors)
    errors = np.where(np.isnan(errors) | references.conventional, 0.0, errors)
    errors[references.kinks.index] = 0.0
    worst = int(np.argmax(errors))
    return float(errors[worst]), int(fmt.to_ordinal(x[worst : worst + 1])[0])
