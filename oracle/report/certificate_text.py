"""A certificate for people: what is proven, under which conditions, what was tested, what is not said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofgrad.oracle.report.sections import Row, Section

if TYPE_CHECKING:
    from proofgrad.oracle.models.certificate import Certificate

__all__ = ["certificate_sections", "coverage_section"]

_STYLES = {"pass": "green", "fail": "bold red", "inconclusive": "yellow"}


def certificate_sections(found: Certificate) -> list[Section]:
    """The sections of a certificate."""
    return [
        Section(f"{found.model}: {found.status}", tuple(_proven(found))),
        coverage_section(found),
        Section("Tested", tuple(_tested(found))),
    ]


def _proven(found: Certificate) -> Iterator[Row]:
    data = found.to_json()
    yield Row("captured", f"{found.framework}, program {found.program[:16]}")
    yield Row("proven", data["says"])
    if found.theorem is not None:
        axioms = ", ".join(found.axioms)
        yield Row("theorem", f"{found.theorem}, Lean {found.lean}, source {found.source_sha256[:16]}")
        yield Row("accepted by", f"{', '.join(found.checked_by)}; axioms {axioms}")
    yield Row("not said", data["says_not"])
    words = {True: "met here", False: "NOT met here", None: "not seen here"}
    for m in found.conditions:
        style = "" if m.met else "bold red" if m.met is False else "yellow"
        place = f" ({m.source})" if m.source else ""
        yield Row("condition", f"step {m.step}, {m.operation}{place}: {m.needs}: {words[m.met]}", style=style)


def coverage_section(found: Certificate) -> Section:
    """Which operations have proofs."""
    proven, total = found.proven
    rows = [Row("operations", f"{proven} of {total} are proven, {len(found.operations)} different ones")]
    for operation, count in sorted(found.operations.items(), key=lambda kv: (-kv[1], kv[0])):
        if operation not in found.lost:
            needs = "; ".join(found.needs(operation))
            rows.append(Row("proven", f"{operation} ({count})" + (f": where {needs}" if needs else "")))
    if found.unreduced:
        rows.append(Row("note", found.unreduced, style="yellow"))
    for operation, place, why in found.unsupported:
        where = f" at {place}" if place else ""
        rows.append(Row("no proof", f"{operation}{where}: {why}", style="bold red"))
    return Section("Operations", tuple(rows))


def _tested(found: Certificate) -> Iterator[Row]:
    if not found.verdicts:
        why = f": {found.untested}" if found.untested else ""
        yield Row("verdict", f"nothing was tested{why}", style="yellow")
    for v in found.verdicts:
        words = f"{v['verdict']}" + (f": {v['message']}" if v["message"] else "")
        yield Row(str(v["what"]), f"{v['dtype']}, {words}", style=_STYLES.get(v["verdict"], ""))
