"""Everything about Lean, nothing about floating point: check proofs, read nodes and formulas from terms.

Importing this package loads next to nothing; what it exports is loaded on first use.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, without the time to import typing
if TYPE_CHECKING:
    from typing import Any

    from proofgrad.bridge.build import BuildEvent
    from proofgrad.bridge.catalogue.model import Catalogue, Node, Proof
    from proofgrad.bridge.checking import check
    from proofgrad.bridge.checking_catalogue import catalogue
    from proofgrad.bridge.checking_model import CheckResult, Problem
    from proofgrad.bridge.errors import ProofgradError
    from proofgrad.bridge.toolchain import Toolchain, find_toolchain
    from proofgrad.bridge.vector_formulas import VectorFormulas

__all__ = [
    "BuildEvent",
    "Catalogue",
    "CheckResult",
    "Node",
    "Problem",
    "Proof",
    "ProofgradError",
    "Toolchain",
    "VectorFormulas",
    "catalogue",
    "check",
    "find_toolchain",
]

_HOMES = {
    "BuildEvent": "build",
    "Catalogue": "catalogue.model",
    "CheckResult": "checking_model",
    "Node": "catalogue.model",
    "Problem": "checking_model",
    "Proof": "catalogue.model",
    "ProofgradError": "errors",
    "Toolchain": "toolchain",
    "VectorFormulas": "vector_formulas",
    "catalogue": "checking_catalogue",
    "check": "checking",
    "find_toolchain": "toolchain",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """This package.

    Its attribute `catalogue` is the function, also once the subpackage of that name is imported.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name == "catalogue" and isinstance(value, ModuleType):
            return  # `from proofgrad.bridge.catalogue import Node` finds the subpackage in sys.modules
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
