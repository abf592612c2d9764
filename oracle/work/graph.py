"""Test a whole program against the formulas of its nodes, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Catalogue
    from proofgrad.oracle.difftest import Verdict, Verdicts, What
    from proofgrad.oracle.difftest.options import ProgramOptions
    from proofgrad.oracle.graph import Coverage, Formulas, Graph

__all__ = ["hvp_verdict", "test_graph"]


def test_graph(
    graph: Graph,
    shapes: Mapping[str, tuple[int, ...]],
    kernel: Any = None,
    *,
    dtype: Any = "float64",
    what: Sequence[What] | None = None,
    project: Path | str | None = None,
    **options: Unpack[ProgramOptions],
) -> tuple[Verdicts, Coverage]:
    """Test a whole program against the formulas of its nodes, put together.

    Args:
        graph: the program (:class:`proofgrad.oracle.graph.Graph`).
        shapes: of its inputs.
        kernel: what to test: an object with ``forward(*inputs)``, ``jvp(inputs, tangents)``,
            ``vjp(inputs, cotangent)`` and ``hvp(inputs, cotangent, tangents)``, or with some of them, or a
            function of the inputs. None: the graph itself, run with the NumPy kernels.
        dtype: as in :func:`proofgrad.oracle.test`.
        what: which comparisons; None: all but ``hvp``, the change of the gradients of the inputs, for a
            cotangent that stays, when the inputs move along the tangents: one array for each input.
        project: folder of the Lean project with the nodes.
        options: :class:`~proofgrad.oracle.difftest.options.ProgramOptions`.

    Returns:
        A verdict for each of `what`; and which theorems cover the program. That on ``hvp`` is inconclusive
        where no theorem says how the gradient of one of the nodes changes.

    Raises:
        UsageError: a node has no formula at the shapes that it meets.
        ProofgradError: the catalogue cannot be read.
    """
    import proofgrad.bridge
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.difftest import WHATS, Verdicts
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.graph import HVP_THEOREM, GraphKernel, composed, coverage
    from proofgrad.oracle.work.safety import examined

    catalogue = examined(proofgrad.bridge.catalogue(project))
    formulas = proofgrad.bridge.VectorFormulas(project)
    covered = coverage(graph, catalogue)
    tested = GraphKernel(graph) if kernel is None else kernel
    first = tuple(part for part in what or WHATS if part != "hvp")
    found: list[Verdict] = []
    if first:
        formula = composed(graph, catalogue, shapes, formulas)
        program = Node("graph", "vector", covered.status, vectors=(formula,))
        found += difftest(program, tested, dtype=dtype, what=first, **options)
    if what is not None and "hvp" in what:
        verdict, proven = hvp_verdict(graph, catalogue, shapes, formulas, tested, dtype, options)
        found.append(verdict)
        if proven and covered.status != "unproved":
            covered = replace(covered, theorems=(*covered.theorems, HVP_THEOREM))
    return Verdicts(found), covered


def hvp_verdict(
    graph: Graph,
    catalogue: Catalogue,
    shapes: Mapping[str, tuple[int, ...]],
    formulas: Formulas,
    kernel: Any,
    dtype: Any,
    options: Mapping[str, Any],
) -> tuple[Verdict, bool]:
    """The verdict on the Hessian-vector product of a program, and whether a theorem says what it is.

    Arguments are those of :func:`test_graph`, with the catalogue and what reads formulas in it.
    """
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.adapters.vectors import bind_vectors
    from proofgrad.oracle.difftest import KernelError, Verdict
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.difftest.hvp import ProgramGradient
    from proofgrad.oracle.graph import GraphKernel, Unknown, curved
    from proofgrad.oracle.ulp import format_of

    bound = bind_vectors("graph", kernel, len(graph.inputs), {}, "numpy")
    program = curved(graph, catalogue, shapes, formulas)
    proven = not isinstance(program, Unknown)

    def unjudged(message: str, error: KernelError | None = None) -> tuple[Verdict, bool]:
        name = format_of(dtype, narrowest=False).name
        seed = int(options.get("seed", 0))
        told = Verdict("graph", bound.backend, name, "hvp", "inconclusive", seed=seed, message=message)
        return replace(told, error=error), proven

    if isinstance(program, Unknown):
        return unjudged(program.reason)
    if bound.hvp is None:
        whose = "the NumPy kernels offer" if isinstance(kernel, GraphKernel) else f"{bound.backend} offers"
        missing = f"{whose} no hvp of the program"
        return unjudged(missing, KernelError("missing", missing))
    gradient = Node("graph", "vector", program.status, vectors=(program.formula,))
    tested = ProgramGradient(bound.hvp)
    (verdict,) = difftest(gradient, tested, backend=bound.backend, dtype=dtype, what=("jvp",), **options)
    return replace(verdict, what="hvp"), proven
