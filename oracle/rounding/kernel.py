"""Which function is traced for a kernel, in which format: the project's own compute in float64."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.kernels import ElementwiseKernel, kernel
from proofgrad.oracle.rounding.blocks import taken_whole
from proofgrad.oracle.ulp import Format

__all__ = ["Subject", "own_subject", "subject_of"]


@dataclass(frozen=True)
class Subject:
    """A kernel to be traced, and to be run.

    Attributes:
        traced: a function of an array of the format `inner`.
        run: a function of an array of the tested format, to one.
        inner: the format that it computes in.
    """

    traced: Callable[[Any], Any]
    run: Callable[[Any], Any]
    inner: str


def own_subject(node: str, what: str, params: Mapping[str, float]) -> Subject:
    """One of the project's own kernels. Raises UsageError where there is none."""
    own = kernel(node, params)
    assert isinstance(own, ElementwiseKernel)
    scalar = own.f if what == "forward" else own.df

    def traced(x: Any) -> Any:
        with taken_whole():
            return scalar(x, **own.params)

    def run(x: Any) -> Any:
        if what == "forward":
            return own.forward(x)
        return own.jvp(x, np.ones_like(x))

    return Subject(traced, run, "float64")


def subject_of(target: Any, fmt: Format, what: str = "forward") -> Subject:
    """A function of somebody's, or f' of a pair (f, f') for ``jvp``. Raises UsageError if it is none."""
    if isinstance(target, (tuple, list)) and len(target) == 2:
        target = target[what == "jvp"]
    if not callable(target):
        raise UsageError(
            f"what is traced is a function of one array, not a {type(target).__name__}",
            hint="MODULE:FUNCTION, of f or, with --what jvp, of f'",
        )
    return Subject(target, target, fmt.name)
