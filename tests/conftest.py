"""Fixtures for all tests: the shipped Lean library, checked once, by whichever worker comes first."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first: one that begins last is waited for by all other workers."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process at a time, where the system has file locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The result of checking the Lean library that ships with proofgrad.

    Compiling it takes a minute on two cores; the user's cache keeps it for the next run. The other workers of
    pytest-xdist wait, so that they do not all compile it at once.
    """
    from proofgrad.bridge import check

    # One level up is the folder that the workers of one run share.
    with locked(tmp_path_factory.getbasetemp().parent / "library.lock"):
        return check()


@pytest.fixture(autouse=True)
def _modules_of_a_test_are_its_own(tmp_path_factory):
    """Many tests write a mine.py of their own and import it: what the last one imported is forgotten."""
    yield
    folder = str(tmp_path_factory.getbasetemp())
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(folder):
            del sys.modules[name]
