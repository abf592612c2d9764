"""Write what Lean accepted of a project in Lean's export format, for other kernels to judge."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from proofgrad.bridge.catalogue.model import LeanInfo
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.session import OnEvent, Session
from proofgrad.bridge.checking.source import module_problems
from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, ExportError
from proofgrad.bridge.export.library import export_file, told_file
from proofgrad.bridge.export.sources import source_digests
from proofgrad.bridge.export.told import Told
from proofgrad.bridge.export.writer import FORMAT, Written, write_export
from proofgrad.bridge.files.atomic import writing
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.project.project import load_project

__all__ = ["Exported", "export_library", "export_project"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What has been written, or why nothing was.

    Attributes:
        lean: the Lean that accepted it.
        written: how much; None if the project was not accepted, and nothing was written.
        sha256: of the text, before it is compressed, in hexadecimal; "" if nothing was written.
        problems: what Lean says of the project; with an error among them nothing is written.
    """

    lean: LeanInfo
    written: Written | None
    sha256: str
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """0 if all of the project was accepted and written; 1 if Lean rejects something, else 3."""
        if any(problem.severity == "error" for problem in self.problems):
            return EXIT_FINDINGS
        return EXIT_OK if self.written is not None and self.written.declarations else EXIT_INCONCLUSIVE

    def to_json(self) -> dict[str, Any]:
        """The `export` JSON, without ``schema_version`` and ``command``."""
        written = self.written
        counts = {} if written is None else {key: getattr(written, key) for key in _COUNTS}
        return {
            "status": {EXIT_OK: "ok", EXIT_FINDINGS: "failed"}.get(self.exit_code, "inconclusive"),
            "format": FORMAT,
            "lean": {"version": self.lean.version, "commit": self.lean.commit, "source": self.lean.source},
            "counts": counts,
            "left_out": [] if written is None else list(written.unsafe),
            "sha256": self.sha256,
            "problems": [problem.to_json() for problem in self.problems],
        }


_COUNTS = ("declarations", "names", "levels", "terms")


def export_project(
    target: Path | BinaryIO,
    project: Path | str | None = None,
    *,
    unsafe: bool = False,
    timeout: float | None = None,
    jobs: int | None = None,
    on_event: OnEvent | None = None,
) -> Exported:
    """Export a project, with all that it imports. Nothing is written unless Lean accepts every module.

    Args:
        target: the file, compressed if its name ends in ``.xz`` or ``.gz``; or an open one.
        project: its folder; None for the library that ships with proofgrad.
        unsafe: also declarations that are marked unsafe or partial, which no proof can use.
        timeout, jobs, on_event: as for :func:`proofgrad.bridge.check`.

    Raises:
        ExportError: the file cannot be written.
        ProofgradError: as :func:`proofgrad.bridge.check`.
    """
    session = Session(load_project(project), timeout=timeout, jobs=jobs, on_event=on_event)
    return _export(session, target, unsafe)


def export_library(folder: Path, *, on_event: OnEvent | None = None) -> Exported:
    """Export the library that ships with proofgrad, unsafe declarations too, and what is told beside it.

    Args:
        folder: where the two files are written; made if need be.
        on_event: called with progress.

    Raises:
        ExportError: a file cannot be written, or a source has changed meanwhile.
        ProofgradError: as :func:`proofgrad.bridge.check`.
    """
    sources = source_digests(lean_sources())
    session = Session(load_project(None), on_event=on_event)
    folder.mkdir(parents=True, exist_ok=True)
    found = _export(session, export_file(folder), unsafe=True)
    if found.written is None:
        return found
    digest = hashlib.sha256(export_file(folder).read_bytes()).hexdigest()
    told = Told.of(session.environment, export=digest, sources=sources)
    with _writing(told_file(folder)) as file:
        file.write(told.to_json().encode())
    if source_digests(lean_sources()) != sources:
        raise ExportError("a source of the library has changed while it was exported", hint="once more")
    return found


def _export(session: Session, target: Path | BinaryIO, unsafe: bool) -> Exported:
    problems = [*module_problems(session.project, session.built.modules)]
    if session.built.oleans:
        problems += session.replayed.problems  # what no kernel looked at is not what Lean accepted
    if any(problem.severity != "warning" for problem in problems) or not session.built.oleans:
        return Exported(session.lean, None, "", tuple(problems))
    environment = session.environment
    session.stage("writing the export")
    digest = hashlib.sha256()
    with _writing(target) as file:

        def write(text: str) -> None:
            data = text.encode()
            digest.update(data)
            file.write(data)

        lean = (session.lean.version, session.lean.commit)
        written = write_export(environment, write, lean=lean, unsafe=unsafe)
    return Exported(session.lean, written, digest.hexdigest(), tuple(problems))


@contextlib.contextmanager
def _writing(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file to write to, which is there only once all has been written.

    Raises:
        ExportError: it cannot be written.
    """
    if not isinstance(target, Path):
        yield target
        return
    try:
        with writing(target, shared=True) as raw, _packer(target.suffix)(raw) as file:
            yield file
    except OSError as error:
        raise ExportError(f"cannot write {target}: {error.strerror or error}") from error


def _packer(suffix: str) -> Callable[[BinaryIO], contextlib.AbstractContextManager[Any]]:
    """What compresses for a suffix; nothing for any other than .xz and .gz."""
    if suffix == ".xz":
        return lambda raw: lzma.open(raw, "wb")
    if suffix == ".gz":  # without a time stamp: the same export is the same file
        return lambda raw: gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0)
    return contextlib.nullcontext
