"""The Python API of the oracle: what the command line does, as functions that return plain typed objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.work.graph import test_graph
from proofgrad.oracle.work.kept import kept_folder

if TYPE_CHECKING:
    from proofgrad.bridge import BuildEvent, CheckResult
    from proofgrad.bridge.catalogue import Catalogue, Node
    from proofgrad.bridge.checking.keywords import CatalogueKeywords, CheckKeywords
    from proofgrad.bridge.proving.prove import Proven
    from proofgrad.oracle.difftest import Verdicts
    from proofgrad.oracle.difftest.options import Options
    from proofgrad.oracle.difftest.sizes import Shapes
    from proofgrad.oracle.report.explanation import Explanation
    from proofgrad.oracle.report.model import Run
    from proofgrad.oracle.watching import WatchEvent
    from proofgrad.oracle.work.options import CheckOptions, TestOptions

__all__ = [
    "catalogue",
    "check",
    "doctor",
    "explain",
    "find_node",
    "kept_folder",
    "prove",
    "report",
    "test",
    "test_graph",
    "watch",
]


def doctor(project: Path | str | None = None) -> dict[str, Any]:
    """Which Lean, which versions, what would be used and why: the JSON of `proofgrad doctor`.

    Args:
        project: folder of a Lean project; None for the library that ships with proofgrad.

    Returns:
        ``status`` is ``ok`` if proofs can be checked here; ``checks`` says what was looked at.

    Raises:
        Nothing: what is wrong is told.
    """
    from proofgrad.oracle.work.doctor import examination

    return examination(None if project is None else Path(project))


def check(project: Path | str | None = None, **options: Unpack[CheckKeywords]) -> CheckResult:
    """Are the proofs of a Lean project accepted, and is f' the derivative of f as far as numbers tell?

    Args:
        project: its folder; None for the library that ships with proofgrad.
        options: :class:`~proofgrad.bridge.checking.keywords.CheckKeywords`, as
            :func:`proofgrad.bridge.check`.

    Returns:
        What `proofgrad check` says: the outcome of :func:`proofgrad.bridge.check`, with what the net under
        the proofs found.

    Raises:
        ProofgradError: as :func:`proofgrad.bridge.check`.
    """
    import proofgrad.bridge
    from proofgrad.oracle.work.safety import examined_result

    return examined_result(proofgrad.bridge.check(project, **options))


def catalogue(project: Path | str | None = None, **options: Unpack[CatalogueKeywords]) -> Catalogue:
    """The nodes of a Lean project, with what is proven of each and stands in numbers too.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        options: :class:`~proofgrad.bridge.checking.keywords.CatalogueKeywords`, as
            :func:`proofgrad.bridge.catalogue`.

    Returns:
        What `proofgrad nodes` shows: the catalogue of :func:`proofgrad.bridge.catalogue`, where a node whose
        f' is not the derivative of its f is ``refuted``.

    Raises:
        ProofgradError: as :func:`proofgrad.bridge.catalogue`.
    """
    import proofgrad.bridge
    from proofgrad.oracle.work.safety import examined

    return examined(proofgrad.bridge.catalogue(project, **options))


def find_node(name: str, project: Path | str | None = None) -> Node:
    """The node of that short or full name in the catalogue of a Lean project (default: ours).

    The proofs are compiled first where that has not been done.

    Raises:
        UsageError: there is no such node.
        ProofgradError: the catalogue cannot be read (no Lean, a rejected proof, ...).
    """
    import proofgrad.bridge
    from proofgrad.oracle.work.nodes import named
    from proofgrad.oracle.work.safety import examined_node

    return examined_node(named(proofgrad.bridge.catalogue(project), name))


def prove(
    function: Any,
    *,
    name: str | None = None,
    parameters: Sequence[str] | None = None,
    variable: str | None = None,
    assume: Sequence[str] = (),
    derivative: Any = None,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Proven:
    """Prove the derivative of a function of one's own.

    Args:
        function: a formula as text (``"c*tanh(x/c)"``), a Python function of numbers, which is called with
            symbols, a SymPy expression, or a function written with JAX (read through its jaxpr) or PyTorch
            (through torch.export). docs/prove.md describes the language.
        name: of the node; None for the function's own name, or ``f``.
        parameters: names of the parameters; needed for text, else all arguments but the first, all symbols
            but the variable.
        variable: name of the variable; None for ``x``, or the first argument.
        assume: what is supposed, in the formula language: ``"c > 0"``. What the theorem needs beyond it is
            found, and stated as its hypotheses.
        derivative: your own f', as text or in any of these ways; ``given`` of the result is the theorem that
            it is the derivative, or None if that is not proven.
        timeout: wall-clock seconds for Lean.
        on_event: called with progress.

    Returns:
        The node with its theorems and formulas, to be given to :func:`test`, and the Lean file.

    Raises:
        FormulaError: it is no formula, or there is nothing to prove; the message points at the place.
        ProofgradError: Lean cannot be asked, or does not accept the file.
    """
    from proofgrad.oracle.work.prove import captured, prove_part

    formula = captured(
        function,
        name=name,
        parameters=parameters,
        variable=variable,
        assume=assume,
        derivative=derivative,
    )
    return prove_part(formula, timeout=timeout, on_event=on_event)


def test(
    node: Node | str | None = None,
    kernel: Any = None,
    *,
    formula: Any = None,
    assume: Sequence[str] = (),
    dtype: Any = "float64",
    backend: str = "numpy",
    params: Mapping[str, Any] | None = None,
    project: Path | str | None = None,
    shapes: Literal["few", "many"] | Shapes | Sequence[Shapes] = "few",
    **options: Unpack[Options],
) -> Verdicts:
    """Test a kernel against the formulas that Lean's kernel accepted for a node.

    Args:
        node: a node of the catalogue, or its name, such as ``"sigmoid"``.
        kernel: a function f of an array, a pair (f, f'), or an object with forward, jvp and vjp; arrays of
            any shape, results of the same shape and dtype. None: the one that `backend` names.
        formula: in place of a node, anything that :func:`prove` takes; the names in `params` are its
            parameters.
        assume: what is supposed of it, as for :func:`prove`.
        dtype: ``float64``, ``float32``, ``float16``, ``bfloat16``, or a NumPy dtype.
        backend: ``numpy`` (the project's own kernels) or ``MODULE:ATTR``; with `kernel`, its name in reports.
        params: values of the node's parameters under their Lean names, such as ``{"ε": 1e-6}``.
        project: folder of the Lean project, where `node` is a name.
        shapes: at which sizes a vector node is tested: by default small ones and large ones along every axis;
            with ``many`` every small one besides; or those asked for, ``{"a": (128, 1025)}``, one or several.
        options: all others, each described at :class:`~proofgrad.oracle.difftest.options.Options`.

    Returns:
        A verdict each for forward, jvp, vjp and adjoint, with errors in ULP of `dtype`; a tuple, which a
        notebook shows as a table with a plot of the errors.

    Raises:
        UsageError: no such node, backend or dtype.
        ProofgradError: the catalogue cannot be read.
    """
    import proofgrad.bridge
    from proofgrad.oracle.difftest import test as difftest
    from proofgrad.oracle.report.notebook import DrawnVerdicts
    from proofgrad.oracle.work.node_hvp import with_hvp
    from proofgrad.oracle.work.nodes import at_many_sizes

    if (node is None) == (formula is None):
        raise UsageError("name a node, or give a formula", hint='test("sigmoid", f) or test(formula="x**2")')
    if formula is not None:
        given = tuple(params or ()) if isinstance(formula, str) else None
        node = prove(formula, parameters=given, assume=assume).node
    assert node is not None
    found = find_node(node, project) if isinstance(node, str) else node
    if shapes == "many" and found.vectors:
        found = at_many_sizes(found, project, seed=options.get("seed", 0))
    if "kept" not in options:
        options["kept"] = kept_folder()
    asked = None if isinstance(shapes, str) else shapes
    verdicts = difftest(found, kernel, backend=backend, dtype=dtype, params=params, shapes=asked, **options)
    if found.vectors and "hvp" in options.get("what", ()):
        known = proofgrad.bridge.catalogue(project)
        verdicts = tuple(with_hvp(verdicts, found, known, kernel, params=params, shapes=asked, **options))
    return DrawnVerdicts(verdicts)


def explain(
    node: Node | str,
    *,
    at: Any = (),
    goal: str | Sequence[str] = (),
    params: Mapping[str, Any] | None = None,
    depth: int | None = None,
    digits: int | None = None,
    project: Path | str | None = None,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Explanation:
    """Explain a node: what it computes, what is proven of it, why so, and on what the proof stands.

    Args:
        node: its short or full name, or the node.
        at: a point, or a list of points, at which its formulas are evaluated. For an elementwise node a
            number, or text such as ``"-3.5"``, ``"1/3"``, ``"inf"``, taken exactly. For a vector node text
            such as ``"1,2,3"`` or ``"[[1,2],[3,4]]; [5,6]"``, or a tuple with an array for each input.
        goal: places in Lean files whose goal states are asked of a Lean server: ``"120"`` (a line of the
            file of the node's theorem), ``"+2"`` (below the theorem's name), ``"120:8"``, or
            ``"NN/File.lean:120:8"``.
        params: values of the node's parameters under their Lean names; what is not given is chosen.
        depth: levels of the dependency tree (default 3); with 0 only what it holds is counted.
        digits: correct digits of the values (default 20).
        project: folder of the Lean project; None for the library that ships with proofgrad.
        timeout: wall-clock seconds for a module or a question to Lean.
        on_event: called with progress.

    Returns:
        The explanation; ``print`` shows it as text, a notebook as HTML.

    Raises:
        UsageError: no such node, point, parameter or place.
        ProofgradError: the project cannot be built or read, or the Lean server does not answer.
    """
    from proofgrad.bridge import VectorFormulas
    from proofgrad.bridge.explaining.explain import Explainer
    from proofgrad.bridge.explaining.tree import DEPTH
    from proofgrad.oracle.difftest.worth import violated
    from proofgrad.oracle.points import kinks
    from proofgrad.oracle.points.enclosure import DIGITS
    from proofgrad.oracle.points.reading import points_at, values_of
    from proofgrad.oracle.report.explanation import Explanation
    from proofgrad.oracle.work.nodes import named
    from proofgrad.oracle.work.safety import examined_node

    if depth is not None and depth < 0:
        raise UsageError("the depth of a tree is not negative")
    if digits is not None and not 1 <= digits <= 1000:
        raise UsageError("between 1 and 1000 digits can be asked for")
    explainer = Explainer(project, timeout=timeout, on_event=on_event)
    found = examined_node(named(explainer.session.catalogue(), node)) if isinstance(node, str) else node
    wanted = digits or DIGITS
    values = values_of(found, params or {})

    points = points_at(found, at, values, formulas=VectorFormulas(project), digits=wanted)
    return Explanation(
        node=found,
        outside=violated(found, values),
        background=explainer.background(found, depth=DEPTH if depth is None else depth),
        kinks=kinks(found, values, digits=wanted),
        values=points,
        goals=tuple(
            state
            for place in ([goal] if isinstance(goal, str) else goal)
            for state in explainer.goals(found, place)
        ),
    )


def report(
    source: Run | Path | str | None = None,
    *,
    html: Path | str | None = None,
    markdown: Path | str | None = None,
    json: Path | str | None = None,
    junit: Path | str | None = None,
    sarif: Path | str | None = None,
    badge: Path | str | None = None,
    compare: Run | Path | str | None = None,
    source_url: str | None = None,
    source_root: str = "",
    check: CheckOptions | None = None,
    test: TestOptions | None = None,
) -> Run:
    """Write reports, and return the run that they are about.

    Args:
        source: a run, or the path of a saved `report.json`; None runs the main job now.
        html: file to write; so are `markdown`, `json`, `junit`, `sarif` and `badge` (SVG).
        compare: an older run, or the path of its `report.json`: HTML and Markdown say what changed since.
        source_url: where the HTML links sources: ``https://host/project/blob/main/lean/{file}#L{line}``.
        source_root: folder of the Lean project in the repository, for the file names in SARIF.
        check: how proofs are checked in a new run.
        test: how kernels are tested in a new run.

    Returns:
        The run, as in `report.json`; its outcome is `proofgrad.oracle.report.summary.summarise(run).outcome`.

    Raises:
        UsageError: `source` or `compare` is no saved run, or `source_url` no address.
        ReportError: a file cannot be written.
        ProofgradError: the main job cannot be done at all (no Lean, ...).
    """
    from proofgrad.oracle.report.files import load_run, write_report
    from proofgrad.oracle.report.source_links import SourceLinks

    links = SourceLinks(source_url)
    if source is None:
        from proofgrad.oracle.work.main_job import main_job
        from proofgrad.oracle.work.options import CheckOptions, TestOptions

        run = main_job(check or CheckOptions(), test or TestOptions())
    else:
        run = load_run(Path(source)) if isinstance(source, str | Path) else source
    old = load_run(Path(compare)) if isinstance(compare, str | Path) else compare
    files = {
        "html": html,
        "markdown": markdown,
        "json": json,
        "junit": junit,
        "sarif": sarif,
        "badge": badge,
    }
    for fmt, path in files.items():
        if path is not None:
            write_report(run, Path(path), fmt, old, links=links, root=source_root)
    return run


def watch(
    project: Path | str | None = None,
    nodes: Sequence[str] = (),
    *,
    backend: str | None = None,
    dtypes: Sequence[str] = ("float64", "float32"),
    isolate: bool = False,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Iterator[WatchEvent]:
    """Judge a project, and kernels, again whenever one of their files is edited.

    Args:
        project: folder of the Lean project; None for the library that ships with proofgrad.
        nodes: names of the nodes whose kernels are tested; none means the one that `backend` is named after.
        backend: ``MODULE:ATTR``, your kernels; None tests none.
        dtypes: formats that kernels are tested in.
        isolate: whether kernels run in a process of their own, which may die.
        timeout: wall-clock seconds for a Lean module, and for a call of a kernel.
        on_event: called with progress of Lean.

    Yields:
        The state at the start, then, for ever, what came of each edit: the modules that were run again, the
        nodes that changed, the verdicts of the kernels concerned.

    Raises:
        UsageError: no such node, or a backend that cannot be watched.
        ProofgradError: the project cannot be checked at all.
    """
    from proofgrad.oracle.watching import Watch
    from proofgrad.oracle.watching.kernels import Kernels

    kernels = None
    if backend is not None:
        kernels = Kernels(backend, nodes, dtypes=dtypes, kept=kept_folder(), isolate=isolate, timeout=timeout)
    yield from Watch(project, kernels=kernels, timeout=timeout, on_event=on_event)
