"""Looking at a Lean project and at kernel files again whenever one of them is edited."""

from proofgrad.oracle.watching.events import WatchEvent
from proofgrad.oracle.watching.loop import Watch

__all__ = ["Watch", "WatchEvent"]
