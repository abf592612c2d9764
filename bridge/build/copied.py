"""What Lean reads of a module: a private copy of the source, and a mark behind its end.

Lean opens a file by itself, some time after we have read it. Between the two it may change, and change back
before anybody looks again; the verdict would be remembered for a text that Lean has never seen. So Lean is
given a copy of exactly the bytes that the content key was made from.

The mark is a command that prints a number nobody can know: if Lean has not printed it, it did not come to the
end of the file (`#exit`, a command that acts like it, a process that was ended by a macro), and what was not
reached was not checked. A mark changes what Lean says of a file that breaks off, so such a file is
given to Lean once more without it.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.build.plan import PlannedModule
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.project.header import split_name
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.project.tokens import tokens

__all__ = ["Copied", "copied"]

_READS_FILES = b"include"
_PREFIX = "in"


@dataclass(frozen=True, slots=True)
class Copied:
    """A private copy.

    Attributes:
        root: the folder that stands for the folder of the project's sources.
        file: the copy.
        mark: what Lean prints when it has come to the end; None if there is no mark.
        lines: how many lines the source has without it.
    """

    root: Path
    file: Path
    mark: str | None
    lines: int

    def reached_end(self, messages: Sequence[Message]) -> bool:
        """Whether Lean came to the end."""
        return any(self._is_mark(message) for message in messages)

    def disturbed(self, messages: Sequence[Message]) -> bool:
        """Whether an error may be about the mark."""
        if self.mark is None:
            return False
        return any(
            m.severity == "error" and (m.line is None or m.line > self.lines or "#print" in m.text)
            for m in messages
        )

    def without_mark(self, messages: Sequence[Message]) -> list[Message]:
        """What Lean said of the source itself."""
        return [message for message in messages if not self._is_mark(message)]

    def _is_mark(self, message: Message) -> bool:
        return message.severity == "information" and self.mark is not None and message.text == self.mark


def copied(module: PlannedModule, project: Project, folder: Path, *, marked: bool = True) -> Copied:
    """Make the private copy of a source.

    Args:
        module: whose source.
        project: its project.
        folder: an empty folder.
        marked: whether to put a mark behind the end. Behind a last word that needs another command after it
            there is none: Lean shall say that something is missing.

    Raises:
        OSError: it cannot be written.
    """
    *folders, last = split_name(module.name)
    file = folder.joinpath(*folders, last + ".lean")
    file.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(16) if marked and _last_word(module.source) != _PREFIX else None
    end = b"" if mark is None else b'\n\n#print "%s"\n' % mark.encode()
    file.write_bytes(module.source + end)
    if _READS_FILES in module.source:
        _link_neighbours(project.source_dir, folder, folders)
    return Copied(folder, file, mark, module.source.count(b"\n") + 1)


def _last_word(source: bytes) -> str:
    last = ""
    for token in tokens(source.decode("utf-8", "replace")):
        last = token.text
    return last


def _link_neighbours(original: Path, folder: Path, folders: Sequence[str]) -> None:
    """Links to the files beside a source, which `include_str` looks for there."""
    for depth in range(len(folders) + 1):
        here, there = original.joinpath(*folders[:depth]), folder.joinpath(*folders[:depth])
        with contextlib.suppress(OSError):
            for entry in here.iterdir():
                with contextlib.suppress(FileExistsError):
                    (there / entry.name).symlink_to(entry)
