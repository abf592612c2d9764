"""How progress is told: a meter for each stretch of work, made by whoever wants to see it."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from proofgrad.bridge.build.run import BuildEvent

__all__ = ["Meter", "Progress", "silent"]


class Meter(Protocol):
    """A context manager around a stretch of work."""

    def __enter__(self) -> Meter: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def event(self, event: BuildEvent) -> None:
        """An event of the bridge."""

    def update(self, done: int, total: int, text: str = "") -> None:
        """`done` of `total` are done, and `text` of what is going on; 0 in total if that is not known."""


Progress: TypeAlias = Callable[[str], Meter]
"""Title of a stretch of work -> its meter."""


class _Silent:
    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def event(self, event: BuildEvent) -> None:
        """Told to nobody."""

    def update(self, done: int, total: int, text: str = "") -> None:
        """Told to nobody."""


def silent(_title: str) -> Meter:
    """The progress that nobody sees."""
    return _Silent()
