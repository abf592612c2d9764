"""Which operations of a model have proofs, as files: Markdown for a pull request, HTML, a badge, JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.report.badge import drawn
from proofgrad.oracle.report.files import dumps
from proofgrad.oracle.report.markdown import code, text
from proofgrad.oracle.report.markup import tag

if TYPE_CHECKING:
    from proofgrad.oracle.models.certificate import Certificate

__all__ = ["coverage_document", "coverage_file", "share"]

_HEADS = ("operation", "calls", "proof", "conditions")


def share(found: Certificate) -> float:
    """Per cent of the calls whose operation is proven; 0 where there are none."""
    proven, total = found.proven
    return 100.0 * proven / total if total else 0.0


def coverage_document(found: Certificate) -> dict[str, Any]:
    """As plain data."""
    operations = [
        {
            "operation": operation,
            "count": count,
            "proven": operation not in found.lost,
            "conditions": list(found.needs(operation)),
        }
        for operation, count in found.operations.items()
    ]
    return {
        "model": found.model,
        "framework": found.framework,
        "program_sha256": found.program,
        "percent": share(found),
        "operations": operations,
        "unsupported": [{"operation": o, "source": s, "why": w} for o, s, w in found.unsupported],
        "note": found.unreduced,
    }


def coverage_file(found: Certificate, path: Path, document: dict[str, Any]) -> str:
    """The text of a file whose name says the format: .md, .html, .svg (a badge) or .json.

    Args:
        found: what was captured.
        path: where it will stand.
        document: the JSON.

    Raises:
        UsageError: another ending.
    """
    match path.suffix:
        case ".json":
            return dumps(document)
        case ".md":
            return _markdown(found)
        case ".html":
            return _html(found)
        case ".svg":
            outcome = "failed" if found.lost else "ok" if found.operations else "inconclusive"
            return drawn(f"proven operations of {found.model}", f"{share(found):.0f}%", outcome)
    raise UsageError(
        f"no format is called {path.suffix or path.name!r}", hint="one of .md, .html, .svg, .json"
    )


def _rows(found: Certificate) -> list[tuple[str, str, str, str]]:
    """One for each operation, those without a proof first."""
    why = {o: f"none: {w}" + (f" ({s})" if s else "") for o, s, w in reversed(found.unsupported)}
    order = sorted(found.operations.items(), key=lambda kv: (kv[0] not in why, -kv[1], kv[0]))
    return [(o, str(n), why.get(o, "Program.hasFDerivAt"), "; ".join(found.needs(o))) for o, n in order]


def _title(found: Certificate) -> str:
    proven, total = found.proven
    return f"{found.model}: {proven} of {total} calls are proven ({share(found):.1f}%)"


def _markdown(found: Certificate) -> str:
    lines = [f"# {text(_title(found))}", "", text(found.framework), ""]
    lines += [f"| {' | '.join(_HEADS)} |", "|---|--:|---|---|"]
    for operation, count, proof, conditions in _rows(found):
        lines.append(f"| {code(operation)} | {count} | {text(proof)} | {text(conditions)} |")
    return "\n".join(lines) + "\n"


def _html(found: Certificate) -> str:
    head = tag("tr", [tag("th", h) for h in _HEADS])
    rows = [tag("tr", [tag("td", cell) for cell in row]) for row in _rows(found)]
    title = _title(found)
    style = "body{font:16px sans-serif;margin:2em}td,th{text-align:left;padding:.2em 1em;vertical-align:top}"
    page = tag(
        "html",
        tag("head", tag("meta", charset="utf-8"), tag("title", title), tag("style", style)),
        tag("body", tag("h1", title), tag("p", found.framework), tag("table", head, rows)),
        lang="en",
    )
    return f"<!doctype html>\n{page}\n"
