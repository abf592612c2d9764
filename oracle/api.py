"""The Python API of the oracle: what the command line does, as functions that return plain typed objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofgrad.bridge.errors import UsageError

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.difftest import Verdict
    from proofgrad.oracle.graph import Coverage, Graph
    from proofgrad.oracle.report.model import Run

__all__ = ["find_node", "kept_folder", "report", "test", "test_graph"]


def kept_folder() -> Path | None:
    """Where references and worst inputs are kept for later runs: in the user's cache folder.

    Returns:
        None if there is no such folder that can be written; tests then take longer and remember nothing.
    """
    from proofgrad.bridge.errors import CacheError
    from proofgrad.bridge.paths import cache_dir

    try:
        return cache_dir() / "oracle"
    except CacheError:
        return None


def find_node(name: str, project: Path | str | None = None) -> Node:
    """The node of that short or full name in the catalogue of a Lean project (default: ours).

    The proofs are compiled first where that has not been done.

    Raises:
        UsageError: there is no such node.
        ProofgradError: the catalogue cannot be read (no Lean, a rejected proof, ...).
    """
    import proofgrad.bridge

    catalogue = proofgrad.bridge.catalogue(project)
    try:
        return catalogue[name]
    except KeyError:
        from proofgrad.oracle.cli.parser import nearest

        hint = nearest(name, [node.short_name for node in catalogue.nodes])
        raise UsageError(f"no node {name!r}", hint=hint or "proofgrad nodes lists them") from None


def at_many_sizes(node: Node, project: Path | str | None = None, *, seed: int = 0) -> Node:
    """A vector node with its formulas at every small size, and at some larger ones chosen at random.

    Raises:
        ProofgradError: the proofs cannot be read.
    """
    import proofgrad.bridge

    return replace(node, vectors=proofgrad.bridge.VectorFormulas(project).many(node.name, seed=seed))


def test(
    node: Node | str,
    kernel: Any = None,
    *,
    dtype: Any = "float64",
    backend: str = "numpy",
    params: Mapping[str, Any] | None = None,
    project: Path | str | None = None,
    shapes: Literal["few", "many"] = "few",
    **options: Any,
) -> tuple[Verdict, ...]:
    """Test a kernel against the formulas that Lean's kernel accepted for a node.

    Args: node: a node of the catalogue, or its name, such as ``"sigmoid"``. kernel: a function f of an
    array, a pair (f, f'), or an object with forward, jvp and vjp; arrays of any shape, results of the same
    shape and dtype. None: the one that `backend` names. dtype: ``float64``, ``float32``, ``float16``,
    ``bfloat16``, or a NumPy dtype. backend: ``numpy`` (the project's own kernels) or ``MODULE:ATTR``; with
    `kernel`, its name in reports. params: values of the node's parameters under their Lean names, such as
    ``{"ε": 1e-6}``. project: folder of the Lean project, where `node` is a name. shapes: at
    which sizes a vector node is tested, those of the catalogue or every small one and some larger ones; the
    latter are read from the proofs anew, which takes seconds. options: those of
    :func:`proofgrad.oracle.difftest.test`.

    Returns:
        A verdict each for forward, jvp, vjp and adjoint, with errors in ULP of `dtype`.

    Raises:
        UsageError: no such node, backend or dtype.
        ProofgradError: the catalogue cannot be read.
    """
    from proofgrad.oracle.difftest import test as difftest

    found = find_node(node, project) if isinstance(node, str) else node
    if shapes == "many" and found.vectors:
        found = at_many_sizes(found, project, seed=options.get("seed", 0))
    if "kept" not in options:
        options["kept"] = kept_folder()
    return difftest(found, kernel, backend=backend, dtype=dtype, params=params, **options)


def test_graph(
    graph: Graph,
    shapes: Mapping[str, tuple[int, ...]],
    kernel: Any = None,
    *,
    dtype: Any = "float64",
    project: Path | str | None = None,
    **options: Any,
) -> tuple[tuple[Verdict, ...], Coverage]:
    """Test a whole program against the formulas of its nodes, put together.

    Args:
        graph: the program (:class:`proofgrad.oracle.graph.Graph`).
        shapes: of its inputs.
        kernel: what to test: an object with ``forward(*inputs)``, ``jvp(inputs, tangents)`` and
            ``vjp(inputs, cotangent)``, or a function of the inputs. None: the graph itself, run with the
            NumPy kernels.
        dtype: as in :func:`test`.
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
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.graph import GraphKernel, composed, coverage

    catalogue = proofgrad.bridge.catalogue(project)
    formula = composed(graph, catalogue, shapes, proofgrad.bridge.VectorFormulas(project))
    covered = coverage(graph, catalogue)
    program = Node("graph", "vector", covered.status, vectors=(formula,))
    tested = GraphKernel(graph) if kernel is None else kernel
    return difftest(program, tested, dtype=dtype, **options), covered


def report(
    source: Run | Path | str | None = None,
    *,
    html: Path | str | None = None,
    markdown: Path | str | None = None,
    json: Path | str | None = None,
    junit: Path | str | None = None,
    sarif: Path | str | None = None,
    arguments: Sequence[str] = (),
) -> Run:
    """Write reports, and return the run that they are about.

    Args:
        source: a run, or the path of a saved `report.json`; None runs the main job now.
        html: file to write; so are `markdown`, `json`, `junit` and `sarif`.
        arguments: options of `proofgrad run` for a new run, such as ``["--project", "lean"]``.

    Returns:
        The run, as in `report.json`; its outcome is `proofgrad.oracle.report.summary.summarise(run).outcome`.

    Raises:
        UsageError: `source` is no saved run.
        ReportError: a file cannot be written.
        ProofgradError: the main job cannot be done at all (no Lean, ...).
    """
    from proofgrad.oracle.report.files import load_run, write_report

    if source is None:
        from proofgrad.oracle.cli.output import Output
        from proofgrad.oracle.cli.parser import parse
        from proofgrad.oracle.cli.parts import main_job

        options = parse(["run", *arguments])
        if options is None:
            raise UsageError("report() takes no --help and no --version")
        run = main_job(options, Output("json", verbosity=-1))
    else:
        run = load_run(Path(source)) if isinstance(source, str | Path) else source
    files = {"html": html, "markdown": markdown, "json": json, "junit": junit, "sarif": sarif}
    for fmt, path in files.items():
        if path is not None:
            write_report(run, Path(path), fmt)
    return run
