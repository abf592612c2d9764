"""Bounds of rounding errors: trace a kernel, have Lean prove a bound, evaluate it, measure beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.bridge.proving.bound import BoundProver, BoundTheorem
    from proofgrad.oracle.rounding.kernel import Subject
    from proofgrad.oracle.rounding.pieces import Piece
    from proofgrad.oracle.ulp import Format

__all__ = ["CAP", "BoundResult", "Row", "bound_kernel", "bound_lines", "bounds_json", "subject_named"]

CAP = 1000.0
"""A bound of more ULP than this is called none."""
_COMPARED = 10
"""Random inputs of a piece at which the program has to give the kernel's bits, beside the ends."""


@dataclass(frozen=True)
class Row:
    """A range of inputs, both ends in it.

    Attributes:
        low, high: the range.
        proven: no error there is greater, in ULP; None: nothing useful is proven.
        measured: the largest error that was seen there, in ULP; None: nothing was measured.
        worst: an input near which the bound is greatest, or None.
        certain: by the theorem some error there is at least this, in ULP.
        why: why nothing is proven.
        wrong: an input whose error is that large by the theorem, or None.
    """

    low: float
    high: float
    proven: float | None
    measured: float | None = None
    worst: float | None = None
    certain: float = 0.0
    why: str = ""
    wrong: float | None = None


@dataclass(frozen=True)
class BoundResult:
    """What came of it.

    Attributes:
        node: the node's short name.
        what: ``forward`` or ``jvp``.
        dtype: the tested format.
        kernel: the kernel's name.
        rows: ranges with a bound, from left to right.
        open: ranges without one.
        supposes: what is supposed of library functions, in Lean's words.
        theorems: names of the theorems.
        file: the Lean file with them, if there is one.
        limit: the largest error allowed, in ULP, or None.
        verdict: ``pass``: all is proven within the limit; ``fail``: an error that was seen, or that the
            theorem implies, is beyond the limit or beyond the bound; else ``inconclusive``.
        reason: why it is not ``pass``.
    """

    node: str
    what: str
    dtype: str
    kernel: str
    rows: tuple[Row, ...]
    open: tuple[Row, ...]
    supposes: tuple[str, ...]
    theorems: tuple[str, ...]
    file: str | None
    limit: float | None
    verdict: str = field(default="")
    reason: str = field(default="")

    @property
    def proven(self) -> float | None:
        """The greatest bound of the rows, or None without rows."""
        return max((row.proven or 0.0 for row in self.rows), default=None)

    @property
    def measured(self) -> float | None:
        """The largest error seen in the rows."""
        return max((row.measured or 0.0 for row in self.rows), default=None)


def bound_kernel(
    prover: BoundProver,
    node: Node,
    subject: Subject,
    fmt: Format,
    *,
    kernel: str,
    what: str = "forward",
    params: Mapping[str, float] | None = None,
    span: tuple[float, float] | None = None,
    limit: float | None = None,
    count: int = 20_000,
    budget: int = 12_000,
    on_piece: Callable[[int, int], None] | None = None,
) -> BoundResult:
    """Bound the error of a kernel of a node.

    Args:
        prover: has Lean check the bounds.
        node: an elementwise node.
        subject: the kernel.
        fmt: the tested format.
        kernel: the kernel's name, for people.
        what: ``forward``: the kernel of f; ``jvp``: of f'.
        params: values of the node's parameters.
        span: the inputs, from the least to the greatest; None for all finite ones.
        limit: the largest error allowed, in ULP.
        count: how many inputs are measured.
        budget: how many intervals are looked at in each piece.
        on_piece: called with the pieces done, and all of them.

    Raises:
        UsageError: the node has no scalar formula, a parameter has no value, the kernel raises an error, the
            range is none.
        ProofRejected: Lean does not accept what was written.
    """
    from proofgrad.bridge.catalogue.formula import Formula
    from proofgrad.bridge.errors import UsageError
    from proofgrad.oracle.formula import bind
    from proofgrad.oracle.rounding.enclose import CompiledFormula
    from proofgrad.oracle.rounding.pieces import pieces_of

    if not isinstance(node.formula, Formula):
        raise UsageError(f"{node.short_name} has no scalar formula", hint="bounds are of elementwise nodes")
    low, high = _ordinals(fmt, span)
    tree = bind(node.formula.f if what == "forward" else node.formula.df, params or {})
    own = subject.traced is not subject.run  # looked at by us, and traced by its building blocks
    pieces = pieces_of(subject.traced, fmt, low=low, high=high, inner=subject.inner, selects=own)
    pieces = [_as_it_is(piece, subject, fmt, (low, high)) for piece in pieces]
    programs = {f"{node.short_name}_{n}": p.program for n, p in enumerate(pieces) if p.program is not None}
    theorems = prover.bounds(programs) if programs else {}
    formula = CompiledFormula(tree)
    rows: list[Row] = []
    open_: list[Row] = []
    for number, piece in enumerate(pieces):
        theorem = theorems.get(f"{node.short_name}_{number}")
        found, without = _piece_rows(piece, theorem, formula, fmt, budget)
        rows += found
        open_ += without
        if on_piece is not None:
            on_piece(number + 1, len(pieces))
    rows = _joined(rows, fmt)
    share = max(500, count // max(1, len(rows)))
    rows = [_with_measurement(row, subject, tree, fmt, share) for row in rows]
    kept = list(theorems.values())
    result = BoundResult(
        node=node.short_name,
        what=what,
        dtype=fmt.name,
        kernel=kernel,
        rows=tuple(rows),
        open=tuple(_joined(open_, fmt)),
        supposes=tuple(dict.fromkeys(text for t in kept for text in (*t.suppositions, *t.program.supposed))),
        theorems=tuple(t.name for t in kept),
        file=str(kept[0].file) if kept else None,
        limit=limit,
    )
    verdict, reason = _verdict(result)
    return BoundResult(**{**_shallow(result), "verdict": verdict, "reason": reason})


def _as_it_is(piece: Piece, subject: Subject, fmt: Format, ends: tuple[int, int]) -> Piece:
    """A piece of somebody's kernel, without a program if the kernel is seen to do something else."""
    import numpy as np

    from proofgrad.oracle.rounding.replayed import differs

    if piece.program is None or subject.traced is not subject.run:
        return piece
    rng = np.random.default_rng(piece.low % 2**32)
    inside = [piece.low, piece.high, *rng.integers(piece.low, piece.high, _COMPARED, endpoint=True).tolist()]
    try:
        at = differs(piece.program, subject.run, fmt, inside, fmt.from_ordinal(np.array(ends)))
    except Exception as error:  # noqa: BLE001 -- the kernel's own code, which may raise anything
        return replace(piece, program=None, why=f"{type(error).__name__}: {error}")
    if at is None:
        return piece
    why = f"at {at:.9g}, alone or among others, the kernel does not do what was seen of it"
    return replace(piece, program=None, why=why)


def subject_named(backend: str, node: str, what: str, params: Mapping[str, float], fmt: Format) -> Subject:
    """The kernel that ``numpy`` or ``MODULE:FUNCTION`` names.

    Raises:
        UsageError: there is none, or it is none that is traced.
    """
    from proofgrad.bridge.errors import UsageError
    from proofgrad.oracle.adapters.load import named
    from proofgrad.oracle.adapters.registry import FRAMEWORKS
    from proofgrad.oracle.rounding.kernel import own_subject, subject_of

    if backend == "numpy":
        return own_subject(node, what, params)
    if backend in FRAMEWORKS:
        raise UsageError(
            f"the kernels of {backend} are compiled code, which is not traced",
            hint="MODULE:FUNCTION of a kernel written with NumPy; proofgrad test measures the others",
        )
    return subject_of(named(backend), fmt, what)


def _shallow(result: BoundResult) -> dict[str, Any]:
    return {name: getattr(result, name) for name in result.__dataclass_fields__}


def _ordinals(fmt: Format, span: tuple[float, float] | None) -> tuple[int, int]:
    """The range as ordinals of floats inside it. Raises UsageError."""
    import numpy as np

    from proofgrad.bridge.errors import UsageError

    top = fmt.infinity_ordinal - 1
    if span is None:
        return -top, top
    largest = float(fmt.max_finite)
    numbers = [fmt.round_exact(Fraction(min(max(v, -largest), largest))) for v in span]
    ends = [int(fmt.to_ordinal(np.array([v]).astype(fmt.dtype))[0]) for v in numbers]
    low, high = (min(max(end, -top), top) for end in ends)
    if low > high:
        raise UsageError(f"the range {span[0]},{span[1]} is none", hint="the least input comes first")
    return low, high


def _float(fmt: Format, ordinal: int) -> float:
    from proofgrad.oracle.rounding.pieces import value_of

    return float(value_of(fmt, ordinal))


def _piece_rows(
    piece: Piece, theorem: BoundTheorem | None, formula: Any, fmt: Format, budget: int
) -> tuple[list[Row], list[Row]]:
    """Rows with a bound and rows without, of one piece."""
    from proofgrad.oracle.rounding.assumed import NORMAL_ONLY
    from proofgrad.oracle.rounding.enclose import CompiledBound
    from proofgrad.oracle.rounding.search import greatest_error
    from proofgrad.oracle.ulp import FORMATS

    low, high = _float(fmt, piece.low), _float(fmt, piece.high)
    if theorem is None:
        return [], [Row(low, high, None, why=piece.why)]
    least = {
        number: FORMATS[str(i.format)].min_normal
        for number, i in enumerate(theorem.program.instructions)
        if i.op == "call" and (i.function, i.format) in NORMAL_ONLY
    }
    found = greatest_error(
        CompiledBound(theorem.steps, least), formula, fmt, piece.low, piece.high, cap=CAP, budget=budget
    )
    why = "no useful bound: overflow, or cancellation"
    if least:
        why += ", or exp of a float32 below -87.3"
    without = [Row(_float(fmt, s.low), _float(fmt, s.high), None, why=why) for s in found.open]
    if found.wrong is not None and found.certain > CAP:
        at = _float(fmt, found.wrong)
        why = "certainly wrong, by the theorem"
        without.append(Row(at, at, None, certain=found.certain, why=why, wrong=at))
    inside = []
    start = piece.low
    for stretch in (*found.open, None):
        end = piece.high if stretch is None else stretch.low - 1
        if start <= end:
            inside.append((start, end))
        start = end if stretch is None else stretch.high + 1
    return [
        Row(
            _float(fmt, a),
            _float(fmt, b),
            found.bound,
            worst=_float(fmt, found.worst),
            certain=found.certain,
            wrong=None if found.wrong is None else _float(fmt, found.wrong),
        )
        for a, b in inside
    ], without


def _joined(rows: Sequence[Row], fmt: Format) -> list[Row]:
    """Neighbouring rows as one."""
    out: list[Row] = []
    for row in rows:
        last = out[-1] if out else None
        if last is None or last.why != row.why or not _neighbours(last.high, row.low, fmt):
            out.append(row)
            continue
        greater = row if (row.proven or 0.0) > (last.proven or 0.0) else last
        proven = None if row.proven is None else greater.proven
        more = row if row.certain > last.certain else last
        ends = (last.low, row.high, proven, None, greater.worst)
        out[-1] = Row(*ends, more.certain, row.why, more.wrong)
    return out


def _neighbours(a: float, b: float, fmt: Format) -> bool:
    import numpy as np

    one, two = (int(o) for o in fmt.to_ordinal(np.array([a, b]).astype(fmt.dtype)))
    return two == one + 1


def _with_measurement(row: Row, subject: Subject, tree: Any, fmt: Format, count: int) -> Row:
    from proofgrad.oracle.rounding.measure import measured

    low, high = _ordinals(fmt, (row.low, row.high))
    seen, _ = measured(subject.run, tree, fmt, low, high, count=count)
    return replace(row, measured=seen)


def _verdict(result: BoundResult) -> tuple[str, str]:
    limit = CAP if result.limit is None else result.limit
    for row in (*result.rows, *result.open):
        if row.certain > limit:
            return "fail", f"by the theorem the error is at least {row.certain:.4g} ULP at {row.wrong:.9g}"
        if row.measured is not None and row.measured > limit:
            return "fail", f"an error of {row.measured:.4g} ULP was seen"
        if row.measured is not None and row.proven is not None and row.measured > row.proven:
            return "fail", (
                f"an error of {row.measured:.4g} ULP was seen where {row.proven:.4g} is proven: a library "
                "function is less exact than is supposed, or the arithmetic is not IEEE's"
            )
    if result.open:
        return "inconclusive", "of some inputs nothing is proven"
    if result.proven is None or result.proven > limit:
        return "inconclusive", f"what is proven, {result.proven or 0:.4g} ULP, is more than the limit"
    return "pass", ""


def bounds_json(results: Sequence[BoundResult]) -> dict[str, Any]:
    """The results as JSON."""
    from proofgrad.oracle.report.model import envelope

    bounds = [{**asdict(r), "proven": r.proven, "measured": r.measured} for r in results]
    return dict(envelope("bound", {"bounds": bounds}))


def bound_lines(result: BoundResult) -> list[str]:
    """The result for people."""
    from proofgrad.oracle.report.figures import rounded_up

    title = "f" if result.what == "forward" else "f'"
    lines = [f"{result.node} {title} in {result.dtype}, kernel {result.kernel}"]
    for row in result.rows:
        seen = "" if row.measured is None else f", measured {row.measured:.2f}"
        lines.append(
            f"  proven ≤ {rounded_up(row.proven or 0.0)} ULP on [{row.low:.6g}, {row.high:.6g}]{seen}"
        )
    for row in result.open[:_SHOWN]:
        lines.append(f"  nothing on [{row.low:.6g}, {row.high:.6g}]: {row.why}")
    if len(result.open) > _SHOWN:
        lines.append(f"  nothing on {len(result.open) - _SHOWN} more ranges (--format json has them)")
    for text in result.supposes:
        lines.append(f"  supposes: {text}")
    if result.file is not None:
        lines.append(f"  theorems: {result.theorems[0]} and others in {result.file}")
    lines.append(f"  verdict: {result.verdict}" + (f" ({result.reason})" if result.reason else ""))
    return lines


_SHOWN = 8
"""So many ranges without a bound are shown."""
