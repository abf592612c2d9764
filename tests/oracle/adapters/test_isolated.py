"""Kernels in a process of their own: the same verdicts, and a process that dies takes nothing along."""

from __future__ import annotations

import io
import json
import struct
import sys

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Node, Tree, VectorFormula
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.adapters import load
from proofgrad.oracle.adapters.wire import Garbled, Packed, read_answer
from proofgrad.oracle.difftest.layout import layouts

KERNELS = """
import ctypes
import os
import time
import numpy as np
from proofgrad.oracle.kernels import kernel

kept = None


def dies(x):
    ctypes.string_at(0)


def leaves(x):
    os._exit(0)


def dies_on_nan(x):
    if np.isnan(x).any():
        os.abort()
    return np.tanh(x)


def keeps_the_lock(x):
    if x.size == 7:
        ctypes.PyDLL(None).sleep(1000)
    return np.tanh(x)


def sleeps(x):
    if x.size == 7:
        time.sleep(60)
    return np.tanh(x)


def one_buffer(x):
    global kept
    if kept is None or kept.shape != x.shape:
        kept = np.empty_like(x)
    np.tanh(x, out=kept)
    return kept


def in_place(x):
    return np.tanh(x, out=x)


class Strange(Exception):
    def __init__(self, a, b):
        super().__init__(a)


def raises(x):
    raise Strange("a", "b")


def talks(x):
    print("not a pickle" * 1000)
    return kernel("tanh").forward(x)


def where(x):
    return np.asarray(x.__array_interface__["data"][0] % 64, dtype=x.dtype)


class Reduced:
    def __init__(self, what):
        self.what = what

    def __reduce__(self):
        return os._exit, (0,)


def crafted(x):
    return Reduced(x)


def forges(x):
    for number in range(3, 20):  # one of them leads to the parent
        try:
            os.write(number, bytes(12) + b"{}" * 1000)
        except OSError:
            pass
    return np.tanh(x)


def forks(x):
    os.fork()
    return kernel("tanh").forward(x)


def dies_on_matrices(a, b):
    os.abort()


def product(a, b):
    return a @ b


same = kernel("tanh")
MATRICES = {"matmul": dies_on_matrices}
GOOD = {"matmul": product}
ALL = {"tanh": dies, "sinh": kernel("sinh")}
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    """The name of an importable module of kernels."""
    folder = tmp_path_factory.mktemp("isolated")
    (folder / "isolated_kernels.py").write_text(KERNELS)
    sys.path.insert(0, str(folder))
    yield "isolated_kernels"
    sys.path.remove(str(folder))


def verdict(nodes, backend, node="tanh", **options):
    (found,) = difftest.test(nodes[node], backend=backend, what=("forward",), isolate=True, **options)
    return found


@pytest.mark.parametrize(
    ("name", "said"),
    [("dies", "SIGSEGV"), ("leaves", "exit status 0"), ("dies_on_nan", "SIGABRT")],
)
def test_a_kernel_that_dies_is_reported_with_its_input_and_fails(nodes, module, name, said):
    found = verdict(nodes, f"{module}:{name}")
    assert (found.verdict, found.error.kind) == ("fail", "crashed")
    for part in (said, "forward of tanh", f"{module}:{name}", "float64["):
        assert part in found.error.message
    assert verdict(nodes, f"{module}:same").verdict == "pass"


def test_the_other_nodes_go_on(nodes, module):
    chosen = [nodes["tanh"], nodes["sinh"]]
    found = list(
        difftest.test_all(
            chosen, backend=f"{module}:ALL", dtypes=["float32"], what=("forward",), isolate=True
        )
    )
    assert [(v.node, v.verdict, v.error and v.error.kind) for v in found] == [
        ("tanh", "fail", "crashed"),
        ("sinh", "pass", None),
    ]


@pytest.mark.parametrize("name", ["sleeps", "keeps_the_lock"])
def test_a_kernel_that_hangs_is_given_up_and_its_process_ended(nodes, module, name):
    found = verdict(nodes, f"{module}:{name}", timeout=5)
    assert (found.verdict, found.error.kind) == ("inconclusive", "timeout")
    assert verdict(nodes, f"{module}:same").verdict == "pass"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("in_place", "mutated", "changed its argument"),
        ("one_buffer", "raised", "earlier answer was changed"),
        ("raises", "raised", "Strange: a"),
    ],
)
def test_what_a_kernel_does_wrong_is_seen_through_the_pipe(nodes, module, name, kind, said):
    found = verdict(nodes, f"{module}:{name}")
    assert (found.verdict, found.error.kind) == ("fail", kind)
    assert said in found.error.message


def test_nothing_that_a_kernel_sends_is_run_here(nodes, module):
    found = verdict(nodes, f"{module}:crafted")
    assert (found.verdict, found.error.kind) == ("fail", "type")
    assert "Reduced" in found.error.message
    found = verdict(nodes, f"{module}:forges")
    assert (found.verdict, found.error.kind) == ("fail", "crashed")
    assert verdict(nodes, f"{module}:forks").verdict == "pass"


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [-1]},
        {"shape": [10**9], "strides": [8]},
        {"start": 5},
        {"start": -8},
        {"dtype": "O"},
        {"dtype": "|O8"},
        {"bytes": 10**6},
        {"bytes": -1},
        {"strides": []},
    ],
)
def test_an_answer_that_says_more_than_there_is_is_garbled(change):
    told = {
        "dtype": "<f8",
        "shape": [2],
        "strides": [8],
        "start": 0,
        "place": 0,
        "writeable": True,
        "bytes": 16,
    }
    header = {
        "number": 1,
        "kind": "called",
        "value": False,
        "several": False,
        "after": [],
        "type": "",
        "message": "",
    }
    for part, fine in ((told, True), ({**told, **change}, False)):
        data = json.dumps({**header, "hint": None, "parts": [part]}).encode()
        pipe = io.BytesIO(struct.pack(">IQ", len(data), 16) + data + bytes(16))
        if fine:
            (array,) = read_answer(pipe).parts
            assert array.unpack().tolist() == [0.0, 0.0]
        else:
            with pytest.raises(Garbled):
                read_answer(pipe)


def test_the_verdicts_are_those_of_the_same_process(nodes, module):
    here = difftest.test(nodes["gelu"], dtype="float32")
    there = difftest.test(nodes["gelu"], dtype="float32", isolate=True)
    assert [v.classes for v in there] == [v.classes for v in here]
    assert [v.params for v in difftest.test(nodes["elu"], isolate=True)] == [{"alpha": 1.25}] * 4
    assert verdict(nodes, f"{module}:talks").verdict == "pass"


def test_arrays_keep_their_layout_and_alignment(module):
    kernel = load(f"{module}:where", "tanh", isolate=True)
    for name, array, _ in layouts(np.linspace(-3, 3, 1031)):
        there = Packed.of(array).unpack()
        assert (there.tobytes(), there.shape, there.strides) == (array.tobytes(), array.shape, array.strides)
        assert there.flags.writeable == array.flags.writeable, name
        assert float(kernel.forward(array)) == array.__array_interface__["data"][0] % 64, name


def test_what_cannot_be_loaded_is_a_usage_error(nodes, module):
    with pytest.raises(UsageError, match="no attribute 'nothing'"):
        verdict(nodes, f"{module}:nothing")
    with pytest.raises(UsageError, match="process of its own"):
        difftest.test(nodes["tanh"], np.tanh, isolate=True)


def matmul():
    """A product of two 1 by 1 matrices, as the catalogue has it."""
    a, b, da, db = (
        Tree(op, value=i) for op, i in (("entry", 0), ("entry", 1), ("tangent", 0), ("tangent", 1))
    )
    along = Tree("add", (Tree("mul", (a, db)), Tree("mul", (b, da))))
    formula = VectorFormula((), (("a", (1, 1)), ("b", (1, 1))), (1, 1), (Tree("mul", (a, b)),), (along,))
    return Node("N.matmul", "vector", "proved", vectors=(formula,))


def test_vector_nodes_run_in_a_process_of_their_own_too(module):
    (found,) = difftest.test(matmul(), backend=f"{module}:MATRICES", what=("forward",), isolate=True)
    assert (found.verdict, found.error.kind) == ("fail", "crashed")
    for part in ("SIGABRT", "forward of matmul", f"{module}:MATRICES"):
        assert part in found.error.message
    (found,) = difftest.test(matmul(), backend=f"{module}:GOOD", what=("forward",), isolate=True)
    assert found.verdict == "pass"
    there = difftest.test(matmul(), isolate=True)
    assert [v.classes for v in there] == [v.classes for v in difftest.test(matmul())]
    with pytest.raises(UsageError, match="no attribute 'nothing'"):
        difftest.test(matmul(), backend=f"{module}:nothing", isolate=True)


def test_linear_nodes_too(nodes):
    there = difftest.test(nodes["linear"], isolate=True)
    assert [v.classes for v in there] == [v.classes for v in difftest.test(nodes["linear"])]
    assert {v.verdict for v in there} == {"pass"}
