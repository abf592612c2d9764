"""The cache of references: bit for bit what was computed, and never something else."""

from __future__ import annotations

import time

import numpy as np
import pytest

from proofgrad.oracle.formula import Reference, ReferenceCache
from proofgrad.oracle.formula import cache as cache_module
from proofgrad.oracle.inputs import exhaustive
from proofgrad.oracle.storage import read_checked, write_checked
from proofgrad.oracle.ulp import FORMATS


def flat(references):
    """Every array in it."""
    out = []
    for refs in references:
        for e in (refs.values, refs.kinks.left, refs.kinks.right):
            out += [e.exponent, e.whole, e.fraction, e.slack, e.status]
        out += [refs.conventional, refs.kinks.index]
    return out


def same(one, two):
    """The same types and bits."""
    pairs = list(zip(flat(one), flat(two), strict=True))
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


def reference(nodes, name, **params):
    node = nodes[name]
    return Reference([node.formula.f, node.formula.df], params)


@pytest.fixture
def points():
    rng = np.random.default_rng(3)
    x = np.concatenate([[0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 1e308], rng.normal(0, 9, 1500)])
    return x


@pytest.mark.parametrize("name", ["log", "inv", "relu", "gelu", "sinh"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_what_comes_back_is_what_was_computed(nodes, points, tmp_path, name, dtype):
    fmt = FORMATS[dtype]
    x = fmt.narrow(points)
    cache = ReferenceCache(tmp_path / "new" / "folder")
    first = cache.enclose(reference(nodes, name), x, fmt)
    second = cache.enclose(reference(nodes, name), x, fmt)
    assert (cache.hits, cache.misses) == (1, 1)
    assert same(first, second)
    assert same(first, reference(nodes, name).enclose(x, fmt))
    assert all(a.flags.writeable for a in flat(second))


def test_the_key_names_all_that_references_depend_on(nodes, points, tmp_path, monkeypatch):
    cache = ReferenceCache(tmp_path)
    fmt = FORMATS["float64"]
    single = FORMATS["float32"]
    moved = points.copy()
    moved[-1] = np.nextafter(moved[-1], np.inf)
    keys = [
        cache.key(reference(nodes, "safeLog", ε=0.5), points, fmt),
        cache.key(reference(nodes, "safeLog", ε=0.25), points, fmt),
        cache.key(reference(nodes, "softplus"), points, fmt),
        cache.key(reference(nodes, "safeLog", ε=0.5), points, single),
        cache.key(reference(nodes, "safeLog", ε=0.5), moved, fmt),
        cache.key(reference(nodes, "safeLog", ε=0.5), points[::-1], fmt),
    ]
    monkeypatch.setattr(cache_module, "evaluator_version", lambda: "another")
    keys.append(cache.key(reference(nodes, "safeLog", ε=0.5), points, fmt))
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("damage", ["flip", "truncate", "empty", "magic", "another entry", "valid digest"])
def test_damaged_files_are_found_and_replaced(nodes, points, tmp_path, damage):
    fmt = FORMATS["float64"]
    cache = ReferenceCache(tmp_path)
    right = cache.enclose(reference(nodes, "exp"), points, fmt)
    path = cache.path(cache.key(reference(nodes, "exp"), points, fmt))
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 1
    elif damage == "truncate":
        del data[-100:]
    elif damage == "empty":
        data.clear()
    elif damage == "magic":
        data[0] ^= 1
    if damage == "another entry":
        cache.enclose(reference(nodes, "sinh"), points, fmt)
        other = cache.path(cache.key(reference(nodes, "sinh"), points, fmt))
        path.write_bytes(other.read_bytes())
    elif damage == "valid digest":  # whoever wrote it knew how, but not what belongs there
        write_checked(path, read_checked(path)[:-8])
    else:
        path.write_bytes(data)
    misses = cache.misses
    assert same(cache.enclose(reference(nodes, "exp"), points, fmt), right)
    assert cache.misses == misses + 1
    assert same(cache.enclose(reference(nodes, "exp"), points, fmt), right)
    assert cache.misses == misses + 1


def test_a_folder_that_cannot_be_written_is_no_error(nodes, points, tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = ReferenceCache(tmp_path / "file")
    cache.enclose(reference(nodes, "exp"), points, FORMATS["float64"])
    assert cache.misses == 1


def test_what_was_used_longest_ago_goes_first(nodes, points, tmp_path):
    fmt = FORMATS["float64"]
    cache = ReferenceCache(tmp_path, limit=200_000)
    for name in ("exp", "sinh", "tanh", "inv", "sqrt"):
        cache.enclose(reference(nodes, name), points, fmt)
        time.sleep(0.01)
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 200_000
    before = cache.hits
    cache.enclose(reference(nodes, "sqrt"), points, fmt)
    assert cache.hits == before + 1
    cache.enclose(reference(nodes, "exp"), points, fmt)
    assert cache.hits == before + 1


@pytest.mark.slow
def test_all_float16_inputs_of_the_seed_come_from_the_cache_in_a_second(nodes, params, tmp_path):
    """CPU time, so that a busy machine does not decide."""
    fmt = FORMATS["float16"]
    x = exhaustive(fmt)
    cache = ReferenceCache(tmp_path)
    elementwise = [n for n in nodes if n not in ("linear", "sin", "cos")]
    assert len(elementwise) == 18
    taken = []
    for _ in range(2):
        started = time.process_time()
        for name in elementwise:
            cache.enclose(reference(nodes, name, **params), x, fmt)
        taken.append(time.process_time() - started)
    assert (cache.hits, cache.misses) == (18, 18)
    assert taken[0] < 16.0  # 8 s on an idle machine
    assert taken[1] < 1.0
