"""Progress on stderr: a bar with the time left on a terminal, a line now and then where it is piped."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from proofgrad.oracle.report.neutral import neutral

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from proofgrad.bridge.build.run import BuildEvent
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
        self._shown = ""

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

    def event(self, event: BuildEvent) -> None:
        """Show an event of the bridge: modules, then stages, each counted by itself."""
        if event.kind == "stage":
            self.update(event.done, event.total, title=event.module[:1].upper() + event.module[1:])
        else:
            self.update(event.done, event.total, event.module)

    def update(self, done: int, total: int, text: str = "", *, title: str | None = None) -> None:
        """Say that `done` of `total` are done, and `text` of what is going on.

        Args:
            done: how many.
            total: of how many; 0 if that is not known.
            text: about what is being done.
            title: instead of the bar's own; time left is estimated anew where it changes.
        """
        now, text = time.monotonic(), neutral(text)
        if self.out.quiet or now - self.started < PATIENCE:
            return
        title = title or self.title
        if not self.terminal:
            if now - self.last >= INTERVAL:
                self.last = now
                count = f": {done} of {total}" if total else ""
                print(f"{title}{count} {text}".rstrip(), file=sys.stderr, flush=True)
            return
        if self._progress is None:
            self._start()
        assert self._progress is not None
        if title != self._shown:
            from rich.markup import escape

            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(escape(title), total=None, text="", count="")
            self._shown = title
        assert self._task is not None
        count = f"{done}/{total}" if total else ""
        self._progress.update(self._task, completed=done, total=total or None, text=text, count=count)

    def _start(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
        from rich.table import Column

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=16),
            TextColumn("{task.fields[count]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[text]}", style="dim", markup=False, table_column=Column(no_wrap=True)),
            console=self.out.errors,
            transient=True,
        )
        self._progress.start()
        self._task, self._shown = None, ""
