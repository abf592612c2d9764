"""Narrow faults: many more inputs than there are references for, of which only the suspicious are judged.

A kernel that is wrong in an interval of 5e-4 only, or for one bit pattern in a few thousand, is found by many
inputs; references of certain enclosures cost a hundred times what the kernel does. So a dense set is compared
with the formula in plain float64 arithmetic, which is no judge: where the two differ by more than they do
among their neighbours the input is worth a reference. Only these are judged, by the same reference and the
same limits as all others; the float64 values accuse nobody.
"""

from __future__ import annotations

import time
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.verdict import KernelError
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Format

__all__ = ["dense", "screened", "suspicious"]

Floats = NDArray[np.float64]

_FLAT = 2**17
"""Inputs in [-16, 16], one in each of as many equal parts: every interval of 5e-4 there has one."""
_RANGE = 16.0
_SCALED = 2**14
"""Inputs of any exponent."""
_TRIED = 32
"""One of so many is tried first, to see how long the kernel takes."""
_TRIES = 3
_SECONDS = 3.0
"""What a kernel may take for all of them; a slower one gets fewer."""
_BLOCK = 64
"""Neighbours that an input is compared with."""
_JUDGED = 32
"""The most suspicious inputs, which are judged."""


def screened(case: Case, part: Part) -> Measurement | KernelError | None:
    """What was measured at suspicious inputs of a scalar function; None if there are none.

    Args:
        case: whose seed the inputs come from.
        part: which of its maps; in direction 1.
    """
    (subject,) = case.subjects
    function = subject.function
    assert isinstance(function, Elementwise)
    x = function.inside(dense(case.fmt, case.seed))
    if not len(x):
        return None
    seconds = float("inf")
    for _ in range(_TRIES):  # the first call of a kernel, or a busy machine, may be slow
        started = time.perf_counter()
        tried = subject.answer(part, Sample.batch(x[::_TRIED]))
        if isinstance(tried, KernelError):
            return tried
        seconds = min(seconds, time.perf_counter() - started)
        if seconds * _TRIED <= _SECONDS:
            break
    if seconds > _SECONDS:
        return None
    x = x[:: max(1, int(np.ceil(_TRIED * seconds / _SECONDS)))]
    got = subject.answer(part, Sample.batch(x))
    if isinstance(got, KernelError):
        return got
    rows = suspicious(got.ravel(), function.roughly(part, x), case.fmt)
    if not len(rows):
        return None
    return subject.measure(part, [Sample.batch(x[rows])])


@lru_cache(maxsize=2)
def dense(fmt: Format, seed: int) -> Array:
    """Many numbers of a format: those of any size in order, then those of [-16, 16] in order."""
    rng = np.random.default_rng([seed, 79])
    flat = -_RANGE + 2 * _RANGE * (np.arange(_FLAT) + rng.random(_FLAT)) / _FLAT
    scaled = np.exp2(rng.uniform(fmt.emin, fmt.emax, _SCALED)) * rng.choice([-1.0, 1.0], _SCALED)
    found = fmt.narrow(np.concatenate([np.sort(scaled), flat]))
    found.flags.writeable = False
    return found


def suspicious(got: Array, near: Floats, fmt: Format) -> NDArray[np.intp]:
    """Where answers differ from rough values by more than those of their neighbours do.

    Args:
        got: answers at inputs in order.
        near: the rough values there.
        fmt: the format of the answers.

    Returns:
        Places, at most :data:`_JUDGED`.
    """
    with np.errstate(all="ignore"):
        values = got.astype(np.float64)
        unit = np.maximum(
            np.abs(near) * 2.0 ** (1 - fmt.precision), float(fmt.min_normal) * 2.0 ** (1 - fmt.precision)
        )
        apart = np.abs(values - near) / unit
        same = (values == fmt.narrow(near).astype(np.float64)) | (np.isnan(values) & np.isnan(near))
        same |= np.isfinite(values) & ~np.isfinite(near)  # the rough evaluation has overflowed
    apart = np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart))
    blocks = len(apart) // _BLOCK
    with np.errstate(all="ignore"):
        usual = np.median(apart[: blocks * _BLOCK].reshape(blocks, _BLOCK), axis=1) if blocks else np.zeros(0)
    rest = len(apart) - blocks * _BLOCK
    usual = np.append(np.repeat(usual, _BLOCK), np.full(rest, usual[-1] if blocks else 0.0))
    with np.errstate(all="ignore"):
        score = np.where(np.isinf(usual), 0.0, apart / np.maximum(usual, 1.0))
    # One of each block: where rough values go wrong themselves, many in one place would leave no room.
    padded = np.append(score, np.zeros(-len(score) % _BLOCK)).reshape(-1, _BLOCK)
    first = np.arange(len(padded)) * _BLOCK + padded.argmax(axis=1)
    worst = first[np.argsort(-score[first], kind="stable")[:_JUDGED]]
    return np.sort(worst[score[worst] > 1.0])
