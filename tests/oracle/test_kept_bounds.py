"""A proven bound stands beside a verdict on the very kernel that it is about, and on no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofgrad.bridge import catalogue
from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.cli import main
from proofgrad.oracle.report import markdown
from proofgrad.oracle.report.html.kernels import kernels_section
from proofgrad.oracle.report.kernels_text import kernels_table, verdict_details
from proofgrad.oracle.report.summary import kernels_of
from proofgrad.oracle.work import kept_bounds
from proofgrad.oracle.work.bound import BoundResult, Row
from proofgrad.oracle.work.kept_bounds import SHIPPED, keep, key_of, with_bounds

KERNEL = "import helper_of_kept\n\n\ndef square(x):\n    return helper_of_kept.product(x, x)\n"
HELPER = "def product(a, b):\n    return a * b\n"


@pytest.fixture(scope="module")
def real(library: object) -> dict[str, Node]:
    """The nodes of the library that ships, by short name."""
    return {node.short_name: node for node in catalogue().nodes}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "kernel_of_kept.py").write_text(KERNEL, "utf-8")
    (tmp_path / "helper_of_kept.py").write_text(HELPER, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which bounds are kept."""
    monkeypatch.setattr("proofgrad.bridge.files.paths.cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def result(proven: float | None) -> BoundResult:
    rows = () if proven is None else (Row(-2.0, 3.0, proven, 0.5),)
    return BoundResult("square", "forward", "float32", "k", rows, (), ("h",), ("t",), None, None)


BACKEND = "kernel_of_kept:square"


def test_a_kept_bound_is_of_the_source_the_formula_and_the_format(real, module: Path, cache) -> None:
    node = real["square"]

    def key(**other: object) -> str | None:
        about = {"backend": BACKEND, "what": "forward", "dtype": "float32", "params": {}} | other
        return key_of(node, **about)  # type: ignore[arg-type]

    first = key()
    keys = [first, key(dtype="float64"), key(what="jvp"), key(params={"c": 2.0}), key(backend="numpy")]
    assert len({*keys, key_of(real["exp"], BACKEND, "forward", "float32")}) == 6
    assert key(what="vjp") is key(backend="torch") is key(backend="nowhere:f") is None
    (module / "helper_of_kept.py").write_text(HELPER + "# edited\n", "utf-8")
    assert key() != first
    (module / "helper_of_kept.py").write_text(HELPER, "utf-8")
    assert key() == first


def verdict(node: str) -> dict[str, object]:
    return {"node": node, "backend": BACKEND, "what": "forward", "dtype": "float32", "params": {}}


def test_an_edited_kernel_has_no_bound(real, module: Path, cache) -> None:
    node = real["square"]
    keep(key_of(node, BACKEND, "forward", "float32", {}), result(1.25))
    found = verdict(node.name)
    with_bounds([found], [node])
    assert found["proven_bound"] == {"ulp": 1.25, "low": -2.0, "high": 3.0, "gaps": 0, "supposes": ["h"]}
    (module / "kernel_of_kept.py").write_text(KERNEL.replace("x, x", "x, 2"), "utf-8")
    found = verdict(node.name)
    with_bounds([found], [node])
    assert "proven_bound" not in found


def test_only_what_was_sealed_here_counts(real, module: Path, cache: Path) -> None:
    node = real["square"]
    key = key_of(node, BACKEND, "forward", "float32", {})
    keep(key, result(None))
    keep(key, result(0.25))  # 0.5 was seen
    assert not list(cache.rglob(str(key)))  # nothing is proven
    keep(key, result(1.25))
    (file,) = cache.rglob(str(key))
    file.write_bytes(json.dumps({"ulp": 0.1, "low": 0, "high": 1, "gaps": 0, "supposes": []}).encode())
    found = verdict(node.name)
    with_bounds([found], [node])
    assert "proven_bound" not in found


def test_the_bounds_that_ship_are_of_todays_kernels(real) -> None:
    from proofgrad.oracle.difftest import DEFAULT_PARAMETERS

    current = {
        key_of(node, "numpy", what, dtype, {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters})
        for node in real.values()
        for what in ("forward", "jvp")
        for dtype in ("float64", "float32")
    }
    shipped = json.loads(SHIPPED.read_text("utf-8"))
    assert len(shipped) > 60
    assert shipped.keys() <= current, "scripts/bounds.py writes them anew (some minutes)"


def test_the_column_is_in_every_report(real, module: Path, cache, capsys) -> None:
    node = real["square"]
    keep(key_of(node, BACKEND, "forward", "float32", {}), result(1.2501))
    arguments = ["test", "square", "--backend", BACKEND, "--dtype", "float32", "--what", "forward"]
    main([*arguments, "--format", "json"])
    test = json.loads(capsys.readouterr().out)
    assert test["verdicts"][0]["proven_bound"]["ulp"] == 1.2501
    table = next(part for part in kernels_table(test) if hasattr(part, "columns"))
    assert [str(column.header) for column in table.columns][-1] == "proven bound"
    assert list(table.columns[-1].cells) == ["1.26 / -"]
    assert any("≤ 1.26 ULP on [-2, 3]" in str(line) for line in verdict_details(test["verdicts"][0]))
    assert "f ≤ 1.26 ULP on \\[-2, 3\\]" in markdown.document({"test": test})
    assert "f ≤ 1.26 ULP on [-2, 3]" in str(kernels_section(kernels_of(test)))
    del test["verdicts"][0]["proven_bound"]
    assert "proven" not in markdown.document({"test": test})
    assert "proven" not in str(kernels_section(kernels_of(test)))
    assert kept_bounds.summary_of(result(None)) is None
