"""The command line. :func:`main` is all there is to import; each command loads what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run `proofgrad` with these arguments (default: those of the process) and return its exit code."""
    from proofgrad.oracle.cli.app import run

    return run(argv)
