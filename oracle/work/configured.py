"""``[tool.proofgrad.test]`` in pyproject.toml: how a project wants its kernels judged.

The keys are those of the command line (``max-ulp`` or ``max_ulp``); what is given on the command line, or in
a marker of pytest, goes before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.bridge.project.toml import read_toml

__all__ = ["KEYS", "configured", "options_of_tests"]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number")
    return float(value)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise TypeError("a list of words")
    return tuple(value)


def _ends(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError("a list of two numbers")
    return _number(value[0]), _number(value[1])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "require": _text,
    "allow": _texts,
    "range": _ends,
    "max_ulp": _number,
    "rtol": _number,
    "atol": _number,
    "unit": _text,
    "layouts": _truth,
    "what": _texts,
    "dtype": _texts,
    "baseline": _text,
}
"""What may stand there, and what makes a value of it."""


def configured(folder: Path | None = None) -> dict[str, Any]:
    """What the nearest pyproject.toml of a folder, or of one above it, says; empty if it says nothing.

    Args:
        folder: where to look first; None: the working folder.

    Raises:
        UsageError: the file is no TOML, or has a key or a value there that makes no sense.
    """
    start = (folder or Path.cwd()).resolve()
    for place in (start, *start.parents):
        file = place / "pyproject.toml"
        if not file.is_file():
            continue
        try:
            tables = read_toml(file)
        except (ValueError, OSError) as error:
            raise UsageError(f"{file}: {error}", hint="it is read for [tool.proofgrad.test]") from None
        found: Any = tables
        for name in ("tool", "proofgrad", "test"):
            found = found.get(name, {}) if isinstance(found, dict) else {}
        return _read(file, found)
    return {}


def options_of_tests(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`configured` gave, without formats and baseline, as options of
    :func:`~proofgrad.oracle.difftest.test`."""
    found = {name: value for name, value in settings.items() if name not in ("dtype", "baseline")}
    if "max_ulp" in found:
        found["bounds"] = found.pop("max_ulp")
    return found


def _read(file: Path, table: Any) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UsageError(f"{file}: tool.proofgrad.test is no table")
    out: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in KEYS:
            hint = nearest(name, KEYS) or f"there are: {', '.join(KEYS)}"
            raise UsageError(f"{file}: [tool.proofgrad.test] knows no {key!r}", hint=hint)
        try:
            out[name] = KEYS[name](value)
        except TypeError as error:
            raise UsageError(f"{file}: [tool.proofgrad.test] {key} is not {error}: {value!r}") from None
    if "baseline" in out:
        out["baseline"] = str(file.parent / out["baseline"])
    return out
