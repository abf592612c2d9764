"""The main job: check the proofs, read the catalogue, test the kernels; one run for the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.report.model import SCHEMA_VERSION
from proofgrad.oracle.work.backend import backend_target, kernels_named
from proofgrad.oracle.work.check import catalogue_part, check_part
from proofgrad.oracle.work.nodes import nodes_json, pick
from proofgrad.oracle.work.options import CheckOptions, TestOptions
from proofgrad.oracle.work.progress import Progress, silent
from proofgrad.oracle.work.test import test_part

if TYPE_CHECKING:
    from proofgrad.oracle.report.model import Run

__all__ = ["main_job"]


def main_job(
    check: CheckOptions,
    test: TestOptions,
    progress: Progress = silent,
    on_error: Callable[[ProofgradError], None] | None = None,
) -> Run:
    """Check, catalogue, test. What stops a later part is kept in `errors`, beside what was found before.

    Args:
        check: how proofs are checked.
        test: how kernels are tested.
        progress: told how far it is.
        on_error: told at once what stops a later part.

    Raises:
        UsageError: the backend makes no sense for all nodes.
        ProofgradError: the proofs cannot be checked at all.
    """
    from proofgrad.oracle.graph.examples import EXAMPLES

    # A wrong command line is told before Lean is started.
    target = backend_target(test.backend, isolate=test.isolate)
    if target is not None and not isinstance(target, Mapping):
        hint = "a mapping from names of nodes to kernels, or: proofgrad test NODE --backend ..."
        raise UsageError(f"{test.backend} is one kernel, and this is about all nodes", hint=hint)
    # Without a Lean or a project there is nothing to report on, so what `check` raises is not caught.
    run: Run = {
        "schema_version": SCHEMA_VERSION,
        "check": check_part(check, progress),
        "nodes": None,
        "test": None,
        "errors": [],
    }
    part = "nodes"
    try:
        catalogue = catalogue_part(check.project, progress, check=check, timeout=check.timeout)
        run["nodes"] = nodes_json(catalogue)
        part = "test"
        if test.backend == "numpy" and not test.programs and not test.project:
            test = replace(test, programs=tuple(EXAMPLES))
        names = kernels_named(target, test.backend, catalogue)
        run["test"] = test_part(test, progress, pick(catalogue, names))
    except ProofgradError as error:
        run["errors"].append({"part": part, "code": error.code, "message": error.message, "hint": error.hint})
        if on_error is not None:
            on_error(error)
    return run
