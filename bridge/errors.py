"""Every error that proofgrad raises, under one base class.

An error has a stable ``code`` (used in JSON), the exit status the command line ends with, and a ``hint``:
what the person who sees it can do next. What a check *finds* (a rejected proof, a ``sorry``) is no exception
but a :class:`~proofgrad.bridge.checking.model.Problem`; exceptions are for what keeps the tool from answering
at all.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "EXIT_FINDINGS",
    "EXIT_INCONCLUSIVE",
    "EXIT_OK",
    "EXIT_USAGE",
    "CacheError",
    "CatalogueError",
    "ConfigError",
    "ExportError",
    "FormulaError",
    "LakeError",
    "LeanCrashed",
    "LeanTimeout",
    "OleanError",
    "ProjectError",
    "ProofgradError",
    "ServerError",
    "ToolchainError",
    "ToolchainMismatch",
    "ToolchainNotFound",
    "UsageError",
    "shortened",
]

EXIT_OK = 0
"""Everything that was asked for was checked and nothing is wrong."""
EXIT_FINDINGS = 1
"""Something is wrong: a rejected proof, a failing kernel."""
EXIT_USAGE = 2
"""The command line or the configuration does not make sense."""
EXIT_INCONCLUSIVE = 3
"""Something could not be checked: no Lean, a time-out, a crash, nothing to check."""


LONGEST = 10_000
"""Characters of one message that are kept; a few of Lean's are thousands long and worth reading."""


def shortened(text: str, limit: int = LONGEST) -> str:
    """The text, or its beginning and a note of how much was left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]} … ({len(text) - limit:,} characters left out)"


class ProofgradError(Exception):
    """Base of all errors of proofgrad.

    Args:
        message: what happened, in a sentence.
        hint: what to do next; shown on a line of its own.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = EXIT_INCONCLUSIVE

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class UsageError(ProofgradError, ValueError):
    """An argument, a name or a configuration value that makes no sense."""

    code = "usage"
    exit_code = EXIT_USAGE


class FormulaError(UsageError):
    """A formula that cannot be read or proven.

    Args:
        message: what is wrong, in a sentence.
        hint: what to do next.
        text: the formula as it was given.
        at: where in it: the first character and the one behind the last; shown with a caret.
    """

    code = "formula"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        text: str | None = None,
        at: tuple[int, int] | None = None,
    ) -> None:
        self.text, self.at = text, at
        if text is not None and at is not None:
            message = f"{message}\n{_pointed(text, *at)}"
        super().__init__(message, hint=hint)


def _pointed(text: str, start: int, end: int, width: int = 72) -> str:
    """The line of the text with that place, cut to a width, and carets below it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)]
    start, end = start - first, min(end - first, len(line))
    left = max(0, min(start - width // 2, len(line) - width))
    shown = line[left : left + width]
    shown = "".join(c if c.isprintable() else " " for c in shown)
    carets = "^" * max(1, min(end, left + width) - start)
    return f"    {shown}\n    {' ' * (start - left)}{carets}"


class ToolchainError(ProofgradError):
    """Lean cannot be used."""

    code = "toolchain"


class ToolchainNotFound(ToolchainError, FileNotFoundError):
    """There is no Lean on this machine that proofgrad can run."""

    code = "no-lean"


class ToolchainMismatch(ToolchainError):
    """A Lean was found, but not the version or not the bytes that the project asks for."""

    code = "wrong-lean"


class LakeError(ToolchainError):
    """The project's own `lake` failed, or did not finish."""

    code = "lake"


class CacheError(ProofgradError, OSError):
    """The cache folder cannot be written (read-only, full, not a folder)."""

    code = "cache"


class ProjectError(ProofgradError):
    """The Lean project cannot be read: no such folder, a broken lakefile, a file that is not UTF-8."""

    code = "project"


class ConfigError(ProofgradError, ValueError):
    """A project's `proofgrad.toml`, or `[tool.proofgrad]`, says what makes no sense."""

    code = "config"
    exit_code = EXIT_USAGE


class LeanTimeout(ProofgradError, TimeoutError):
    """Lean did not finish within the time-out and was stopped."""

    code = "timeout"


class LeanCrashed(ProofgradError):
    """Lean ended without a verdict (a signal, a stack overflow, no output)."""

    code = "crash"


class ServerError(ProofgradError, ConnectionError):
    """The Lean server died, hung or talked nonsense."""

    code = "server"


class OleanError(ProofgradError, ValueError):
    """A file is not an .olean that this reader understands, or it is damaged."""

    code = "olean"


class ExportError(ProofgradError, ValueError):
    """A file is not in Lean's export format, or it is damaged, or too large."""

    code = "export"


class CatalogueError(ProofgradError, LookupError):
    """The catalogue cannot be built from the environment, or has no such node."""

    code = "catalogue"
