"""Nodes tested by several processes: the same verdicts, in the same order, and nothing left behind."""

from __future__ import annotations

import json
import multiprocessing
import os
import time

import pytest

from proofgrad.oracle.cli import main
from proofgrad.oracle.work.parallel import BrokenProcessPool, can_fork, in_processes

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely")


def test_results_come_in_order_from_other_processes():
    done = []
    found = in_processes(3, lambda n: (n * n, os.getpid()), list(range(10)), done.append)
    assert [square for square, _ in found] == [n * n for n in range(10)]
    assert os.getpid() not in {process for _, process in found}
    assert sorted(done) == list(range(10))
    assert not multiprocessing.active_children()


def test_an_error_stands_where_it_happened():
    def work(n):
        if n == 2:
            raise ValueError("two")
        return n

    found = in_processes(2, work, [1, 2, 3], lambda _: None)
    assert (found[0], found[2]) == (1, 3)
    assert isinstance(found[1], ValueError)


def test_a_process_that_dies_is_no_result():
    def work(n):
        if n == 0:
            os._exit(1)
        time.sleep(0.2)
        return n

    found = in_processes(2, work, list(range(4)), lambda _: None)
    assert isinstance(found[0], BrokenProcessPool)
    assert all(isinstance(f, BrokenProcessPool) or f == n for n, f in enumerate(found))
    assert not multiprocessing.active_children()


def test_an_interrupt_leaves_no_process():
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_processes(2, lambda n: time.sleep(0.0 if n == 0 else 60.0), [0, 1, 2], interrupt)
    deadline = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("library")
def test_the_verdicts_are_those_of_one_process(monkeypatch, capsys):
    monkeypatch.setattr("proofgrad.oracle.work.test.kept_folder", lambda: None)
    found = []
    for processes in ("1", "2"):
        monkeypatch.setenv("PROOFGRAD_JOBS", processes)
        assert main(["test", "neg", "abs", "relu", "softmax", "--format", "json"]) == 0
        verdicts = json.loads(capsys.readouterr().out)["verdicts"]
        found.append([{k: v for k, v in verdict.items() if k != "seconds"} for verdict in verdicts])
    assert found[0] == found[1]
    assert len(found[0]) == 4 * 2 * 4
