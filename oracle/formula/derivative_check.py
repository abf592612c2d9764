"""A safety net under every proof: f' is compared with what f does.

By the mean value theorem (f(x + h) - f(x - h)) / 2h is a value of the derivative between x - h and x + h. So
the enclosure of that quotient, computed with Arb at high precision, and the enclosure of all values of f' on
the interval have a number in common wherever f' is the derivative of f on it. Where they have none, f' is not
the derivative, whatever a theorem says; no rule of differentiation is needed for that, and none is trusted.
The intervals lie inside the domain that the theorem speaks of. A vector node is compared along lines: each
coordinate of its result, in a direction, is a function of one number.

The net replaces no proof: a formula that is wrong between the points that are tried gets through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from typing import Any, Literal

from proofgrad.bridge.catalogue import PROVED, Hypothesis, Node, Tree, VectorFormula
from proofgrad.oracle.formula.balls import evaluate_over, rational_ball
from proofgrad.oracle.formula.domains import (
    BITS,
    STEP,
    bound,
    candidates,
    difference,
    has_entries,
    holds_around,
    holds_at,
    is_empty,
    parameter_values,
    parameters,
    put,
    relations,
    replaced,
    sides,
    texts,
)
from proofgrad.oracle.formula.trees import const, has_var

__all__ = ["Finding", "slope_findings"]

_TIGHT = 1e-6
"""Enclosures that overlap agree if they are so tight beside their size."""

_POINTS = 14
"""So many points of a function are enough."""
_CHOICES = 3
_MOST_CHOICES = 100
"""So many choices of the parameters are enough, and are tried where most leave no input."""
_TRIES = 400

Code = Literal["wrong-derivative", "undecided-derivative", "empty-domain", "unseen-domain"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a node: a code of the catalogue's problems, and a sentence."""

    code: Code
    message: str


def slope_findings(node: Node) -> tuple[Finding, ...]:
    """What the net finds of a node that is called proven, or would be if its hypotheses could be met.

    Args:
        node: from the catalogue. One without formulas or theorems has nothing to compare.

    Returns:
        At most one finding for each theorem: f' is not the derivative of f at an input that meets the
        hypotheses; it is not, and nobody knows whether they are met there; no input meets them; none was
        found that does; or nothing could be compared.
    """
    if node.status not in (*PROVED, "conditional") or node.kind == "generic":
        return ()
    found: dict[Finding, None] = {}
    for proof in node.proofs:
        one: Finding | None = None
        if node.formula is not None:
            one = _scalar(node.formula.f, node.formula.df, proof.hypotheses)
        elif node.vectors:
            one = _vectors(node.vectors, proof.hypotheses)
        if one is not None:
            found[one] = None
    return tuple(found)


# Scalar functions


def _scalar(f: Tree, df: Tree, hypotheses: Sequence[Hypothesis]) -> Finding | None:
    known, unknown = relations(hypotheses)
    names = parameters((f, df, *(side for h in known for side in sides(h))))
    choices = compared = 0
    seen = not known
    for values in islice(parameter_values(names, known), _MOST_CHOICES):
        inside = [bound(h, values) for h in known]
        trees = put((f, df), values)
        points = list(candidates([*trees, *(side for h in inside for side in sides(h))]))
        seen = seen or any(all(holds_at(h, x) for h in inside) for x in points)
        tried = list(islice((x for x in points if all(holds_around(h, x) for h in inside)), _POINTS))
        for x in tried:
            outcome = _compare(trees[0], trees[1], x)
            if outcome is not None and not outcome.agree:
                where = ", ".join([f"x = {_text(x)}", *(f"{n} = {_text(v)}" for n, v in values.items())])
                return _disagreement(where, outcome, unknown)
            compared += outcome is not None
        choices += bool(tried)
        if choices == _CHOICES:
            break
    if compared:
        return None
    if is_empty([h for h in known if has_entries(h) and not parameters(sides(h))]) or _no_parameters(known):
        return Finding("empty-domain", f"no input meets the hypotheses: {texts(known)}")
    if not seen:
        return _unseen(known)
    where = f"no input was found inside the domain: {texts(known)}" if known else "no input was found"
    return Finding("undecided-derivative", f"f' could not be compared with f: {where}")


def _unseen(known: Sequence[Hypothesis]) -> Finding:
    text = f"no input was found that meets the hypotheses, and nobody has shown one: {texts(known)}"
    return Finding("unseen-domain", text)


def _no_parameters(known: Sequence[Hypothesis]) -> bool:
    """Whether what is asked of the only parameter leaves no number."""
    about = [h for h in known if not has_entries(h)]
    names = parameters(side for h in about for side in sides(h))
    return bool(about) and len(names) <= 1 and is_empty([_of_one(h, "".join(names)) for h in about])


def _of_one(h: Hypothesis, name: str) -> Hypothesis:
    """A hypothesis about a parameter as one about x."""
    left, right = replaced(sides(h), {("param", name): Tree("var")})
    return replace(h, left=left, right=right)


@dataclass(frozen=True, slots=True)
class _Outcome:
    agree: bool
    wanted: str
    got: str


def _compare(f: Tree, df: Tree, x: Fraction) -> _Outcome | None:
    """Whether f' is the slope of f around x; None if that is not decided."""
    import flint

    with flint.ctx.workprec(BITS):
        below, above = rational_ball(x - STEP), rational_ball(x + STEP)
        around = below.union(above)
        (slope,) = evaluate_over((df,), around)
        (left,), (right,), (whole,) = (evaluate_over((f,), point) for point in (below, above, around))
        if not whole.is_finite() or not slope.is_finite():
            return None  # a kink, or a convention, is near
        quotient = (right - left) / rational_ball(2 * STEP)
        if not quotient.is_finite():
            return None
        if not quotient.overlaps(slope):
            return _Outcome(False, _decimal(quotient), _decimal(slope))
        size = 1 + abs(quotient.mid()) + abs(slope.mid())
        tight = quotient.rad() <= _TIGHT * size and slope.rad() <= _TIGHT * size
        return _Outcome(True, "", "") if tight else None


def _disagreement(
    where: str, outcome: _Outcome, unknown: Sequence[Hypothesis], *, of_sizes: bool = False
) -> Finding:
    """What f' and the slope are, and whether that is inside the domain; a formula `of_sizes` is another one
    at other sizes.
    """
    what = "the derivative" if of_sizes else "f'"
    text = f"{what} is {outcome.got} at {where}, where the slope is {outcome.wanted}"
    if not unknown:
        return Finding("wrong-derivative", text)
    if not of_sizes and all(h.kind in ("size", "data") for h in unknown):
        # It is the same at every input and for all parameters, so that f' is wrong if it can be met.
        return Finding(
            "wrong-derivative", f"{text}; so nothing can meet what the theorem asks: {texts(unknown)}"
        )
    text += f"; nobody knows whether that is where the theorem holds: {texts(unknown)}"
    return Finding("undecided-derivative", text)


# Vector nodes


def _vectors(vectors: Sequence[VectorFormula], hypotheses: Sequence[Hypothesis]) -> Finding | None:
    known, unknown = relations(hypotheses)
    compared = coordinates = 0
    for vector in vectors:
        for values, entries, direction in _lines(vector, known):
            lines: dict[tuple[str, Any], Tree] = {}
            for i, (entry, slope) in enumerate(zip(entries, direction, strict=True)):
                lines["entry", i] = _line(entry, slope)
                lines["tangent", i] = const(slope)
            lines |= {("param", name): const(value) for name, value in values.items()}
            along = replaced((*vector.forward, *vector.jvp), lines)
            count = len(vector.forward)
            for place in range(count):
                coordinates += 1
                outcome = _compare(along[place], along[count + place], Fraction(0))
                compared += outcome is not None
                if outcome is not None and not outcome.agree:
                    where = f"{vector.label}, coordinate {place}, inputs {', '.join(map(_text, entries))}"
                    return _disagreement(where, outcome, unknown, of_sizes=True)
    if coordinates and not compared:
        return Finding("undecided-derivative", "the derivative could not be compared at any input")
    if not coordinates and known and any(v.forward for v in vectors):
        if _no_entries(known) or _no_parameters(known):
            return Finding("empty-domain", f"no input meets the hypotheses: {texts(hypotheses)}")
        return _unseen(known)
    return None


def _no_entries(known: Sequence[Hypothesis]) -> bool:
    """Whether what is asked of the entries of one input, by itself, leaves no number."""
    of_input: dict[str, list[Hypothesis]] = {}
    for h in known:
        names = parameters(sides(h))
        if has_entries(h) and len(names) + has_var(difference(h)) == 1:
            of_input.setdefault("".join(names), []).append(_of_one(h, "".join(names)))
    return any(map(is_empty, of_input.values()))


def _line(entry: Fraction, slope: Fraction) -> Tree:
    return Tree("add", (const(entry), Tree("mul", (const(slope), Tree("var")))))


def _lines(
    vector: VectorFormula, known: Sequence[Hypothesis]
) -> Iterator[tuple[dict[str, Fraction], list[Fraction], list[Fraction]]]:
    """Parameters, a point and a direction, at points that meet the hypotheses; two or three of them."""
    names = parameters((*vector.forward, *vector.jvp))
    single = [h for h in known if not has_entries(h)]
    about = [name for name in parameters(side for h in single for side in sides(h)) if name not in names]
    places = _places(vector)
    count = sum(len(p) for p in places.values())
    found = 0
    scalars = [name for name in (*names, *about) if "[" not in name]
    for values in islice(parameter_values(scalars, single), 2):
        for n, name in enumerate(name for name in names if "[" in name):
            values[name] = Fraction(3 + 2 * (n * 7 % 11), 8)  # positive, as weights and masks are
        for sign in (0, 1, 2):
            entries = [_entry(i, sign) for i in range(count)]
            if all(_met(h, values, entries, places) for h in known if has_entries(h)):
                found += 1
                yield values, entries, [Fraction((-1) ** i * (2 + i % 5), 3) for i in range(count)]
    if not found and count:
        values = next(parameter_values(scalars, single), {})
        yield from _searched(known, places, values, count)


def _searched(
    known: Sequence[Hypothesis], places: Mapping[str, range], values: dict[str, Fraction], count: int
) -> Iterator[tuple[dict[str, Fraction], list[Fraction], list[Fraction]]]:
    """A point for hypotheses that bound entries by numbers: one number for each input."""
    numbers = list(candidates([side for h in known for side in sides(h)]))
    for row in islice(product(numbers, repeat=max(1, len(places))), _TRIES):
        entries = [Fraction(0)] * count
        for number, where in zip(row, places.values(), strict=False):
            for i in where:
                entries[i] = number + Fraction(i, 1 << 16)
        if all(_met(h, values, entries, places) for h in known if has_entries(h)):
            yield values, entries, [Fraction((-1) ** i * (2 + i % 5), 3) for i in range(count)]
            return


def _entry(i: int, sign: int) -> Fraction:
    """Numbers that are all different: positive, of both signs, negative."""
    value = Fraction(5 + 3 * (i * 7 % 13), 8) + Fraction(i, 64)
    return -value if sign == 2 or (sign == 1 and i % 2) else value


def _places(vector: VectorFormula) -> dict[str, range]:
    places, start = {}, 0
    for name, shape in vector.inputs:
        size = 1
        for n in shape:
            size *= n
        places[name] = range(start, start + size)
        start += size
    return places


def _met(
    h: Hypothesis, values: Mapping[str, Fraction], entries: Sequence[Fraction], places: Mapping[str, range]
) -> bool:
    """Whether a hypothesis about every entry holds, with room to move unless it is an inequality of two."""
    names = {name for name in parameters(sides(h)) if name.endswith("[i]")}
    counts = {len(places[name[:-3]]) for name in names if name[:-3] in places}
    if has_var(difference(h)):
        counts = {len(entries)}
    for i in range(min(counts, default=0)):
        at: dict[tuple[str, Any], Tree] = {}
        at |= {("param", name): const(entries[places[name[:-3]][i]]) for name in names if name[:-3] in places}
        at |= {("param", name): const(value) for name, value in values.items()}
        if has_var(difference(h)):
            at["var", 0] = const(entries[i])
        left, right = replaced(sides(h), at)
        if not holds_around(replace(h, left=left, right=right), Fraction(0)):
            return False
    return True


def _text(value: Fraction) -> str:
    return str(value) if value.denominator < 10_000 else f"{float(value):.6g}"


def _decimal(ball: Any) -> str:
    return str(ball.str(6, radius=False))
