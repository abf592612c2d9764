"""The second, independent type checker of Lean's type theory."""

from proofgrad.bridge.checker.driver import Recheck, recheck

__all__ = ["Recheck", "recheck"]
