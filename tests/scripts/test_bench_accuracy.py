"""The rows of the table of largest errors are what a sweep found, and say which kernel was swept."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from proofgrad.oracle.sweep import sweep

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bench_accuracy.py"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    spec = importlib.util.spec_from_file_location("bench_accuracy", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_accuracy", module)
    spec.loader.exec_module(module)
    return module


def test_a_row_is_what_the_sweep_found(bench, library, tmp_path) -> None:
    from proofgrad.bridge import catalogue

    def kernel(x):
        with np.errstate(over="ignore", under="ignore"):
            return np.where(x == np.float16(2.0), np.float16(0.0), x * x)

    found = sweep(catalogue()["square"], kernel, dtype="float16")
    row = bench.row_of({**found.to_json(), "backend": "numpy"})
    assert (row.node, row.backend, row.what, row.undecided) == ("square", "numpy", "forward", 0)
    assert row.inputs == found.tally.inputs > 60_000
    assert row.version == f"numpy {np.__version__}"
    assert float(np.array(int(row.at, 16), np.uint16).view(np.float16)) == 2.0
    assert row.bound >= 1000
    assert row.over[2] == 1
    bench.keep([row], tmp_path / "runs.json")
    bench.keep([row], tmp_path / "runs.json")
    assert bench.rows(tmp_path / "runs.json") == [row]
    (line,) = csv.DictReader(bench.table_csv([row]).splitlines())
    assert (line["node"], line["at"], float(line["bound"])) == ("square", row.at, row.bound)


def test_the_csv_and_the_page_have_every_row_that_is_kept(bench) -> None:
    kept = bench.rows()
    assert kept
    assert bench.CSV.read_text("utf-8") == bench.table_csv(kept)
    page = bench.page()
    assert all(f"0x{row.at}" in page for row in kept if row.at)


def test_the_throughput_is_beside_one_worker_and_a_loaded_machine_is_told(
    bench: ModuleType, library: object, capsys: pytest.CaptureFixture[str]
) -> None:
    import bench_sweep

    assert bench_sweep.bench_sweep(lambda _: None, (1, 1), range(16_000, 16_001)) == 0
    said = capsys.readouterr().out
    assert "65,536 inputs" in said
    assert said.count("million inputs/s") == 2
    row = bench.rows()[0]
    hours = bench_sweep.campaign_hours([row])
    assert hours == 330 * row.seconds / 3600
    assert bench_sweep.campaign_hours([]) is None
    runs = [(1, 100, 2.0), (2, 100, 1.0)]
    assert "2.00 times one" in bench_sweep.lines(runs, 0.1, [])[2]
    assert "NOT IDLE" not in "".join(bench_sweep.lines(runs, 0.1, []))
    assert "NOT IDLE" in "".join(bench_sweep.lines(runs, 3.0, []))
