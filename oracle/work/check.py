"""Check the proofs, and read the catalogue of what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.options import CheckOptions
from proofgrad.oracle.work.progress import Progress
from proofgrad.oracle.work.safety import examined, examined_result

if TYPE_CHECKING:
    from pathlib import Path

    from proofgrad.bridge.catalogue import Catalogue
    from proofgrad.oracle.report.model import CheckJson

__all__ = ["catalogue_at_once", "catalogue_part", "check_part"]


def check_part(options: CheckOptions, progress: Progress) -> CheckJson:
    """Check the proofs. Raises ProofgradError where that is not possible at all."""
    from proofgrad.bridge.checking.check import check

    with progress("Lean modules") as meter:
        result = check(
            options.project,
            checker=options.checker,
            via=options.via,
            timeout=options.timeout,
            allow_axioms=options.allow_axioms,
            require_proof=options.require_proof,
            fail_fast=options.fail_fast,
            on_event=meter.event,
            oleans=options.oleans,
            export=options.export,
            only_types=options.only_types,
        )
    return cast("CheckJson", envelope("check", examined_result(result).to_json()))


def catalogue_part(
    project: Path | None,
    progress: Progress,
    *,
    check: CheckOptions | None = None,
    timeout: float | None = None,
) -> Catalogue:
    """Read the catalogue of a project, with what the net finds; compiles first what is not compiled yet.

    Args:
        project: None for the library that ships with proofgrad.
        progress: told how far it is.
        check: who checked, and which axioms are allowed; None for Lean and the usual three.
        timeout: wall-clock seconds for a module in Lean.
    """
    import proofgrad.bridge

    with progress("Lean modules") as meter:
        found = proofgrad.bridge.catalogue(
            project,
            checker="lean" if check is None or check.checker == "lean" else "both",
            timeout=timeout,
            allow_axioms=() if check is None else check.allow_axioms,
            on_event=meter.event,
        )
    return examined(found)


def catalogue_at_once(names: Sequence[str]) -> Catalogue | None:
    """Nodes of the library for tests of kernels that need not wait for the proofs: as they were read before
    or, where they never were, as they ship, with what the net finds. None if they have to be read.

    Args:
        names: full names of nodes, or endings of names; only these are looked at by the net. All if empty.
    """
    from proofgrad.bridge.checking.catalogue import known_catalogue
    from proofgrad.bridge.checking.shipped_nodes import shipped_nodes

    found = known_catalogue() or shipped_nodes()
    if found is None:
        return None
    if names:
        asked = tuple(n for n in found.nodes if any(f".{n.name}".endswith(f".{name}") for name in names))
        found = replace(found, nodes=asked)
    return examined(found)
