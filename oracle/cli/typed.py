"""From what argparse has read to the typed options of the work."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.work.options import CheckOptions, TestOptions
from proofgrad.oracle.work.progress import Progress

__all__ = ["check_options", "progress_of", "project_folder", "test_options"]


def project_folder(options: argparse.Namespace) -> Path | None:
    """--project, or None for the project in this package."""
    return Path(options.project) if options.project else None


def check_options(options: argparse.Namespace) -> CheckOptions:
    """The options about checking proofs."""
    oleans, export = getattr(options, "oleans", None), getattr(options, "export", None)
    return CheckOptions(
        project=project_folder(options),
        checker=options.checker,
        via=options.via,
        timeout=options.timeout,
        allow_axioms=tuple(options.allow_axiom),
        require_proof=options.require_proof,
        fail_fast=options.fail_fast,
        oleans=Path(oleans) if oleans else None,
        export=None if export is None else Path(export),
        only_types=getattr(options, "arena", False),
    )


def test_options(options: argparse.Namespace) -> TestOptions:
    """The options about testing kernels."""
    return TestOptions(
        project=project_folder(options),
        backend=options.backend,
        dtypes=tuple(options.dtype or ()),
        exhaustive=options.exhaustive,
        what=tuple(getattr(options, "what", None) or ()),
        params=tuple(options.param),
        formula=getattr(options, "formula", None),
        assume=tuple(getattr(options, "assume", ())),
        shapes=options.shapes,
        given_shapes=tuple(options.shape),
        programs=tuple(options.program),
        isolate=options.isolate,
        max_ulp=options.max_ulp,
        timeout=options.timeout,
        require_proof=options.require_proof,
        debug=options.debug,
    )


def progress_of(out: Output) -> Progress:
    """Bars on this output."""
    return partial(Bar, out)
