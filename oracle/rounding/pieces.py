"""A kernel in pieces: ranges of inputs on which it always does the same, each with its program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.rounded import RoundedProgram
from proofgrad.bridge.errors import ProofgradError
from proofgrad.oracle.rounding import arithmetic, functions
from proofgrad.oracle.rounding.masks import Questions, asking
from proofgrad.oracle.rounding.recorder import Recorder, Split, Untraceable
from proofgrad.oracle.rounding.traced import Traced
from proofgrad.oracle.ulp import Format, format_of

__all__ = ["Piece", "pieces_of"]

ANSWERS = (arithmetic.UFUNCS, functions.FUNCTIONS)
"""What traced arrays ask for: without these modules nothing would be traced."""

MOST_PIECES = 64
MOST_QUESTIONS = 4
"""About all entries of an array that a kernel may ask: it is traced with all answers."""


@dataclass(frozen=True)
class Piece:
    """A range of floats, by ordinals of the tested format, both ends in it.

    Attributes:
        low: the ordinal of the least input.
        high: that of the greatest.
        program: what the kernel does there; None if it is not traced.
        why: why not.
    """

    low: int
    high: int
    program: RoundedProgram | None
    why: str = ""


def pieces_of(
    function: Callable[[Any], Any],
    fmt: Format,
    *,
    low: int,
    high: int,
    inner: str | None = None,
    selects: bool = False,
) -> list[Piece]:
    """Trace a kernel.

    Args:
        function: of an array of numbers.
        fmt: the tested format, of inputs and results.
        low: the ordinal of the least input.
        high: that of the greatest, not an infinity.
        inner: the format that the kernel is given, and computes in; None for the tested one.
        selects: the kernel asks whether there are entries of a kind in order to change these alone: nobody
            has to look whether it does something else for others.

    Returns:
        Pieces from left to right that cover everything from low to high. A kernel that fails for another
        reason than the tracing is one whose pieces say so.
    """
    found: list[Piece] = []
    waiting = [(low, high)]
    while waiting:
        a, b = waiting.pop()
        if a > b:
            continue
        if len(found) + len(waiting) > MOST_PIECES:
            found.append(Piece(a, b, None, f"more than {MOST_PIECES} pieces"))
            continue
        try:
            found.append(Piece(a, b, _traced(function, fmt, inner or fmt.name, a, b, selects=selects)))
        except Split as split:
            below, above = _around(fmt, split.at)
            waiting += [(above, b), (below + 1, above - 1), (a, below)]
        except Untraceable as error:
            found.append(Piece(a, b, None, error.message))
        except ProofgradError:
            raise
        except Exception as error:  # noqa: BLE001 -- the kernel's own code, which may raise anything
            found.append(Piece(a, b, None, f"{type(error).__name__}: {error}"))
    return sorted(found, key=lambda piece: piece.low)


def value_of(fmt: Format, ordinal: int) -> Fraction:
    """The float with an ordinal, exactly."""
    return Fraction(float(fmt.from_ordinal(np.array([ordinal]))[0]))


def _around(fmt: Format, at: Fraction) -> tuple[int, int]:
    """The ordinals of the last float below a number and of the first above it."""
    near = int(fmt.to_ordinal(np.array([fmt.round_exact(at)]).astype(fmt.dtype))[0])
    if abs(near) >= fmt.infinity_ordinal:
        near = (fmt.infinity_ordinal - 1) * (1 if near > 0 else -1)
    value = value_of(fmt, near)
    return (near - 1 if value >= at else near), (near + 1 if value <= at else near)


def _traced(
    function: Callable[[Any], Any], fmt: Format, inner: str, a: int, b: int, *, selects: bool
) -> RoundedProgram:
    """The program of a piece, which must be the same whatever other entries there are."""
    if selects:
        return _answered(function, fmt, inner, a, b, None)
    questions = Questions()
    program = _answered(function, fmt, inner, a, b, questions)
    if questions.asked > MOST_QUESTIONS:
        raise Untraceable(f"the kernel asks more than {MOST_QUESTIONS} questions about all entries")
    for answers in product((False, True), repeat=questions.asked):
        if any(answers) and _answered(function, fmt, inner, a, b, Questions(answers)) != program:
            raise Untraceable("what the kernel computes of an entry depends on other entries (np.any, len)")
    return program


def _answered(
    function: Callable[[Any], Any], fmt: Format, inner: str, a: int, b: int, questions: Questions | None
) -> RoundedProgram:
    recorder = Recorder(value_of(fmt, a), value_of(fmt, b), fmt.name)
    x = Traced(recorder, 0, format_of(inner).dtype, (1, Fraction(0)) if a < b else (0, recorder.low))
    Untraceable.raised.clear()
    with asking(questions):
        result = function(x)
    if Untraceable.raised:  # the kernel has caught it
        raise Untraceable.raised[0]
    if recorder.split is not None:
        raise recorder.split
    if not isinstance(result, Traced):
        if np.size(result) != 1 or isinstance(result, (tuple, list)):
            raise Untraceable(f"the kernel returns {type(result).__name__}, and not one array")
        constant = Fraction(float(np.asarray(result).reshape(-1)[0]))
        result = Traced(recorder, recorder.number(constant), np.float64, (0, constant))
    result = result.astype(fmt.dtype)
    if result.register is None:
        raise Untraceable("the kernel returns an infinity or nothing")
    return recorder.program(result.register)
