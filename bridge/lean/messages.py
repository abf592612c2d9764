"""What Lean says about a module, one message a line of its `--json` output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Message", "panic_in", "parse_messages"]

SORRY_KIND = "hasSorry"
_PANIC = re.compile(r"^PANIC at .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message, by Lean or by the builder.

    Attributes:
        severity: ``error``, ``warning`` or ``information``.
        text: what is said.
        line: 1-based; None where the message is about the whole file.
        column: 0-based, in characters, as Lean prints it.
        end_line, end_column: where it ends, if Lean says so.
        kind: Lean's tag of the message, such as ``hasSorry``; the builder's own are problem codes.
    """

    severity: str
    text: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    kind: str = ""

    @property
    def is_sorry(self) -> bool:
        """Whether this is the warning that a declaration uses `sorry`."""
        return self.kind == SORRY_KIND or (
            self.severity == "warning"
            and self.text in ("declaration uses `sorry`", "declaration uses 'sorry'")
        )

    def to_json(self) -> list[Any]:
        """As a compact list, for the cache."""
        return [
            self.severity,
            self.text,
            self.line,
            self.column,
            self.end_line,
            self.end_column,
            self.kind,
        ]


def panic_in(messages: Iterable[Message]) -> str | None:
    """The first line of a panic that Lean caught while it elaborated a command; None if there was none.

    Lean then goes on as if nothing had happened, and shows the panic as an information.
    """
    for message in messages:
        found = _PANIC.search(message.text) if message.severity == "information" else None
        if found is not None:
            return found[0]
    return None


def parse_messages(output: str) -> tuple[list[Message], list[str]]:
    """Read Lean's `--json` output.

    Returns:
        The messages, and the lines that are none (a crash, a program's own output).
    """
    messages: list[Message] = []
    rest: list[str] = []
    for line in output.splitlines():
        try:
            data = json.loads(line)
            start, end = data["pos"], data.get("endPos") or {}
            kind = data.get("kind") or ""
            messages.append(
                Message(
                    severity=data["severity"],
                    text=data["data"],
                    line=start["line"],
                    column=start["column"],
                    end_line=end.get("line"),
                    end_column=end.get("column"),
                    kind="" if kind == "[anonymous]" else kind,
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            if line.strip():
                rest.append(line)
    return messages, rest
