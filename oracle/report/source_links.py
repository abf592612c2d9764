"""Links from a report to the Lean sources, where they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.report.markup import Child, tag

__all__ = ["SCHEMES", "SourceLinks"]

SCHEMES = ("https", "http", "file", "vscode")
"""A link of any other kind (such as `javascript:`) is refused."""


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """Where sources are.

    Attributes:
        template: an address with ``{file}`` (relative to the Lean project) and perhaps ``{line}``, such as
            ``https://host/project/blob/main/lean/{file}#L{line}``; None for no links.

    Raises:
        UsageError: the template has no ``{file}``, or is no address that a browser should open.
    """

    template: str | None = None

    def __post_init__(self) -> None:
        if self.template is None:
            return
        if "{file}" not in self.template:
            raise UsageError(
                "--source-url has no {file}", hint="https://host/project/blob/main/{file}#L{line}"
            )
        if urlsplit(self.template).scheme not in SCHEMES:
            raise UsageError(f"--source-url must start with one of: {', '.join(SCHEMES)}")

    def address(self, file: str, line: int) -> str | None:
        """The address of a line of a file; None if there are no links."""
        if self.template is None:
            return None
        return self.template.replace("{file}", quote(file)).replace("{line}", str(line))

    def link(self, source: Mapping[str, Any] | None) -> Child:
        """``file:line``, as a link where there is an address; nothing where the source is not known."""
        if not source:
            return None
        text = f"{source['file']}:{source['line']}"
        address = self.address(source["file"], source["line"])
        return tag("a", text, href=address) if address else text
