"""The export of the library that ships in the wheel: for machines on which there is no Lean.

It is made where there is one (``scripts/export``), and belongs to the very Lean sources that ship
beside it: it carries their digests, and where one differs it is refused.
"""

from __future__ import annotations

import hashlib
import lzma
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.export.sources import source_digests
from proofgrad.bridge.export.told import Told
from proofgrad.bridge.files.paths import lean_sources

__all__ = ["ShippedLibrary", "export_file", "shipped_library", "told_file", "told_of"]

FOLDER = Path(__file__).resolve().parent / "library"
_MAKE = "scripts/export makes one, where there is a Lean"


@dataclass(frozen=True, slots=True)
class ShippedLibrary:
    """The export that ships.

    Attributes:
        export: the file, in Lean's export format.
        told: the file with what is told beside it.
        modules: the names of the modules, imported ones first.
        sha256: of the export file, in hexadecimal.
    """

    export: Path
    told: Path
    modules: tuple[str, ...]
    sha256: str


def export_file(folder: Path) -> Path:
    """The export in the folder that ships."""
    return folder / "library.ndjson.xz"


def told_file(folder: Path) -> Path:
    """What is told beside it."""
    return folder / "library.json.xz"


def told_of(file: Path) -> Told:
    """Read what is told beside an export. Raises ExportError if it cannot be read."""
    try:
        with lzma.open(file, "rt", encoding="utf-8") as packed:
            return Told.from_json(packed.read())
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise ExportError(f"cannot read {file}: {error}") from error


def shipped_library() -> ShippedLibrary:
    """The export that ships with this proofgrad, made from the Lean sources that ship with it.

    Raises:
        ExportError: there is none; it was made from other sources; or it is damaged.
    """
    export, beside = export_file(FOLDER), told_file(FOLDER)
    if not export.is_file() or not beside.is_file():
        raise ExportError("no export of the library ships with this proofgrad", hint=_MAKE)
    told = told_of(beside)
    try:
        sources = source_digests(lean_sources())
        sha256 = hashlib.sha256(export.read_bytes()).hexdigest()
    except OSError as error:
        raise ExportError(f"cannot read {error.filename}: {error.strerror}") from error
    if sources != told.sources:
        differing = sorted(sources.items() ^ told.sources.items())
        raise ExportError(
            f"the export of the library was made from other sources: {differing[0][0]} differs", hint=_MAKE
        )
    if sha256 != told.export:
        raise ExportError("the export of the library is not the one that was made", hint=_MAKE)
    return ShippedLibrary(export, beside, tuple(told.modules), sha256)
