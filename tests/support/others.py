"""Make a copy of tests/support/other_project with its package compiled beside it, as lake leaves it."""

from __future__ import annotations

import shutil
from pathlib import Path

from proofgrad.bridge.build.run import build
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project

SOURCE = Path(__file__).parent / "other_project"
PACKAGE = (
    "NN.Proofs.Autograd.Op",
    "NN.Analysis.Real",
    "NN.Analysis.ExpDeriv",
    "NN.Analysis.Deriv.Inv",
    "NN.Analysis.Deriv.Pow",
    "NN.Analysis.Pow",
)
"""The modules of proofgrad's library that it imports."""


def install(folder: Path) -> Path:
    """The project in a new folder; its package is compiled first, or taken from the cache."""
    shutil.copytree(SOURCE, folder)
    built = build(load_project(), find_toolchain(), modules=PACKAGE)
    assert built.status == "ok"
    library = folder / ".lake" / "packages" / "NN" / ".lake" / "build" / "lib" / "lean"
    for name, olean in built.oleans.items():
        *folders, last = name.split(".")
        place = library.joinpath(*folders, last + ".olean")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(olean, place)
    return folder
