"""A model that was captured, from whichever framework: a program, and the model itself to be tested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.program import Program

__all__ = ["Captured"]


@dataclass(frozen=True)
class Captured:
    """A model that was captured.

    Attributes:
        program: what it computes; None where an operation has no proof.
        kernel: makes the model itself as a kernel of those of its inputs that are not held fixed.
        backend: what the kernel is called in verdicts.
        gradients: whether the kernel has derivatives: a file of ONNX has none.
        inputs: the float arrays that the program's inputs stand for: parameters, buffers and arguments.
        fixed: the numbers of those that are constants or buffers: nobody differentiates in them.
        dtype: the format of its float inputs.
        digest: SHA-256 of what was captured, as the framework writes it.
        framework: its name and version.
        unsupported: operations that programs do not have, with their places.
        operations: how often each operation of the framework occurs.
    """

    program: Program | None
    kernel: Callable[[], Any]
    backend: str
    gradients: bool
    inputs: tuple[np.ndarray, ...]
    fixed: frozenset[int]
    dtype: str
    digest: str
    framework: str
    unsupported: tuple[tuple[str, str, str], ...]
    operations: Mapping[str, int]
