"""Test a whole program against the formulas of its nodes, put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofgrad.oracle.difftest import Verdicts
    from proofgrad.oracle.graph import Coverage, Graph

__all__ = ["test_graph"]


def test_graph(
    graph: Graph,
    shapes: Mapping[str, tuple[int, ...]],
    kernel: Any = None,
    *,
    dtype: Any = "float64",
    project: Path | str | None = None,
    **options: Any,
) -> tuple[Verdicts, Coverage]:
    """Test a whole program against the formulas of its nodes, put together.

    Args:
        graph: the program (:class:`proofgrad.oracle.graph.Graph`).
        shapes: of its inputs.
        kernel: what to test: an object with ``forward(*inputs)``, ``jvp(inputs, tangents)`` and
            ``vjp(inputs, cotangent)``, or a function of the inputs. None: the graph itself, run with the
            NumPy kernels.
        dtype: as in :func:`proofgrad.oracle.test`.
        project: folder of the Lean project with the nodes.
        options: ``what``, ``seed`` and ``timeout``, as in :func:`proofgrad.oracle.difftest.test`.

    Returns:
        A verdict each for forward, jvp, vjp and adjoint; and which theorem covers the program.

    Raises:
        UsageError: a node has no formula at the shapes that it meets.
        ProofgradError: the catalogue cannot be read.
    """
    import proofgrad.bridge
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.difftest import Verdicts
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.graph import GraphKernel, composed, coverage
    from proofgrad.oracle.work.safety import examined

    catalogue = examined(proofgrad.bridge.catalogue(project))
    formula = composed(graph, catalogue, shapes, proofgrad.bridge.VectorFormulas(project))
    covered = coverage(graph, catalogue)
    program = Node("graph", "vector", covered.status, vectors=(formula,))
    tested = GraphKernel(graph) if kernel is None else kernel
    return Verdicts(difftest(program, tested, dtype=dtype, **options)), covered
