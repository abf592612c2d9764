"""The commands around the others: run, report, doctor, completion."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.grammar import Add
from proofgrad.oracle.cli.options import check_options, place_options, project_option, test_options

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    run = add(
        "run",
        "the main job: check, read the catalogue, test the NumPy kernels, report",
        """
        proofgrad
        proofgrad run --out build/report
        proofgrad run --format json > report.json""",
    )
    run.add_argument(
        "--out", default="proofgrad-report", metavar="DIR", help="folder for the report (./proofgrad-report)"
    )
    place_options(run)
    check_options(run)
    test_options(run)

    report = add(
        "report",
        "write a report, of a new run or of a saved one",
        """
        proofgrad report --html report.html --junit report.xml
        proofgrad report --from proofgrad-report/report.json --markdown summary.md
        proofgrad report --from new.json --compare old.json
        proofgrad report --from new.json --annotations github --source-root lean""",
    )
    report_options(report)
    place_options(report)
    report.add_argument("--from", dest="source", metavar="FILE", help="a saved report.json; nothing is run")
    report.add_argument("--compare", metavar="FILE", help="say what changed since this older report.json")
    check_options(report)
    test_options(report)

    doctor = add(
        "doctor",
        "which Lean, which versions, what would be used and why",
        """
        proofgrad doctor
        proofgrad doctor --project path/to/lean --format json""",
    )
    project_option(doctor)

    completion = add(
        "completion",
        "a script for your shell, so that the tab key completes",
        """
        source <(proofgrad completion bash)        # in ~/.bashrc
        proofgrad completion zsh > ~/.zfunc/_proofgrad
        proofgrad completion fish > ~/.config/fish/completions/proofgrad.fish""",
    )
    completion.add_argument(
        "shell",
        choices=("bash", "zsh", "fish", "tcsh", "powershell", "nodes"),
        help="which shell (nodes: print the names of nodes, as the scripts ask for)",
    )


def report_options(parser: argparse.ArgumentParser) -> None:
    """The output files of `report`."""
    for fmt in ("html", "markdown", "json", "junit", "sarif"):
        parser.add_argument(f"--{fmt}", metavar="FILE", help=f"write it as {fmt} to FILE")
    parser.add_argument("--badge", metavar="FILE", help="write a badge (SVG) to FILE")
