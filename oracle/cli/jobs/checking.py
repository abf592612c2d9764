"""The commands that check proofs and show what is proven: check, nodes, explain, export."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.grammar import Add
from proofgrad.oracle.cli.options import check_options, project_option, value_option
from proofgrad.oracle.cli.values import natural

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    check = add(
        "check",
        "are the proofs accepted?",
        """
        proofgrad check
        proofgrad check --project path/to/lean --checker both
        proofgrad check --allow-axiom MyProject.axiom
        proofgrad check --checker python --oleans path/to/.lake/build/lib/lean
        proofgrad check --export Mathlib.ndjson.xz --timeout 3600
        xz -dc theirs.ndjson.xz | proofgrad check --export - --arena""",
    )
    check_options(check)
    check.add_argument(
        "--oleans",
        metavar="DIR",
        help="judge the .olean files below DIR, and no sources; needs no Lean and runs nothing of theirs "
        "(with --checker python; --project says whose declarations.txt they must match)",
    )
    check.add_argument(
        "--export",
        metavar="FILE",
        help="judge a file in Lean's export format (-: standard input) by the second checker; needs no Lean",
    )
    check.add_argument(
        "--arena",
        action="store_true",
        help="with --export: ask of the types alone, and end as Lean's kernel arena has it: 0 accepted, "
        "1 rejected, 2 declined",
    )

    nodes = add(
        "nodes",
        "the catalogue: statements, hypotheses, axioms, formulas, sources",
        """
        proofgrad nodes
        proofgrad nodes sigmoid gelu
        proofgrad nodes --format json""",
    )
    nodes.add_argument("names", nargs="*", metavar="NAME", help="only these nodes, in full")
    project_option(nodes)

    explain = add(
        "explain",
        "one node: what is proven, why so, on what it stands, values at points",
        """
        proofgrad explain relu
        proofgrad explain sigmoid --at -3.5 --at 1e-300 --digits 50
        proofgrad explain elu --at 0 --param alpha=2
        proofgrad explain matmul --at '[[1,2],[3,4]]; [[1,0],[0,1]]'
        proofgrad explain linear --param 'weights=[[1,2]]' --param bias=0 --at 5,6
        proofgrad explain tanh --goal +2
        proofgrad explain tanh --goal NN/Analysis/Deriv/Basic.lean:40:4""",
    )
    explain_options(explain)

    export = add(
        "export",
        "write the accepted proofs in Lean's export format, for any other kernel to judge",
        """
        proofgrad export -o nn.ndjson.xz
        proofgrad export --project path/to/lean > proofs.ndjson
        proofgrad export -o nn.ndjson.xz && proofgrad check --export nn.ndjson.xz""",
    )
    project_option(export)
    export.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        help="where to (default: stdout); compressed if its name ends in .xz or .gz",
    )
    export.add_argument(
        "--unsafe", action="store_true", help="also what is marked unsafe or partial, which no proof can use"
    )


def explain_options(parser: argparse.ArgumentParser) -> None:
    """The options of `explain`."""
    parser.add_argument("node", metavar="NODE", help="its short or full name")
    project_option(parser)
    parser.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="X",
        help="evaluate f and f' at X, proven to the last digit printed (repeatable): -3.5, 1/3, inf; for a "
        "vector node its entries, 1,2,3, or arrays with a semicolon between",
    )
    value_option(parser, "value of a parameter of the node (repeatable)")
    parser.add_argument("--digits", type=natural, metavar="N", help="correct digits of values (default: 20)")
    parser.add_argument(
        "--depth", type=natural, metavar="N", help="levels of the dependency tree (3; 0 leaves it out)"
    )
    parser.add_argument(
        "--goal",
        action="append",
        default=[],
        metavar="LINE",
        help="goal state at a line of the theorem's file, at +N lines below its name, or at "
        "FILE:LINE[:COLUMN] (repeatable)",
    )
