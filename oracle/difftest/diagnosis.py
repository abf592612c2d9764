"""What is the matter with a kernel, in words, from all that was measured together.

Each phrase is one of a few, which docs/reading-a-failure.md explains; the one that says most comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.accept import flushed
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.grading import explained
from proofgrad.oracle.difftest.sample import flat
from proofgrad.oracle.difftest.text import percent, range_of, ulps
from proofgrad.oracle.difftest.tolerances import ROUNDED_ULP, Grade
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["diagnosed", "of_error"]

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_SPECIAL = ("zero", "inf", "nan", "kink")
"""Classes of single inputs."""
_MOST = 0.5
"""The share of ordinary inputs from which on it is almost everywhere."""
_TELLING = 64.0
"""An error of so many ULP is told in per cent too."""
_BEYOND = 1000.0
"""Per cent that say nothing more."""
_FLUSHES = "flushes subnormal numbers to zero"
_ERRORS = {
    "raised": "raises an error",
    "crashed": "crashes",
    "shape": "answers in another shape",
    "dtype": "answers in another dtype",
    "type": "answers with no array",
    "mutated": "changes its arguments",
    "aliased": "its answer is changed by the next call",
    "state": "changes what it shares with others",
    "timeout": "does not answer in time",
    "missing": "is not there",
}


def of_error(problem: KernelError) -> str:
    """What a kernel does that does not answer as one should."""
    return _ERRORS.get(problem.kind, "")


def diagnosed(
    classes: Mapping[str, ClassResult],
    m: Measurement | None,
    grade: Grade,
    *,
    limit: float,
    fair: int = 0,
    refused: Sequence[str] = (),
    require: Grade = "accurate",
    part: Part = "forward",
) -> str:
    """The diagnosis; empty where there is nothing to say.

    Args:
        classes: results of all classes.
        m: what was measured; None for adjointness.
        grade: the worst of all classes.
        limit: of errors.
        fair: how many rows, from the first, were chosen without looking at errors.
        refused: layouts that the kernel does not take.
        require: the grade that is asked for.
        part: which map was measured.
    """
    if m is None:
        failed = any(c.failed for c in classes.values())
        return "another adjoint: <jvp(dx), ct> is not <dx, vjp(ct)>" if failed else ""
    with np.errstate(all="ignore"):  # a kernel's numbers may be anything
        phrases = [*_state(classes), *_places(m, part, grade, limit, fair), *_statistics(classes)]
    phrases += _others(classes, bool(phrases), refused)
    if not phrases and require == "rounded" and grade == "accurate":
        phrases += _unrounded(m)
    return "; ".join(phrases)


def _state(classes: Mapping[str, ClassResult]) -> Iterator[str]:
    if "state" in classes:
        yield from classes["state"].failed


def _places(m: Measurement, part: Part, grade: Grade, limit: float, fair: int) -> Iterator[str]:
    """Where single answers are wrong."""
    judged = ~np.isnan(m.errors)
    bad = judged & ~(np.abs(m.errors) <= limit)
    if not bad.any():
        return
    special = np.isin(m.codes, [CLASSES.index(name) for name in _SPECIAL])
    if not m.functions[0].elementwise:  # zeros among the entries are no special values there
        special = np.isin(m.codes, [CLASSES.index(name) for name in ("inf", "nan", "kink")])
    ordinary = bad & ~special
    if not ordinary.any():
        word = "wrong" if grade == "wrong" else "answers otherwise"
        yield f"{word} at special values only: {', '.join(_which(m, bad))}"
        return
    lost = "wrong" if grade == "wrong" else "inaccurate"
    usual = judged & (m.codes == CLASSES.index("normal")) & (np.arange(len(m)) < fair)
    share = float(bad[usual].mean()) if usual.any() else 0.0
    if share >= _MOST:
        size = _size(m, usual, np.median)
        yield f"{lost} almost everywhere ({percent(share)} of inputs, median error {size})"
        return
    if m.functions[0].elementwise:
        yield from _stretches(m, part, ordinary, usual & bad, lost, share)
    else:
        yield from _of_vectors(m, part, ordinary, lost, share)
    if (bad & special).any():
        word = "wrong" if grade == "wrong" else "answers otherwise"
        yield f"{word} at special values: {', '.join(_which(m, bad & special))}"


def _stretches(m: Measurement, part: Part, bad: Mask, usual: Mask, lost: str, share: float) -> Iterator[str]:
    """From where to where a scalar function is wrong, and in which way."""
    x, got = flat([s.x[0] for s in m.samples]), flat([m.got])
    finite = m.wanted.status == Status.FINITE
    value = m.wanted.approximate()
    over = bad & finite & np.isinf(got)
    nan = bad & np.isnan(got) & (m.wanted.status != Status.NAN)
    under = bad & finite & (got == 0) & (value != 0)
    small = float(np.sqrt(float(m.functions[0].fmt.min_normal)))
    for side in (x < 0, x > 0):  # where values of usual size become 0, all digits are lost otherwise
        if (np.abs(value[under & side]) > small).any():
            under &= ~side
    rest = bad & ~over & ~nan & ~under
    tiny = (x != 0) & (np.abs(x) < float(m.functions[0].fmt.min_normal))
    if under.any() and tiny[under].all():
        yield f"{_FLUSHES} {range_of(x[under])}"
        under &= False
    for name, rows in (("overflows early", over), ("gives nan", nan), ("underflows early", under)):
        if rows.any():
            yield f"{name} {range_of(x[rows])}"
    beyond = rest & False
    if lost == "wrong" and rest.any():  # some of it may be rounding, and no more
        at = np.flatnonzero(rest)
        beyond[at[~explained(m, part, at)]] = True
    for word, rows in (("wrong", beyond), ("loses digits", rest & ~beyond)):
        if rows.any():
            part_of = float((rows & usual).sum()) / max(float(usual.sum()), 1.0) * share
            yield _stretch(m, rows, got, value, word, part_of)


def _stretch(m: Measurement, rest: Mask, got: Floats, value: Floats, word: str, share: float) -> str:
    x = flat([s.x[0] for s in m.samples])
    with np.errstate(invalid="ignore", divide="ignore"):
        gone = rest & (np.abs(got - value) >= 0.5 * np.abs(value))
    end = ""
    if word == "loses digits" and gone.any() and not gone[rest].all():
        end = f", all of them {range_of(x[gone]).removeprefix('for x ')}"
    return f"{word} {range_of(x[rest])} ({percent(share)} of inputs, up to {_size(m, rest, np.max)}){end}"


def _of_vectors(m: Measurement, part: Part, bad: Mask, lost: str, share: float) -> Iterator[str]:
    """Where entries are how large, and at which sizes."""
    got = flat([m.got])
    away = bad & (m.wanted.status == Status.FINITE) & ~np.isfinite(got)
    if away.any():
        word = "gives nan" if np.isnan(got[away]).any() else "overflows early"
        yield f"{word} {_where(m, part, distinct(m.owner[away]).tolist())}"
    rest = bad & ~away
    if not rest.any():
        return
    word = "loses digits" if lost == "inaccurate" else "wrong"
    word = _FLUSHES if _all_flushed(m, part, rest) else word
    yield f"{word}{_sizes(m, rest)} ({percent(share)} of usual results, up to {_size(m, rest, np.max)})"


def _all_flushed(m: Measurement, part: Part, rows: Mask) -> bool:
    """Whether some answers are what a kernel makes of subnormal numbers that counts them as 0."""
    for owner in np.unique(m.owner[rows]).tolist():
        mine = np.flatnonzero(m.owner == owner)
        function, sample = m.functions[owner], m.samples[owner]
        wrong = np.flatnonzero(rows[mine])
        limit, wanted = function.bounds(part).maximum, function.wanted(part, sample)
        if not flushed(function, part, sample, wrong, flat([m.got[mine]]), wanted, limit).all():
            return False
    return True


def _sizes(m: Measurement, rest: Mask) -> str:
    """At which sizes, if not at all."""
    labels = list(dict.fromkeys(m.functions[i].label for i in distinct(m.owner[rest]).tolist()))
    every = {m.functions[i].label for i in distinct(m.owner).tolist()}
    if len(labels) == len(every):
        return ""
    named = ", ".join(labels[:2]) + (f" and {len(labels) - 2} more" if len(labels) > 2 else "")
    return f" at {len(labels)} of {len(every)} sizes: {named}"


def _where(m: Measurement, part: Part, owners: Sequence[int]) -> str:
    """What samples have in common in which there is no number."""
    least = float(m.functions[0].fmt.min_normal)
    arguments = [np.abs(flat([*m.samples[i].x, *m.samples[i].direction(part)])) for i in owners]
    if all(((a > 0) & (a < least)).any() for a in arguments):
        return "where entries are subnormal"
    sizes = [np.abs(flat(m.samples[i].x)) for i in owners]
    reach = min(float(a[np.isfinite(a)].max(initial=0.0)) for a in sizes)
    return f"where entries reach {reach:.3g}"


def _which(m: Measurement, bad: Mask) -> list[str]:
    """The special values that are answered wrongly."""
    found: dict[str, None] = {}
    for row in np.flatnonzero(bad).tolist():
        name = CLASSES[m.codes[row]]
        if name == "kink" or not m.functions[0].elementwise:
            shown = {"inf": "an infinity", "zero": "zeros", "kink": "a switch point"}.get(name, name)
            if m.functions[0].elementwise:
                shown = f"{m.worst(row).input} (a switch point)"
        else:
            shown = m.worst(row).input
        found[shown] = None
    return list(found)[:4] + (["..."] if len(found) > 4 else [])


def _statistics(classes: Mapping[str, ClassResult]) -> Iterator[str]:
    """What only many answers together show."""
    for name, c in classes.items():
        if "max" in c.failed or name in ("state", "layout", "direction"):
            continue
        among = "" if name == "normal" else f" at inputs of class {name}"
        if "bias" in c.failed:
            way = "up" if c.bias_ulp > 0 else "down"
            yield f"rounds {way}{among}, by {abs(c.bias_ulp):.2g} ULP on average"
        elif "median" in c.failed:
            yield f"a little off everywhere{among}: median error {ulps(c.median_ulp)}"


def _others(classes: Mapping[str, ClassResult], more: bool, refused: Sequence[str]) -> Iterator[str]:
    also = "also " if more else ""
    signs = [c.worst.input for c in classes.values() if "sign" in c.failed and c.worst is not None]
    if signs:
        yield f"{also}the sign of zero is wrong at {', '.join(signs[:3])}"
    if not more and "direction" in classes and classes["direction"].failed:
        yield "right in direction 1, wrong in other directions"
    elif not more and "linearity" in classes and classes["linearity"].failed:
        yield "not linear in the direction"
    if "layout" in classes and "max" in classes["layout"].failed:
        named = classes["layout"].where
        dots = f" and {len(named) - 3} more" if len(named) > 3 else ""
        yield f"{also}depends on {_on_what(named)} ({', '.join(named[:3])}{dots})"
    if "layout" in classes and "form" in classes["layout"].failed:
        yield f"{also}answers in another form in some layouts ({', '.join(classes['layout'].where[:3])})"
    elif refused:
        dots = f" and {len(refused) - 3} more" if len(refused) > 3 else ""
        names = [text.partition(":")[0] for text in refused[:3]]
        yield f"{also}does not take every layout ({', '.join(names)}{dots})"


def _on_what(layouts: Sequence[str]) -> str:
    """What all layouts have in common in which answers are others."""
    if all(name.startswith("length ") for name in layouts):
        return "the length of the array"
    if all(" in place " in name for name in layouts):
        return "what else is in the array"
    return "layout"


def _unrounded(m: Measurement) -> Iterator[str]:
    sizes = np.abs(m.ulps[~np.isnan(m.errors)])
    off = sizes > ROUNDED_ULP
    if off.any():
        share, most = percent(float(off.mean())), ulps(float(sizes.max()))
        yield f"not correctly rounded ({share} of inputs, up to {most})"


def _size(m: Measurement, rows: Mask, of: Callable[[Floats], Any]) -> str:
    """The size of some errors, in ULP, and as a share of what is right where that says more."""
    ulp = float(of(np.abs(m.ulps[rows])))
    shown = ulps(ulp)
    if _TELLING <= ulp < np.inf:
        got, value = flat([m.got[rows]]), m.wanted.approximate()[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = np.abs(got - value) / np.abs(value)
        known = relative[np.isfinite(relative)]
        if len(known):
            per_cent = 100 * float(of(known))
            if per_cent < _BEYOND:
                shown += f", {per_cent:.0f} %" if per_cent >= 9.5 else f", {per_cent:.2g} %"
    return shown
