"""The types of the values of options: what is no such value is a usage error that says so."""

from __future__ import annotations

import argparse

__all__ = [
    "duration",
    "ends",
    "natural",
    "parameter",
    "percent",
    "seconds",
    "shape",
    "stretch",
    "tolerance",
    "ulps",
]


def seconds(text: str) -> float:
    """A positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of seconds")
    return value


def natural(text: str) -> int:
    """A natural number."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a natural number")
    return int(text)


def percent(text: str) -> float:
    """A number from 0 to 100, with or without a percent sign."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 100.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage")
    return value


def duration(text: str) -> float:
    """A time as people write it: ``90``, ``90s``, ``10m``, ``2h``. In seconds."""
    unit = {"s": 1.0, "m": 60.0, "h": 3600.0}.get(text[-1:])
    return seconds(text) if unit is None else seconds(text[:-1]) * unit


def stretch(text: str) -> range:
    """Some segments: ``16000:16384``."""
    first, colon, end = text.partition(":")
    found = range(natural(first or "0"), natural(end)) if colon and end else range(0)
    if not len(found):
        raise argparse.ArgumentTypeError(f"{text!r} are no segments: FIRST:END")
    return found


def ends(text: str) -> tuple[float, float]:
    """Two numbers: ``-10,10``."""
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not A,B: two numbers") from None
    if not low <= high:
        raise argparse.ArgumentTypeError(f"there are no numbers from {low:g} to {high:g}")
    return low, high


def tolerance(text: str) -> float:
    """A tolerance."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no tolerance: a number, 0 or more")
    return value


def ulps(text: str) -> float:
    """A number of ULP."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not value >= 0.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of ULP: 0 or more")
    return value


def parameter(text: str) -> tuple[str, str]:
    """A parameter and its value: ``alpha=2``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def shape(text: str) -> tuple[str, tuple[int, ...]]:
    """The shape of an input: ``x=128,1025``; of a number ``x=``."""
    name, equals, sizes = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=N,N")
    return name.strip(), tuple(natural(size.strip()) for size in sizes.split(",") if size.strip())
