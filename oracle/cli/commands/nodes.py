"""`proofgrad nodes`: what is proven of which node, with the formulas as they stand in the proofs."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of, project_folder
from proofgrad.oracle.report.summary import exit_code, nodes_outcome
from proofgrad.oracle.work.check import catalogue_part
from proofgrad.oracle.work.nodes import names_exist, nodes_json, pick

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """List all nodes, or show the named ones in full."""
    names_exist(options.names, project_folder(options))
    catalogue = catalogue_part(project_folder(options), progress_of(out), timeout=options.timeout)
    nodes = nodes_json(catalogue, pick(catalogue, options.names) if options.names else None)
    out.document(nodes)
    if not out.json:
        from proofgrad.oracle.report.sections import text_lines
        from proofgrad.oracle.report.terminal import node_section, nodes_table, notion_lines, problem_lines

        if options.names or out.verbose:
            out.lines(text_lines(map(node_section, nodes["nodes"]), out.width))
            notion = nodes.get("notion")
            if out.verbose or (notion is not None and not notion["shipped"]):
                out.show(notion_lines(nodes))
        else:
            out.show(nodes_table(nodes, width=out.width))
        out.show(problem_lines({"nodes": nodes}))
    return exit_code(nodes_outcome(nodes))
