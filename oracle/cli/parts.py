"""The three parts of the main job, from options to the JSON of each; the commands put them together."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, cast

from proofgrad.bridge.errors import CatalogueError, ProofgradError
from proofgrad.oracle.cli.output import SCHEMA_VERSION, Output
from proofgrad.oracle.cli.parser import nearest
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.report.model import CheckJson, NodesJson, Run, TestJson

__all__ = ["check_part", "main_job", "nodes_part", "pick_nodes", "project_folder", "test_part"]


def project_folder(options: argparse.Namespace) -> Path | None:
    """--project, or None for the project in this package."""
    return Path(options.project) if options.project else None


def envelope(command: str, body: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a part, with its schema version and name in front."""
    return {"schema_version": SCHEMA_VERSION, "command": command, **body}


def check_part(options: argparse.Namespace, out: Output) -> CheckJson:
    """Check the proofs. Raises ProofgradError where that is not possible at all."""
    from proofgrad.bridge.checking import check

    with Bar(out, "Lean modules") as bar:
        result = check(
            project_folder(options),
            checker=options.checker,
            via=options.via,
            timeout=options.timeout,
            allow_axioms=tuple(options.allow_axiom),
            require_proof=options.require_proof,
            fail_fast=options.fail_fast,
            on_event=lambda event: bar.update(event.done, event.total, event.module),
        )
    return cast(CheckJson, envelope("check", result.to_json()))


def nodes_part(options: argparse.Namespace, out: Output) -> NodesJson:
    """Read the catalogue of what was checked; compiles first where nothing is compiled yet."""
    import proofgrad.bridge

    with Bar(out, "Lean modules") as bar:
        found = proofgrad.bridge.catalogue(
            project_folder(options),
            timeout=options.timeout,
            on_event=lambda event: bar.update(event.done, event.total, event.module),
        )
    return cast(NodesJson, envelope("nodes", found.to_json()))


def pick_nodes(nodes: NodesJson, names: list[str]) -> NodesJson:
    """Only the nodes of these full or short names; all if there are no names.

    Raises:
        CatalogueError: there is no such node; the hint names the nearest.
    """
    if not names:
        return nodes
    picked = []
    for name in names:
        found = [n for n in nodes["nodes"] if name == n["name"] or n["name"].endswith(f".{name}")]
        if not found:
            known = [n["name"].rpartition(".")[2] for n in nodes["nodes"]]
            raise CatalogueError(
                f"no node {name!r}", hint=nearest(name.rpartition(".")[2], known) or "see: proofgrad nodes"
            )
        picked += found
    return cast(NodesJson, nodes | {"nodes": picked})


def test_part(options: argparse.Namespace, out: Output, nodes: NodesJson) -> TestJson:
    """Test the kernels of a backend on these nodes."""
    raise NotImplementedError


def main_job(options: argparse.Namespace, out: Output) -> Run:
    """Check, catalogue, test. What stops one part is kept in `errors`, and the others still run."""
    run: Run = {"schema_version": SCHEMA_VERSION, "check": None, "nodes": None, "test": None, "errors": []}
    run["check"] = check_part(options, out)  # no Lean, no project: there is nothing to report on, so let it raise
    try:
        run["nodes"] = nodes_part(options, out)
        run["test"] = test_part(options, out, run["nodes"])
    except ProofgradError as error:
        part = "nodes" if run["nodes"] is None else "test"
        run["errors"].append({"part": part, "code": error.code, "message": error.message, "hint": error.hint})
        if not out.json:
            out.error(error)
    return run
