"""`proofgrad prove`: a theorem about a formula of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of
from proofgrad.oracle.work.prove import (
    captured,
    functions_json,
    given_derivative,
    prove_json,
    prove_part,
    write_source,
)

__all__ = ["execute"]

EXITS = {"wrong": EXIT_FINDINGS, "inconclusive": EXIT_INCONCLUSIVE}
"""What a given derivative makes of the outcome."""


def execute(options: argparse.Namespace, out: Output) -> int:
    """Prove a formula, and show its node; or list the functions that formulas may be made of."""
    if options.functions:
        return _functions(out)
    if options.formula is None:
        raise UsageError("there is no formula", hint="such as: proofgrad prove 'c*tanh(x/c)' --param c")
    formula = captured(
        options.formula,
        name=options.name,
        parameters=options.param,
        variable=options.variable,
        assume=options.assume,
        derivative=options.derivative,
    )
    with progress_of(out)("Lean modules") as meter:
        proven = prove_part(formula, timeout=options.timeout, on_event=meter.event)
    file = write_source(proven, Path(options.write)) if options.write else proven.file
    given = given_derivative(formula, proven)
    document = prove_json(proven, file, given)
    out.document(document)
    if not out.json:
        from proofgrad.oracle.report.sections import Row, Section, text_lines
        from proofgrad.oracle.report.terminal import node_section

        section = node_section(document["node"])
        rows = [row for row in section.rows if row.label not in ("doc", "source")]
        if given is not None:
            rows += [Row("given f'(x)", given.text), Row("", given.said)]
        out.lines(text_lines([Section(section.title, (*rows, Row("written", str(file))))], out.width))
        if out.verbose:
            from rich.text import Text

            out.show(Text(proven.source))
    return EXITS.get(given.verdict, EXIT_OK) if given is not None else EXIT_OK


def _functions(out: Output) -> int:
    """What formulas may be made of."""
    document = functions_json()
    out.document(document)
    if not out.json:
        from rich.table import Table

        table = Table("function", "means", "other names", box=None, pad_edge=False)
        for row in document["functions"]:
            table.add_row(
                f"{row['name']}({', '.join(row['arguments'])})", row["meaning"], ", ".join(row["also"])
            )
        out.show(table)
    return EXIT_OK
