"""The list of what a project declares: name, kind and a digest of what it says, committed beside the sources.

A check that all proofs are accepted says nothing of a theorem that is no longer there, or that now states
something weaker. So `declarations.txt` in the project's folder lists every public declaration, and a check
compares: one that has vanished or changed is an error, a new one is shown.
``scripts/declarations`` writes it.

The digest of a theorem, an axiom or an opaque constant is that of its type; of a definition that of type and
value; of an inductive type that of its constructors too. Names of binders do not count, and neither do the
names of private and automatic constants (`_private...`, `f.match_1`, `f._proof_1`): in their place stands the
digest of what they are, of a proof only what it proves. So a digest depends on no machine, no path and no
proof, and a change in what a statement stands on shows at the first public definition in which it is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofgrad.bridge.olean.constants import Definition, Inductive
from proofgrad.bridge.olean.digest import Digester
from proofgrad.bridge.olean.terms import Const, Term

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["Entry", "Listed", "list_declarations", "read_list", "written"]

HEADER = "# proofgrad declarations 1"
_ABOUT = """\
# Every public declaration: its kind, the digest of what it says, its name; module by module.
# `proofgrad check` reports what has vanished or changed. Written by scripts/declarations: do not edit.
"""
_DIGITS = 32
_AUTOMATIC = frozenset(("ctor", "rec", "quot"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration: its kind (``theorem``, ``def``, ``inductive``, ...), its digest, its module."""

    kind: str
    digest: str
    module: str


Listed = Mapping[str, Entry]
"""Declarations by name."""


def list_declarations(env: Environment, modules: Collection[str]) -> dict[str, Entry]:
    """The public declarations of some modules, in the order of the modules and then of the names.

    Raises:
        OleanError: a term is damaged.
    """
    digests = _Digests(env)
    found = {
        name: Entry(env.kind(name), digests.of(name), env.module_of(name))
        for name in env
        if env.module_of(name) in modules and digests.is_public(name) and env.kind(name) not in _AUTOMATIC
    }
    order = {name: number for number, name in enumerate(sorted(modules))}
    return dict(sorted(found.items(), key=lambda item: (order[item[1].module], item[0])))


def written(listed: Listed) -> str:
    """The list as the file has it."""
    return "\n".join([HEADER, _ABOUT.rstrip(), *_lines(listed)]) + "\n"


def _lines(listed: Listed) -> Iterator[str]:
    module = None
    for name, entry in listed.items():
        if entry.module != module:
            module = entry.module
            yield f"\n[{module}]"
        yield f"{entry.kind} {entry.digest} {_escaped(name)}"


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _restored(name: str) -> str:
    if "\\" not in name:
        return name
    return name.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\")


def read_list(text: str) -> dict[str, Entry] | None:
    """What :func:`written` wrote; None if it is another file. Raises ValueError for a damaged one."""
    lines = text.split("\n")
    if lines[0] != HEADER:
        return None
    found: dict[str, Entry] = {}
    module = ""
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            module = line[1:-1]
            continue
        kind, digest, name = (*line.split(" ", 2), "", "")[:3]
        if len(digest) != _DIGITS or not name or _restored(name) in found:
            raise ValueError(f"line {number} is no declaration, or one that stood there before")
        found[_restored(name)] = Entry(kind, digest, module)
    return found


class _Digests(Digester):
    """Digests of declarations, and of terms with constants that are not public replaced by what they are."""

    def __init__(self, env: Environment) -> None:
        super().__init__()
        self._env = env
        self._known: dict[str, str] = {}
        self._public: dict[str, bool] = {}
        self._labels: dict[str, str] = {}

    def is_public(self, name: str) -> bool:
        """Whether a person wrote it, under a name that others can use."""
        found = self._public.get(name)
        if found is None:
            found = (
                not name.startswith("_private.")
                and not any(part.startswith("_") for part in name.split("."))
                and self._env.position(name) is not None
            )
            self._public[name] = found
        return found

    def of(self, name: str) -> str:
        """What a constant says. Raises OleanError if it is damaged."""
        found = self._known.get(name)
        if found is None:
            self._known[name] = name  # of an inductive type, inside its own constructors
            constant = self._env[name]
            parts = [constant.kind, *constant.levels, self.hex(constant.type)]
            if isinstance(constant, Definition):
                parts += [constant.safety, self.hex(constant.value)]
            elif isinstance(constant, Inductive):
                parts += [str(constant.params), *constant.all]
                parts += [f"{ctor} {self.hex(self._env[ctor].type)}" for ctor in constant.ctors]
            found = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
            self._known[name] = found
        return found

    def _label(self, term: Term) -> str:
        if isinstance(term, Const):
            label = self._labels.get(term.name)
            if label is None:
                label = self._labels[term.name] = self._named(term.name)
            return f"const {label} {' '.join(map(self._level, term.levels))}"
        return super()._label(term)

    def _named(self, name: str) -> str:
        """How a constant stands in a digest: a public one by its name, others by what they are."""
        env = self._env
        if name not in env or self.is_public(name):
            return name
        kind = env.kind(name)
        if kind == "theorem":
            return f"proof {self.hex(env[name].type)}"
        return name if kind in _AUTOMATIC else f"{kind} {self.of(name)}"
