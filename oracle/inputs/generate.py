"""Test inputs of a format for a formula: exhaustive where that is possible, else dense where floats are and
bugs live.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.inputs.features import Features, features
from proofgrad.oracle.ulp import Format
from proofgrad.oracle.ulp.distinct import distinct, first_of_each

__all__ = ["DEFAULT_SIZE", "exhaustive", "inputs", "special"]

DEFAULT_SIZE = 8192
"""Random inputs of a non-exhaustive set; the places of interest come on top. It makes every interval of
length 0.01 in [-20, 20] contain an input, whatever the seed."""

_DENSE = 400
"""Inputs of each binade between :data:`_LOWEST` and the last threshold under 2^:data:`_HIGHEST`, for the
default size: one in every 400th part of it, so that every interval [a, 1.0025 a] there contains an input, as
[4.0, 4.01] does, whatever the seed."""
_LOWEST, _HIGHEST = -8, 12

_NEIGHBOURS = 3


def exhaustive(fmt: Format) -> NDArray[Any]:
    """Every bit pattern of a 16-bit format, nans included.

    Raises:
        ValueError: the format has too many.
    """
    if not fmt.exhaustible:
        raise ValueError(f"{fmt.name} has too many numbers to test them all")
    return fmt.from_bits(np.arange(2**fmt.bits, dtype=np.uint32))


def special(fmt: Format) -> NDArray[Any]:
    """±0, ±inf, several nans (quiet, negative, with payload), the ends of the subnormal and the normal
    range.
    """
    top = fmt.infinity_ordinal
    mantissa = fmt.precision - 1
    quiet = 1 << (mantissa - 1)
    sign = 1 << (fmt.bits - 1)
    patterns = [0, top, top - 1, 1, 2, (1 << mantissa) - 1, 1 << mantissa, (1 << mantissa) + 1]
    patterns += [p | sign for p in patterns]
    patterns += [top | quiet, top | quiet | sign, top | quiet | 1, top | (1 << mantissa) - 1]
    return fmt.from_bits(np.array(patterns, dtype=np.uint64))


def inputs(
    trees: Sequence[Tree], fmt: Format, *, seed: int, size: int = DEFAULT_SIZE, found: Features | None = None
) -> NDArray[Any]:
    """A set of inputs without duplicates, in a fixed order for a fixed seed.

    Args:
        trees: the formulas, without parameters.
        fmt: the tested format.
        seed: of the random part.
        size: number of random inputs.
        found: features of the formulas, if already known.

    Returns:
        1-d, of the format's dtype.
    """
    found = found or features(trees, fmt)
    rng = np.random.default_rng(seed)
    places = [*found.kinks, *found.thresholds, *(r for roots in found.roots for r in roots)]
    near = np.array([p + d for p in places for d in range(-_NEIGHBOURS, _NEIGHBOURS + 1)], dtype=np.int64)
    around = _neighbourhoods(found, rng)
    parts = [near, around, _every_exponent(fmt, rng, size), _everyday(fmt, rng, size), _simple(fmt)]
    parts.append(_every_binade(found, fmt, rng, size))
    ordinals = distinct(np.concatenate(parts))
    numbers = fmt.from_ordinal(ordinals[np.abs(ordinals) < fmt.infinity_ordinal])
    patterns = np.concatenate([fmt.to_bits(special(fmt)), fmt.to_bits(numbers)])
    return fmt.from_bits(patterns[np.sort(first_of_each(patterns))])


def _neighbourhoods(found: Features, rng: np.random.Generator) -> NDArray[np.int64]:
    """Random inputs at all distances from roots and kinks: 2^0 to 2^40 floats away."""
    places = [*found.kinks, *(r for roots in found.roots for r in roots)]
    offsets: NDArray[np.int64] = np.exp2(rng.uniform(0, 40, (len(places), 64))).astype(np.int64)
    signs = rng.choice(np.array([-1, 1], dtype=np.int64), offsets.shape)
    start = np.array(places, dtype=np.int64).reshape(-1, 1)
    return np.asarray(start + signs * offsets, dtype=np.int64).ravel()


def _every_exponent(fmt: Format, rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """One random number of each binade, subnormal ones too, for both signs; thinned to `size`: the
    default size is enough for all binades of float64."""
    mantissa = fmt.precision - 1
    binades = np.arange(2 * fmt.emax + 1, dtype=np.int64)
    ordinals = (binades << mantissa) + rng.integers(0, 1 << mantissa, len(binades))
    small = np.exp2(rng.uniform(0, mantissa, mantissa)).astype(np.int64)
    both = np.concatenate([ordinals, small, -ordinals, -small])
    return both if len(both) <= size else rng.choice(both, size, replace=False)


def _every_binade(found: Features, fmt: Format, rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """Evenly spaced numbers of each binade in which the formula still changes, for both signs."""
    count = max(1, size * _DENSE // DEFAULT_SIZE)
    near = np.abs(fmt.from_ordinal(np.array(found.thresholds, dtype=np.int64)).astype(np.float64))
    near = near[near < 2.0**_HIGHEST]
    top = int(np.frexp(near.max())[1]) if len(near) else 0
    binades = np.arange(_LOWEST, max(top, 5))  # 5: as far as the everyday range goes
    shifts = rng.random((2, len(binades), 1))
    places = np.ldexp(1.0 + (np.arange(count) + shifts) / count, binades[:, None])
    return fmt.to_ordinal(fmt.narrow((places * np.array([1.0, -1.0])[:, None, None]).ravel()))


def _simple(fmt: Format) -> NDArray[np.int64]:
    """Numbers that people and special cases in code choose: small integers, halves, tenths, round numbers,
    powers of two."""
    numbers = np.concatenate(
        [np.arange(1, 65), np.arange(1, 16, 2) / 2, np.arange(1, 10) / 10, [100, 1000, 0.01, 0.001]]
    )
    values = np.concatenate([numbers, np.exp2(np.arange(-16, 17))])
    return fmt.to_ordinal(fmt.narrow(np.concatenate([values, -values])))


def _everyday(fmt: Format, rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """As networks see them: one number from each of `size` equal parts of [-20, 20], and a quarter as many
    with sizes spread evenly in logarithm from 2^-16 to 2^11."""
    flat = -20.0 + 40.0 * (np.arange(size) + rng.random(size)) / size
    scaled = np.exp2(rng.uniform(-16.0, 11.0, size // 4)) * rng.choice([-1.0, 1.0], size // 4)
    return fmt.to_ordinal(fmt.narrow(np.concatenate([flat, scaled])))
