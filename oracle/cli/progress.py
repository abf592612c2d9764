"""Progress on stderr: a bar with the time left on a terminal, a line now and then where it is piped."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from proofgrad.oracle.report.neutral import neutral

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from proofgrad.oracle.cli.output import Output

__all__ = ["Bar"]

PATIENCE = 0.4
"""Seconds before a bar appears: what is quicker needs none, and rich need not be loaded."""
INTERVAL = 10.0
"""Seconds between lines where stderr is no terminal."""


class Bar:
    """A context manager; :meth:`update` as often as you like.

    Args:
        out: decides whether anything is shown.
        title: what is being done, such as ``Lean modules``.
    """

    def __init__(self, out: Output, title: str) -> None:
        self.out = out
        self.title = title
        self.terminal = sys.stderr.isatty()
        self.started = self.last = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away; a later :meth:`update` begins a new one."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        self.started = self.last = time.monotonic()

    def update(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` are done, and `text` of what is going on."""
        now, text = time.monotonic(), neutral(text)
        if self.out.quiet or now - self.started < PATIENCE:
            return
        if not self.terminal:
            if now - self.last >= INTERVAL:
                self.last = now
                print(f"{self.title}: {done} of {total} {text}".rstrip(), file=sys.stderr, flush=True)
            return
        if self._progress is None:
            self._start()
        assert self._progress is not None
        assert self._task is not None
        self._progress.update(self._task, completed=done, total=total, text=text)

    def _start(self) -> None:
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
        from rich.table import Column

        self._progress = Progress(
            TextColumn(escape(self.title)),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[text]}", style="dim", markup=False, table_column=Column(no_wrap=True)),
            console=self.out.errors,
            transient=True,
        )
        self._progress.start()
        self._task = self._progress.add_task(self.title, total=None, text="")
