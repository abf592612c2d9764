"""Where everything that is said goes: results to stdout (text or JSON), progress and errors to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import ProofgradError, shortened
from proofgrad.oracle.report.model import SCHEMA_VERSION
from proofgrad.oracle.report.neutral import escaped, neutral

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["Output"]

PIPE_WIDTH = 100
_WIDE = 400


class Output:
    """The two streams of a command.

    Args:
        fmt: ``text`` or ``json``; with json, stdout gets exactly one JSON document.
        verbosity: -1 with -q, 1 with -v.
    """

    def __init__(self, fmt: str, *, verbosity: int = 0) -> None:
        self.json = fmt == "json"
        self.verbosity = verbosity
        self._console: Console | None = None
        self._errors: Console | None = None
        for stream in (sys.stdout, sys.stderr):  # never die of a letter that the terminal does not have
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    @property
    def quiet(self) -> bool:
        """Whether only what is wrong should be said."""
        return self.verbosity < 0

    @property
    def verbose(self) -> bool:
        """Whether to say more."""
        return self.verbosity > 0

    @property
    def console(self) -> Console:
        """stdout. Plain, and of a fixed width, when it is not a terminal; rich itself honours NO_COLOR."""
        if self._console is None:
            from rich.console import Console

            width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
            self._console = Console(highlight=False, emoji=False, width=width)
        return self._console

    @property
    def _wide(self) -> Console:
        """For tables that are piped: as wide as they ask for, so that a row stays a line."""
        from rich.console import Console

        return Console(highlight=False, emoji=False, width=_WIDE)

    @property
    def errors(self) -> Console:
        """stderr."""
        if self._errors is None:
            from rich.console import Console

            self._errors = Console(
                stderr=True, highlight=False, emoji=False, soft_wrap=not sys.stderr.isatty()
            )
        return self._errors

    def show(self, *parts: RenderableType | Sequence[RenderableType]) -> None:
        """Print for people; nothing with --format json. Piped text is not wrapped: a line stays a line."""
        if self.json:
            return
        from rich.table import Table
        from rich.text import Text

        piped = not sys.stdout.isatty()
        for part in parts:
            for item in part if isinstance(part, list) else [part]:
                line = isinstance(item, Text) and (piped or item.no_wrap is True)
                console = self._wide if self.width is None and isinstance(item, Table) else self.console
                console.print(item, soft_wrap=line)

    @property
    def width(self) -> int | None:
        """Columns to wrap text to; None where stdout is no terminal and COLUMNS does not ask for a width."""
        return self.console.width if sys.stdout.isatty() or os.environ.get("COLUMNS") else None

    def lines(self, lines: Iterable[tuple[str, str]]) -> None:
        """Print lines that have been wrapped already, each in its style: a title, code, or neither."""
        if self.json:
            return
        from rich.text import Text

        styles = {"title": "bold", "label": "dim", "code": "cyan"}  # others are styles of rich
        for text, style in lines:
            self.console.print(Text(neutral(text), styles.get(style, style)), soft_wrap=True)

    def document(self, value: Mapping[str, Any]) -> None:
        """Print the JSON document of the command; nothing with --format text."""
        if self.json:
            text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
            sys.stdout.write(escaped(text) + "\n")

    def annotate(self, lines: Iterable[str]) -> None:
        """Lines for a code host, as they are; on stderr with --format json, whose stdout is JSON only."""
        for line in lines:
            print(line, file=sys.stderr if self.json else sys.stdout)

    def json_line(self, value: Mapping[str, Any]) -> None:
        """Print a JSON document on one line, at once; nothing with --format text."""
        if self.json:
            text = json.dumps(value, ensure_ascii=False, allow_nan=False)
            sys.stdout.write(escaped(text) + "\n")
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """A remark on stderr, left out with -q."""
        if not self.quiet:
            print(neutral(text), file=sys.stderr)

    def error(self, error: ProofgradError) -> None:
        """An error, with what to do next: on stderr, or as the JSON document."""
        if self.json:
            found = {
                "code": error.code,
                "message": shortened(error.message),
                "hint": error.hint,
                "exit_code": error.exit_code,
            }
            self.document({"schema_version": SCHEMA_VERSION, "error": found})
            return
        print(f"proofgrad: error: {neutral(shortened(error.message))}", file=sys.stderr)
        if error.hint:
            print(f"  hint: {neutral(shortened(error.hint))}", file=sys.stderr)

    def interrupted(self) -> None:
        """After Ctrl-C."""
        if self.json:
            found = {"code": "interrupted", "message": "interrupted", "hint": None, "exit_code": 130}
            self.document({"schema_version": SCHEMA_VERSION, "error": found})
        else:
            print("proofgrad: interrupted", file=sys.stderr)
