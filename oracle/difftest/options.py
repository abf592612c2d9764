"""What can be asked of a differential test, by keyword: the one list that all functions that pass it on take.

:func:`proofgrad.oracle.test`, :func:`proofgrad.oracle.difftest.test_all` and the pytest fixture hand these
on to :func:`proofgrad.oracle.difftest.test`, whose signature has the defaults; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from proofgrad.oracle.difftest.bounds import Bounds
    from proofgrad.oracle.difftest.sample import Array
    from proofgrad.oracle.difftest.verdict import What

__all__ = ["Options", "ProgramOptions"]


class ProgramOptions(TypedDict, total=False):
    """Keywords of a test of anything: a node, or a whole program."""

    seed: int
    """Of random inputs and directions (0)."""
    second_opinion: bool
    """Whether a sample of the references is checked with mpmath's intervals (True)."""
    layouts: bool
    """Whether the kernel is also called with arrays of other lengths, strides, shapes and byte
    orders, which must not change its results: the class ``layout`` (True)."""
    timeout: float
    """Seconds that one call of the kernel may take (60)."""
    bounds: tuple[Bounds, Bounds] | float | None
    """Limits for (f, f') instead of those of the table (None), or one number of ULP for both, which
    no error may exceed (median and bias keep theirs). Vector nodes are held to the rounding of
    their formula, whatever it says."""
    require: str
    """The grade that a kernel must have to pass: ``correct``, ``accurate`` (the default) or
    ``rounded``."""
    allow: Iterable[str] | str
    """Classes whose faults are accepted: :data:`~proofgrad.oracle.difftest.tolerances.ALLOWABLE`;
    none by default."""
    rtol: float | None
    """Accept what differs by at most ``atol + rtol*abs(wanted)``, as numpy.testing does, in place
    of limits in ULP (None)."""
    atol: float | None
    """As `rtol`."""
    unit: str
    """What errors of vector nodes are counted in: ``formula`` (the default), the rounding of the
    proven formula, or ``strict``, the ULP of each coordinate, of which `bounds` allows 4 if it is
    None."""


class Options(ProgramOptions, total=False):
    """Keywords of a test of a node."""

    what: Sequence[What]
    """Which comparisons: some of ``forward``, ``jvp``, ``vjp``, ``adjoint`` (all four by default)
    and ``hvp``, which needs a kernel with ``hvp(x, ct, dx)`` and a node with a proven f'', or one with
    ``hvp(inputs, cotangent, tangents)`` and a vector node whose derivative is affine in its inputs."""
    size: int
    """Number of random inputs."""
    exhaust: bool | None
    """Test every number of a 16-bit dtype; None: do so where possible."""
    kept: Path | None
    """A folder for what later runs may use: references, and the worst inputs found, which they try
    first; None: nothing is kept. :func:`proofgrad.oracle.test` keeps them in the cache folder if
    this is not given."""
    isolate: bool
    """Whether the kernel of `backend` runs in a process of its own, so that it may die (False)."""
    points: Sequence[Sequence[Array]] | None
    """Inputs of a vector node with one formula, one array for each of its inputs: it is tested
    there and near, instead of all over the format (None)."""
    range: tuple[float, float] | None
    """Only inputs from the one number to the other are tried (None: all)."""
