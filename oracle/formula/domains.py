"""Where hypotheses hold: exact questions about relations, and numbers to try.

For the net of :mod:`~proofgrad.oracle.formula.derivative_check`, which needs inputs that lie inside a domain
together with a small interval around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Any

from proofgrad.bridge.catalogue import Hypothesis, Tree, in_order
from proofgrad.oracle.formula.balls import evaluate_over, rational_ball
from proofgrad.oracle.formula.trees import affine, const

__all__ = [
    "BITS",
    "STEP",
    "bound",
    "candidates",
    "difference",
    "has_entries",
    "holds_around",
    "holds_at",
    "is_empty",
    "parameter_values",
    "parameters",
    "put",
    "relations",
    "replaced",
    "sides",
    "texts",
]

BITS = 256
STEP = Fraction(1, 1 << 60)
"""Half of the width of the intervals."""

_TRIES = 4_000

_NUMBERS = tuple(
    Fraction(a, b)
    for a, b in (
        *(
            (11, 8),
            (5, 4),
            (3, 4),
            (-3, 4),
            (19, 7),
            (-19, 7),
            (1, 17),
            (-1, 17),
            (1, 1 << 20),
            (9, 1),
            (-9, 1),
        ),
        *((40, 1), (-40, 1), (1, 1000), (-1, 1000), (300, 1), (-300, 1), (1, 1), (-1, 1), (2, 1), (0, 1)),
    )
)


# Trees


def parameters(trees: Iterable[Tree]) -> list[str]:
    """The names of the parameters in some trees, in order of appearance."""
    return list(dict.fromkeys(str(t.value) for t in in_order(trees) if t.op == "param"))


def put(trees: Sequence[Tree], values: Mapping[str, Fraction]) -> tuple[Tree, ...]:
    """The trees with values for parameters; others stay."""
    return replaced(trees, {("param", name): const(value) for name, value in values.items()})


def replaced(trees: Sequence[Tree], leaves: Mapping[tuple[str, Any], Tree]) -> tuple[Tree, ...]:
    """The trees with other trees for some of their leaves; what they share they share still."""
    made: dict[Tree, Tree] = {}
    for t in in_order(trees):
        if not t.args:
            made[t] = leaves.get((t.op, t.value if t.op != "var" else 0), t)
        else:
            made[t] = Tree(t.op, tuple(made[a] for a in t.args), t.value)
    return tuple(made[t] for t in trees)


# Hypotheses


def relations(hypotheses: Iterable[Hypothesis]) -> tuple[list[Hypothesis], list[Hypothesis]]:
    """Those that are relations, and the others."""
    found = list(hypotheses)
    return [h for h in found if h.relation is not None], [h for h in found if h.relation is None]


def sides(h: Hypothesis) -> tuple[Tree, Tree]:
    """The two sides of a hypothesis that is a relation."""
    assert h.left is not None
    assert h.right is not None
    return h.left, h.right


def difference(h: Hypothesis) -> Tree:
    """The right side less the left one."""
    left, right = sides(h)
    return Tree("sub", (right, left))


def texts(hypotheses: Iterable[Hypothesis]) -> str:
    """Hypotheses in one line."""
    return " and ".join(dict.fromkeys(h.text for h in hypotheses))


def has_entries(h: Hypothesis) -> bool:
    """Whether a hypothesis is about the input."""
    return h.scope == "input"


def bound(h: Hypothesis, values: Mapping[str, Fraction]) -> Hypothesis:
    """A hypothesis with values for parameters."""
    left, right = put(sides(h), values)
    return Hypothesis(h.text, h.scope, h.relation, left, right)


def holds_around(h: Hypothesis, x: Fraction) -> bool:
    """Whether a relation is certain to hold on the whole small interval around x."""
    import flint

    line = affine(difference(h))
    if line is not None:
        slope, offset = line
        ends = [slope * (x + s) + offset for s in (-STEP, STEP)]
        return {
            "lt": min(ends) > 0,
            "le": min(ends) >= 0,
            "ne": min(ends) > 0 or max(ends) < 0,
            "eq": ends == [0, 0],
        }[str(h.relation)]
    with flint.ctx.workprec(BITS):
        around = rational_ball(x - STEP).union(rational_ball(x + STEP))
        (value,) = evaluate_over((difference(h),), around)
        if h.relation == "ne":
            return bool(value > 0 or value < 0)
        return bool(value.is_zero()) if h.relation == "eq" else bool(value > 0)


def holds_at(h: Hypothesis, x: Fraction) -> bool:
    """Whether a relation is certain to hold at x itself."""
    import flint

    line = affine(difference(h))
    if line is not None:
        value = line[0] * x + line[1]
        return {"lt": value > 0, "le": value >= 0, "ne": value != 0, "eq": value == 0}[str(h.relation)]
    with flint.ctx.workprec(BITS):
        (ball,) = evaluate_over((difference(h),), rational_ball(x))
        told = {"lt": ball > 0, "le": ball >= 0, "ne": ball > 0 or ball < 0, "eq": ball.is_zero()}
        return bool(told[str(h.relation)])


def is_empty(hypotheses: Sequence[Hypothesis]) -> bool:
    """Whether the linear ones among some relations leave nothing of the line, or a point that is no point of
    an interval.
    """
    low: Fraction | None = None
    high: Fraction | None = None
    strict_low = strict_high = False
    for h in hypotheses:
        line = affine(difference(h))
        if line is None:
            continue
        slope, offset = line
        if h.relation == "ne":
            if not slope and not offset:
                return True
            continue
        if not slope:
            if not {"lt": offset > 0, "le": offset >= 0, "eq": offset == 0}[str(h.relation)]:
                return True
            continue
        root, strict = -offset / slope, h.relation == "lt"
        if (slope > 0 or h.relation == "eq") and (low is None or root >= low):
            strict_low = strict or (strict_low and root == low)
            low = root
        if (slope < 0 or h.relation == "eq") and (high is None or root <= high):
            strict_high = strict or (strict_high and root == high)
            high = root
    if low is None or high is None:
        return False
    if low == high and not (strict_low or strict_high):
        return any(h.relation == "ne" and not _holds_at(h, low) for h in hypotheses)
    return low >= high


def _holds_at(h: Hypothesis, x: Fraction) -> bool:
    line = affine(difference(h))
    return line is None or line[0] * x + line[1] != 0


# Numbers to try


def parameter_values(names: Sequence[str], known: Sequence[Hypothesis]) -> Iterator[dict[str, Fraction]]:
    """Values of parameters that meet the hypotheses about parameters alone, at most some hundreds.

    Args:
        names: of the parameters.
        known: hypotheses that are relations; those about the input are passed over.
    """
    about = [h for h in known if not has_entries(h)]
    if not names:
        if all(holds_around(h, Fraction(0)) for h in about):
            yield {}
        return
    numbers = list(candidates([side for h in about for side in sides(h)]))
    rows: Iterable[tuple[Fraction, ...]] = product(numbers, repeat=len(names))
    if len(names) > 1:  # all different ones first, so that no two parameters are mistaken for each other
        count = len(numbers)
        different = (tuple(numbers[(i + 3 * k) % count] for k in range(len(names))) for i in range(count))
        rows = (*different, *islice(rows, _TRIES))
    for row in islice(rows, _TRIES):
        values = dict(zip(names, row, strict=True))
        if all(holds_around(bound(h, values), Fraction(0)) for h in about):
            yield values


def candidates(trees: Iterable[Tree]) -> Iterator[Fraction]:
    """Numbers to try: the usual ones, and some around and between the constants in the trees."""
    seen: set[Fraction] = set()
    roots: set[Fraction] = set()
    for t in in_order(trees):
        if t.op == "const":
            roots.add(Fraction(t.value or 0))
        if t.op in ("sub", "if_gt", "max"):
            line = affine(Tree("sub", t.args[:2]))
            if line is not None and line[0]:
                roots.add(-line[1] / line[0])
    ends = sorted(roots)[:40]
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    near = [e + d for e in ends for d in (Fraction(1, 3), Fraction(-1, 3), Fraction(7, 2), Fraction(-7, 2))]
    close = [e + d for e in ends for d in (Fraction(1, 1 << 10), Fraction(-1, 1 << 10))]
    for number in (*_interleaved(_NUMBERS, [*between, *near]), *close, *ends):
        if number not in seen:
            seen.add(number)
            yield number


def _interleaved(first: Sequence[Fraction], second: Sequence[Fraction]) -> Iterator[Fraction]:
    for i in range(max(len(first), len(second))):
        yield from first[i : i + 1]
        yield from second[i : i + 1]
