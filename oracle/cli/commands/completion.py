"""`proofgrad completion`: a script that teaches a shell our commands, options and nodes."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from proofgrad.bridge.errors import EXIT_OK
from proofgrad.oracle.cli.grammar import Parser
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parser import build
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = ["execute", "script"]

DIRECTORIES = ("project", "out", "oleans")
FILES = ("output", "export", "html", "markdown", "json", "junit", "sarif", "badge", "source", "compare")
NODES = {"nodes": "names", "test": "names", "sweep": "names", "watch": "names", "explain": "node"}
"""Command -> the argument that is a node's name."""


def execute(options: argparse.Namespace, out: Output) -> int:
    """Print the script, or the words that the script asks for."""
    if options.shell == "nodes":
        words = node_names()
        out.document(envelope("completion", {"nodes": words}))
        text = "\n".join(words)
    else:
        text = script(options.shell)
        out.document(envelope("completion", {"shell": options.shell, "script": text}))
    if not out.json:
        sys.stdout.write(text.rstrip("\n") + "\n")
    return EXIT_OK


def script(shell: str) -> str:
    """The script for ``bash``, ``zsh``, ``fish``, ``tcsh`` or ``powershell``."""
    import shtab

    parser = build()
    for name, command in subparsers(parser).items():
        for action in command._actions:
            kind: Any = None
            if action.dest in DIRECTORIES:
                kind = shtab.DIRECTORY
            elif action.dest in FILES:
                kind = shtab.FILE
            elif action.dest == NODES.get(name):
                kind = shtab.cmd("proofgrad completion nodes 2>/dev/null")
            elif action.dest == "dtype":
                action.choices = list(DTYPES)
            if kind is not None:
                action.complete = kind  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell))


def subparsers(parser: Parser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def node_names() -> list[str]:
    """Short names of the nodes of the shipped library; none if they have never been read."""
    from proofgrad.bridge.checking.catalogue import known_catalogue

    known = known_catalogue()  # Lean is not started for a tab key
    return sorted({node.short_name for node in known.nodes if node.kind != "generic"}) if known else []
