"""Reading a saved run, and writing reports: whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from proofgrad.bridge.catalogue.serial import node_from_json
from proofgrad.bridge.errors import ProofgradError, UsageError, shortened
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.strangers import read_json
from proofgrad.oracle.report.model import SCHEMA_VERSION, Run
from proofgrad.oracle.report.schemas.shape import departure
from proofgrad.oracle.report.source_links import SourceLinks

__all__ = ["FORMATS", "ReportError", "load_run", "render", "write_report", "write_text"]

FORMATS = ("html", "json", "markdown", "junit", "sarif", "badge")
"""Formats that are files; the terminal is :mod:`~proofgrad.oracle.report.terminal`."""

PARTS = ("check", "nodes", "test")
_SHOWN = 300


class ReportError(ProofgradError, OSError):
    """A report cannot be written there."""

    code = "report"


def dumps(value: Any) -> str:
    """JSON as it is saved and printed: UTF-8 text, two spaces, and no NaN or Infinity, which are no JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def render(
    run: Run, fmt: str, old: Run | None = None, *, links: SourceLinks | None = None, root: str = ""
) -> str:
    """The report in one of :data:`FORMATS`. Raises UsageError on any other.

    Args:
        run: what it is about.
        fmt: which format.
        old: an older run: HTML and Markdown say what changed since.
        links: where the HTML finds the sources.
        root: folder of the Lean project in the repository, put in front of the names of files in SARIF.
    """

    def html() -> str:
        from proofgrad.oracle.report.html import page

        return page(run, old, links)

    def markdown() -> str:
        from proofgrad.oracle.report.markdown import document

        return document(run, old)

    def junit() -> str:
        from proofgrad.oracle.report.junit import document

        return document(run)

    def sarif() -> str:
        from proofgrad.oracle.report.sarif import document

        return dumps(document(run, root))

    def badge() -> str:
        from proofgrad.oracle.report.badge import document

        return document(run)

    makers: Mapping[str, Callable[[], str]] = {
        "html": html,
        "json": lambda: dumps(run),
        "markdown": markdown,
        "junit": junit,
        "sarif": sarif,
        "badge": badge,
    }
    if fmt not in makers:
        raise UsageError(f"no report format {fmt!r}", hint=f"one of: {', '.join(FORMATS)}")
    return makers[fmt]()


def write_text(path: Path, text: str) -> None:
    """Write a file in one step, so that an interruption leaves the old one. Raises ReportError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode(), shared=True)
    except OSError as error:
        raise ReportError(
            f"cannot write {path}: {error.strerror or error}", hint="choose another place"
        ) from error


def write_report(
    run: Run,
    path: Path,
    fmt: str,
    old: Run | None = None,
    *,
    links: SourceLinks | None = None,
    root: str = "",
) -> None:
    """Render and write one format, see :func:`render`. Raises ReportError if the file cannot be written."""
    write_text(path, render(run, fmt, old, links=links, root=root))


def load_run(path: Path) -> Run:
    """A saved run: the main job's `report.json`, or the JSON of `check`, `nodes` or `test` alone.

    Raises UsageError if there is no such file or it is not such a report.
    """
    try:
        data = read_json(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{path} is not JSON: {error}") from error
    if not isinstance(data, dict) or "schema_version" not in data:
        raise UsageError(f"{path} is no report of proofgrad", hint="save one with: proofgrad run --out DIR")
    if data["schema_version"] != SCHEMA_VERSION:
        raise UsageError(
            f"{path} has schema_version {data['schema_version']!r}; this proofgrad reads {SCHEMA_VERSION}"
        )
    if data.get("command") in PARTS:
        data = {"schema_version": SCHEMA_VERSION, data["command"]: data}
    if not any(isinstance(data.get(part), dict) for part in PARTS):
        raise UsageError(
            f"{path} holds none of: {', '.join(PARTS)}", hint=f"error in it: {data.get('error')}"
        )
    try:
        wrong = departure("report", data) or _no_node(data)
    except RecursionError:
        wrong = "it is nested too deeply"
    if wrong is not None:
        raise UsageError(f"{path} is no report of proofgrad: {shortened(wrong, _SHOWN)}")
    return cast(Run, data)


def _no_node(run: Mapping[str, Any]) -> str | None:
    """What is said of a node and makes none, such as a formula with an operator that there is not; else None.

    A schema says which parts a formula has; whether they are one only reading it tells.
    """
    for node in (run.get("nodes") or {}).get("nodes", ()):
        try:
            node_from_json(node)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
            return f"nodes: {node['name']} is no node: {error or type(error).__name__}"
    return None
