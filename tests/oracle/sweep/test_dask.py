"""A sweep on Dask workers, one of which is killed while it works."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from proofgrad.oracle.sweep import sweep


def start(program, *arguments):
    command = [sys.executable, "-m", f"distributed.cli.{program}", *map(str, arguments), "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, as processes of this machine; its file, and the workers."""
    file = tmp_path / "scheduler.json"
    started = [start("dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", file)]
    for _ in range(200):
        if file.exists():
            break
        time.sleep(0.1)
    for n in range(2):
        own = ("--nthreads", 1, "--no-nanny", "--local-directory", tmp_path / f"w{n}")
        started.append(start("dask_worker", "--scheduler-file", file, *own))
    yield file, started[1:]
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_that_is_killed_loses_nothing(nodes, cluster, monkeypatch):
    file, workers = cluster
    monkeypatch.setattr("proofgrad.oracle.sweep.campaign.PIECE", 2)
    pieces = 0

    def kill(done, total):
        nonlocal pieces
        pieces = total
        if done == 3:
            workers[0].kill()

    found = sweep(nodes["gelu"], dtype="float16", scheduler=str(file), on_piece=kill)
    alone = sweep(nodes["gelu"], dtype="float16")
    assert pieces == 31
    assert workers[0].wait(10) != 0
    assert found.whole
    assert (found.tally.inputs, found.tally.bound) == (alone.tally.inputs, alone.tally.bound)
