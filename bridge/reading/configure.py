"""Read how a project calls things: its `proofgrad.toml`, or `[tool.proofgrad]` of its `pyproject.toml`.

The file holds names and nothing else: no path, no command, no code, no axiom to be allowed. So a project by
somebody else can say what it calls a node, but cannot make proofgrad run or read anything by it, nor trust
anything more. What it says a constant means (``Real.exp`` is ``exp``) is its word; a theorem about the
constant must be named and be there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from proofgrad.bridge.catalogue.formula import ARITY
from proofgrad.bridge.errors import ConfigError
from proofgrad.bridge.nearest import nearest
from proofgrad.bridge.project.toml import read_toml
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.operators import CLASS_OPERATIONS, ClassOperation, Operator

__all__ = ["FILE", "KEYS", "PRESETS", "read_config", "read_settings"]

FILE = "proofgrad.toml"
"""The file, in the folder of the project."""
_LONGEST = 500
_FIXED = frozenset({"trusted_axioms", "sorry", "mark", "limits", "limit_class"})
"""What a project may not say of itself: which axioms are fine, what a limit is."""

_PRESET_FOLDER = Path(__file__).resolve().with_name("presets")
PRESETS: Mapping[str, str] = {
    "proofgrad": "the Lean library that ships with proofgrad; the default",
    "mathlib": "real numbers and functions of Mathlib; the names of nodes are yours to add",
    "torchlean": "TorchLean's tape nodes, over Mathlib",
}
"""Ready-made configurations that a file can start from."""

KEYS: Mapping[str, str] = {
    field.name.replace("_", "-"): field.name for field in fields(CatalogueConfig) if field.name not in _FIXED
}
"""Key of the file -> field of :class:`~proofgrad.bridge.reading.config.CatalogueConfig`."""

_OPERATORS = frozenset(ARITY) - {
    *("var", "param", "entry", "tangent", "add", "sub", "mul", "div", "if_gt"),
    *("at", "natural", "sum", "greatest", "where"),
}


def read_config(root: Path, inside: Callable[[Path], Path] | None = None) -> CatalogueConfig:
    """The configuration of the project in a folder; the default where it has none.

    Args:
        root: the project's folder.
        inside: called with the file before it is read; raises for one that is a link out of the project.

    Raises:
        ConfigError: it cannot be read, or a key or value makes no sense; the nearest key that does is named.
        ProjectError: by `inside`.
    """
    for name, table in ((FILE, ()), ("pyproject.toml", ("tool", "proofgrad"))):
        file = root / name
        if not file.exists():
            continue
        if inside is not None:
            inside(file)
        where = f"{name}: [tool.proofgrad]" if table else name
        settings: Any = _toml(file)
        for key in table:
            settings = settings.get(key) if isinstance(settings, dict) else None
        if settings is not None:
            return read_settings(settings, where)
    return CatalogueConfig()


def _toml(file: Path) -> dict[str, Any]:
    try:
        return read_toml(file)
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot read {file}: {error}") from error


def read_settings(settings: object, where: str) -> CatalogueConfig:
    """The configuration that a parsed file describes.

    Args:
        settings: its table.
        where: the file's name, for messages.

    Raises:
        ConfigError: a key or value makes no sense.
    """
    reader = _Reader(where)
    table = dict(reader.table(settings, ""))
    preset = reader.text(table.pop("preset", "proofgrad"), "preset")
    if preset not in PRESETS:
        raise reader.wrong(f"preset = {preset!r} is not known", preset, PRESETS)
    config = _preset(preset)
    changes: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            raise reader.wrong(f"no setting {key!r}", key, ("preset", *KEYS))
        changes[KEYS[key]] = reader.value(KEYS[key], key, value, config)
    mark = hashlib.sha256(json.dumps([preset, settings], sort_keys=True, default=str).encode()).hexdigest()
    found = replace(config, **changes, mark=mark)
    if "namespaces" in table and "open" not in table:
        found = replace(found, open=found.namespaces)
    return found


def _preset(name: str) -> CatalogueConfig:
    file = _PRESET_FOLDER / f"{name}.toml"
    return read_settings(_toml(file), file.name) if name != "proofgrad" else CatalogueConfig()


class _Reader:
    """Checks the values of one file."""

    def __init__(self, where: str) -> None:
        self.where = where

    def wrong(self, what: str, word: str = "", known: Iterable[str] = ()) -> ConfigError:
        """An error that names the nearest known words, or all if none is near."""
        options = list(known)
        hint = nearest(word, options)
        if hint is None and options:
            hint = f"one of: {', '.join(options)}"
        return ConfigError(f"{self.where}: {what}", hint=hint)

    def table(self, value: object, key: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(f"{key or 'it'} is no table")
        return value

    def text(self, value: object, key: str) -> str:
        """A name: one line, not empty, not absurdly long."""
        if not isinstance(value, str) or not value or len(value) > _LONGEST or not value.isprintable():
            raise self.wrong(f"{key} = {str(value)[:50]!r} is no name", "")
        return value

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.wrong(f"{key} is no list of names")
        return tuple(self.text(item, key) for item in value)

    def value(self, field: str, key: str, value: object, config: CatalogueConfig) -> Any:
        """The value of a field, of the type that the default has."""
        default = getattr(config, field)
        if field == "operators":
            table = self.table(value, key)
            return {**default, **{name: self.operator(name, item) for name, item in table.items()}}
        if field == "arithmetic":
            table = self.table(value, key)
            return {**default, **{name: self.arithmetic(name, item) for name, item in table.items()}}
        if field == "certificates":
            kinds = self.texts(value, key)
            for kind in kinds:
                if kind not in ("theorem", "def"):
                    raise self.wrong(f"{key}: {kind!r} is no kind of certificate", kind, ("theorem", "def"))
            return kinds
        if isinstance(default, str):
            return self.text(value, key)
        if isinstance(default, tuple):
            return self.texts(value, key)
        table = self.table(value, key)
        return {self.text(name, key): self.text(item, f"{key}.{name}") for name, item in table.items()}

    def entries(self, value: object, key: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        table = self.table(value, key)
        for name in table:
            if name not in allowed:
                raise self.wrong(f"{key} has no setting {name!r}", name, allowed)
        return table

    def operator(self, name: str, value: object) -> Operator:
        """``{ op = "exp", theorem = "Real.hasDerivAt_exp" }``, and for a power or a numeral `natural`."""
        key = f"operators.{self.text(name, 'operators')}"
        table = self.entries(value, key, ("op", "theorem", "natural"))
        op = self.text(table.get("op", ""), f"{key}.op")
        if op not in _OPERATORS:
            raise self.wrong(f"{key}: no operator {op!r}", op, sorted(_OPERATORS))
        theorem = self.text(table.get("theorem", ""), f"{key}.theorem")
        natural = table.get("natural")
        wants_natural = op in ("const", "powi")
        if wants_natural and natural not in ("first", "last"):
            raise self.wrong(f'{key}: natural must be "first" or "last": where its natural number stands')
        if not wants_natural and natural is not None:
            raise self.wrong(f"{key}: only const and powi have a natural number")
        return Operator(op, theorem, numbers=ARITY[op], natural_at=natural)

    def arithmetic(self, name: str, value: object) -> ClassOperation:
        """``{ class = "Add", op = "add", theorem = "add_comm" }``; ops ``zero``, ``one`` are numbers."""
        key = f"arithmetic.{self.text(name, 'arithmetic')}"
        table = self.entries(value, key, ("class", "op", "theorem"))
        known = {_short(operation.name): operation for operation in CLASS_OPERATIONS.values()}
        op = self.text(table.get("op", ""), f"{key}.op")
        if op not in known:
            raise self.wrong(f"{key}: no operation {op!r}", op, known)
        structure = self.text(table.get("class", ""), f"{key}.class")
        theorem = self.text(table.get("theorem", ""), f"{key}.theorem")
        return ClassOperation(name, structure, known[op].op, theorem, known[op].value)


def _short(name: str) -> str:
    return name.rpartition(".")[2]
