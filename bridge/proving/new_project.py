"""A small Lean project of one's own that stands on the installed library: `proofgrad init`.

It requires the library by name; proofgrad compiles what it imports from there out of the installed sources,
and shares the results with everybody by content. Nothing of the library is copied.
"""

from __future__ import annotations

from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.olean.evaluate import Data
from proofgrad.bridge.project.project import LIBRARY
from proofgrad.bridge.proving.leaf import Statement, lean_file
from proofgrad.bridge.writing.data import make

__all__ = ["write_project"]

_LAKEFILE = """name = "{name}"
defaultTargets = ["Formulas"]

# As in the library: it has no Init, which these would need.
[leanOptions]
genInjectivity = false
genSizeOf = false

# The library that ships with proofgrad. proofgrad finds it by this name. A lake of your own needs to be told
# where it is: add a line  path = "..."  with what `proofgrad doctor -v` shows (not tried with a real lake).
[[require]]
name = "{library}"

[[lean_lib]]
name = "Formulas"
"""
_ROOT = """prelude
import Formulas.Bell
"""
_TEST = '''"""The kernel computes what was proven: pytest, with proofgrad's plugin."""

import numpy as np
import pytest


def bell(x):
    """In double precision within: exp makes the error of the rounded square larger."""
    wide = x.astype(np.float64) / 2
    return np.exp(-wide * wide).astype(x.dtype)


@pytest.mark.proofgrad("bell", project=".", params={"sigma": 2.0}, dtype="float32", what=["forward"])
def test_bell(proofgrad_verdicts):
    proofgrad_verdicts(bell)
'''
_WORKFLOW = """name: proofs
on: [push, pull_request]
jobs:
  proofs:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install proofgrad pytest
      - run: proofgrad check --project .
      - run: pytest
"""
_CONFIG = """# What this project calls a node, a theorem about one, the real numbers. Without
# entries the names are those of the library; docs/projects.md describes the others.
"""


def write_project(folder: Path) -> list[Path]:
    """Write the project into a folder that is new or empty.

    Returns:
        The files.

    Raises:
        UsageError: something is in the folder, or it cannot be written; then nothing was written.
    """
    x, sigma = make("var", 0), make("var", 1)
    quotient = make("div", x, sigma)
    bell = make("fn", Data("Fn.exp"), make("neg", make("pow", quotient, 2)))
    slope = make("neg", make("mul", bell, make("div", make("mul", make("num", 2), quotient), sigma)))
    given = Data("Formula.Condition.ne", (sigma, make("num", 0)))
    one = make("num", 1)
    statement = Statement("bell", "x", ("sigma",), bell, slope, (given,), (one, one))
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in folder.absolute().name) or "formulas"
    files = {
        "lakefile.toml": _LAKEFILE.format(name=name, library=LIBRARY),
        "lean-toolchain": (lean_sources() / "lean-toolchain").read_text(encoding="utf-8"),
        "proofgrad.toml": _CONFIG,
        "Formulas.lean": _ROOT,
        "Formulas/Bell.lean": lean_file(statement),
        "tests/test_bell.py": _TEST,
        ".github/workflows/proofs.yml": _WORKFLOW,
    }
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty", hint="name a new folder")
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, text.encode(), shared=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error}") from error
    return [folder / path for path in files]
