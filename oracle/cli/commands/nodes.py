"""`proofgrad nodes`: what is proven of which node, with the formulas as they stand in the proofs."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parts import catalogue_part, nodes_json, pick
from proofgrad.oracle.report.summary import exit_code, nodes_outcome

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """List all nodes, or show the named ones in full."""
    catalogue = catalogue_part(options, out)
    nodes = nodes_json(catalogue, pick(catalogue, options.names) if options.names else None)
    out.document(nodes)
    if not out.json:
        from proofgrad.oracle.report.terminal import node_details, nodes_table, problem_lines

        if options.names or out.verbose:
            out.show(*(node_details(node) for node in nodes["nodes"]))
        else:
            out.show(nodes_table(nodes))
        out.show(problem_lines({"nodes": nodes}))
    return exit_code(nodes_outcome(nodes))
