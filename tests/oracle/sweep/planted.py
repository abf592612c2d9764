"""Kernels of tanh with one fault each, in a module of their own so that other processes find them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from proofgrad.oracle.kernels import kernel

WRONG = np.uint32(0x3EC5A3F7)
"""The bits of the one input, 0.386, at which :func:`one_wrong` is off by one unit in the last place."""
SWAPPED = np.uint32(0x3F012346)


def tanh(x):
    return kernel("tanh").forward(x)


def one_wrong(x):
    """Wrong at one number of 2^32, by one unit in the last place."""
    y = tanh(x)
    at = x.view(np.uint32) == WRONG
    return np.where(at, np.nextafter(y, np.float32(2)), y)


def a_little_worse(x):
    """0.02 ULP more than correctly rounded, in one binade only."""
    y = tanh(x)
    wide = np.tanh(x.astype(np.float64))
    here = (x >= 0.25) & (x < 0.5)
    ulp = np.spacing(np.abs(y)).astype(np.float64)
    return np.where(here, (wide + 0.02 * ulp).astype(np.float32), y)


def out_of_order(x):
    """Two neighbours exchange their values."""
    bits = x.view(np.uint32)
    other = np.where(bits == SWAPPED, bits + 1, np.where(bits == SWAPPED + 1, bits - 1, bits))
    return tanh(other.astype(np.uint32).view(np.float32))


def gives_nan(x):
    return np.where(x.view(np.uint32) == WRONG, np.float32(np.nan), tanh(x))


def one_wrong_of_8_bits(x):
    """The next number of the format at 0.5."""
    y = tanh(x)
    return np.where(x == 0.5, (y.view(np.uint8) + np.uint8(1)).view(x.dtype), y)


def raises(x):
    if (x == np.float32(0.5)).any():
        raise ValueError("not at 0.5")
    return tanh(x)


def dies_once(number):
    """A piece of work whose process dies the first time that it is done."""
    flag = Path(os.environ["PROOFGRAD_TEST_FLAG"])
    if number == 2 and not flag.exists():
        flag.write_text("died")
        os._exit(1)
    return number * number
