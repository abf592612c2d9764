"""The list of what a project declares: name, kind and a digest of what it says, committed beside the sources.

A check that all proofs are accepted says nothing of a theorem that is no longer there, or that now states
something weaker. So `declarations.txt` in the project's folder lists every public declaration, and a check
compares: one that has vanished or changed is an error, a new one is shown.
``scripts/declarations`` writes it.

What the digests are of is said in :mod:`~proofgrad.bridge.olean.says`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofgrad.bridge.olean.says import AUTOMATIC, DeclarationDigests

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["Entry", "Listed", "list_declarations", "read_list", "written"]

HEADER = "# proofgrad declarations 1"
_ABOUT = """\
# Every public declaration: its kind, the digest of what it says, its name; module by module.
# `proofgrad check` reports what has vanished or changed. Written by scripts/declarations: do not edit.
"""
_DIGITS = 32


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
    digests = DeclarationDigests(env)
    found = {
        name: Entry(env.kind(name), digests.of(name), env.module_of(name))
        for name in env
        if env.module_of(name) in modules and digests.is_public(name) and env.kind(name) not in AUTOMATIC
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


def read_list(text: str) -> dict[str, Entry]:
    """What :func:`written` wrote. Raises ValueError for anything else: what is damaged compares nothing."""
    lines = text.split("\n")
    if "\r" in text:
        raise ValueError("its lines end as on Windows; it is compared byte by byte")
    if lines[0] != HEADER:
        raise ValueError(f"it does not start with the line {HEADER!r}")
    found: dict[str, Entry] = {}
    module = ""
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            module = line[1:-1]
            continue
        kind, digest, name = (*line.split(" ", 2), "", "")[:3]
        if (
            len(digest) != _DIGITS
            or not set(digest) <= set("0123456789abcdef")
            or not module
            or not name
            or _restored(name) in found
        ):
            raise ValueError(f"line {number} is no declaration, or one that stood there before")
        found[_restored(name)] = Entry(kind, digest, module)
    return found
