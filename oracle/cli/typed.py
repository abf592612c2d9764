"""From what argparse has read to the typed options of the work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.work.configured import configured
from proofgrad.oracle.work.options import CheckOptions, TestOptions
from proofgrad.oracle.work.progress import Progress

if TYPE_CHECKING:
    from proofgrad.oracle.difftest.verdict import What

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
    """The options about testing kernels, what is not given from pyproject.toml.

    Raises:
        UsageError: pyproject.toml says what makes no sense, or there is nowhere to write a baseline.
    """
    own = configured()

    def chosen(name: str, value: Any, otherwise: Any) -> Any:
        return own.get(name, otherwise) if value is None else value

    baseline = chosen("baseline", options.baseline, None)
    if options.write_baseline and baseline is None:
        raise UsageError("--write-baseline writes to a file", hint="--baseline FILE names it")
    allow = None if options.allow is None else _words(options.allow)
    return TestOptions(
        project=project_folder(options),
        backend=options.backend,
        dtypes=tuple(options.dtype or (() if options.exhaustive else own.get("dtype", ()))),
        exhaustive=options.exhaustive,
        params=tuple(options.param),
        formula=getattr(options, "formula", None),
        assume=tuple(getattr(options, "assume", ())),
        shapes=options.shapes,
        given_shapes=tuple(options.shape),
        programs=tuple(options.program),
        isolate=options.isolate,
        max_ulp=chosen("max_ulp", options.max_ulp, None),
        what=_parts(chosen("what", None if options.what is None else _words(options.what), ())),
        require=chosen("require", options.require, "accurate"),
        allow=chosen("allow", allow, ()),
        range=chosen("range", options.range, None),
        rtol=chosen("rtol", options.rtol, None),
        atol=chosen("atol", options.atol, None),
        unit=chosen("unit", options.unit, "formula"),
        layouts=not options.no_layouts and own.get("layouts", True),
        baseline=None if baseline is None else Path(baseline),
        write_baseline=options.write_baseline,
        timeout=options.timeout,
        require_proof=options.require_proof,
        debug=options.debug,
    )


def _parts(names: Sequence[str]) -> tuple[What, ...]:
    if not names:
        return ()
    from proofgrad.oracle.difftest.verdict import parts_named

    return parts_named(names)


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for text in given for word in text.split(",") if word.strip())


def progress_of(out: Output) -> Progress:
    """Bars on this output."""
    return partial(Bar, out)
