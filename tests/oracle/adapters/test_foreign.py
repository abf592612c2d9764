"""Functions of other libraries as kernels, in one line. What needs a library is skipped, by name, where it is
not installed; the C functions are compiled where there is a compiler.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from ml_dtypes import bfloat16

import proofgrad.array_api
import proofgrad.c
import proofgrad.jax
import proofgrad.torch
from proofgrad import oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import load, takes_parameters, wrap
from proofgrad.oracle.adapters.adopt import adopted
from proofgrad.oracle.adapters.foreign import Foreign
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.cli import main

X = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
SOURCE = """
#include <math.h>
#include <stddef.h>
static double at(double x) { return 1 / (1 + exp(-x)); }
static double slope(double x) { double e = exp(-fabs(x)); return e / (1 + e) / (1 + e); }
float one(float x) { return at(x); }
float one_slope(float x) { return slope(x); }
double wide(double x) { return at(x); }
void all(const float *x, float *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = at(x[i]); }
void along(const float *x, const float *dx, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = slope(x[i]) * dx[i];
}
void forgets_the_rest(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = i < n / 4 * 4 ? at(x[i]) : 0;
}
"""
FLOATS = ctypes.POINTER(ctypes.c_float)


def needs(module):
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    return importlib.import_module(module)


def outcomes(verdicts):
    return {v.what: v.verdict for v in verdicts}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    folder = tmp_path_factory.mktemp("c")
    (folder / "s.c").write_text(SOURCE, "utf-8")
    made = folder / "libs.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", made, folder / "s.c", "-lm"], check=True)
    return made


@pytest.fixture
def functions(library):
    """The functions of the library with types, as its users declare them."""
    found = ctypes.CDLL(str(library))
    for name in ("one", "one_slope"):
        getattr(found, name).argtypes, getattr(found, name).restype = [ctypes.c_float], ctypes.c_float
    found.wide.argtypes, found.wide.restype = [ctypes.c_double], ctypes.c_double
    for name, pointers in (("all", 2), ("along", 3), ("forgets_the_rest", 2)):
        getattr(found, name).argtypes = [*[FLOATS] * pointers, ctypes.c_size_t]
        getattr(found, name).restype = None
    return found


def test_a_c_function_of_a_number_and_its_slope_are_a_kernel(functions):
    verdicts = oracle.test("sigmoid", (functions.one, functions.one_slope), dtype="float32")
    assert set(outcomes(verdicts).values()) == {"pass"}
    assert {v.backend for v in verdicts} == {"(one, one_slope)"}


def test_c_functions_of_arrays_are_a_kernel(functions):
    kernel = SimpleNamespace(forward=functions.all, jvp=functions.along, vjp=functions.along)
    assert set(outcomes(oracle.test("sigmoid", kernel, dtype="float32")).values()) == {"pass"}


def test_a_c_function_that_forgets_the_rest_of_a_block_fails(functions):
    (verdict,) = oracle.test("sigmoid", functions.forgets_the_rest, dtype="float32", what=("forward",))
    assert verdict.verdict == "fail"
    assert verdict.backend == "forgets_the_rest"


def test_another_format_than_that_of_the_c_function_is_not_judged(functions):
    (verdict,) = oracle.test("sigmoid", functions.all, dtype="float64", what=("forward",))
    assert verdict.verdict == "inconclusive"
    assert "computes in float32" in verdict.message
    kernel = wrap(functions.wide)
    assert kernel.forward(X) == pytest.approx(1 / (1 + np.exp(-X)))


def test_a_c_function_of_unknown_type_is_never_called(library):
    plain = ctypes.CDLL(str(library))
    with pytest.raises(UsageError, match="nothing says what the C function one takes") as caught:
        oracle.test("sigmoid", plain.one, dtype="float32")
    assert "float(float)" in caught.value.hint
    for signature in ("float(float x)", "float one(float)"):
        kernel = wrap(proofgrad.c.wrap(plain.one, signature))
        assert kernel.forward(X.astype(np.float32)) == pytest.approx(1 / (1 + np.exp(-X)))


@pytest.mark.parametrize(
    "signature",
    ["int(int)", "float(double)", "void(float*, size_t)", "void(const float*, double*, size_t)", "float", ""],
)
def test_a_c_type_that_is_neither_form_is_refused(library, signature):
    with pytest.raises(UsageError):
        proofgrad.c.wrap(ctypes.CDLL(str(library)).one, signature)


@pytest.mark.parametrize(
    "view", [lambda x: x[::2], lambda x: x[::-1], lambda x: x.astype(">f4"), np.asfortranarray]
)
def test_c_functions_get_contiguous_arrays(functions, view):
    x = view(np.arange(-6, 6, dtype=np.float32).reshape(3, 4))
    assert wrap(functions.all).forward(x) == pytest.approx(1 / (1 + np.exp(-x.astype(np.float64))))


def test_a_function_of_cffi_says_itself_what_it_takes(library):
    ffi = needs("cffi").FFI()
    ffi.cdef("float one(float); void all(const float *x, float *y, size_t n);")
    found = ffi.dlopen(str(library))
    for function in (found.one, found.all):
        assert outcomes(oracle.test("sigmoid", function, dtype="float32"))["forward"] == "pass"


def test_functions_of_pytorch_need_no_wrapping():
    torch = needs("torch")
    functional = torch.nn.functional

    def mine(x):
        return x * torch.sigmoid(x)

    for function in (functional.silu, torch.nn.SiLU(), torch.nn.SiLU, mine, torch.jit.script(mine)):
        kernel = wrap(function)
        for dtype in (np.float64, np.float32, bfloat16):
            x = X.astype(dtype)
            found = kernel.forward(x), kernel.jvp(x, np.ones_like(x)), kernel.vjp(x, np.ones_like(x))
            assert {a.dtype for a in found} == {np.dtype(dtype)}
            s = 1 / (1 + np.exp(-X))
            assert found[0].astype(np.float64) == pytest.approx(X * s, abs=0.01, rel=0.01)
            for slope in found[1:]:
                assert slope.astype(np.float64) == pytest.approx(s + X * s * (1 - s), abs=0.01, rel=0.01)
        assert kernel.forward(np.array(3.0)).shape == ()
        assert kernel.forward(X[::-1]) == pytest.approx(kernel.forward(X.copy())[::-1], rel=1e-12)
    assert not takes_parameters(functional.silu, "silu")
    assert takes_parameters(functional.elu, "elu")
    elu = wrap(functional.elu, params={"alpha": 2.0})
    assert elu.forward(np.array([-1.0])) == pytest.approx(2 * np.expm1(-1))


def test_a_test_of_a_function_of_pytorch_judges_its_derivatives():
    torch = needs("torch")
    verdicts = oracle.test("tanh", lambda x: torch.sin(x), dtype="float32")
    assert outcomes(verdicts) == {"forward": "fail", "jvp": "fail", "vjp": "fail", "adjoint": "pass"}
    verdicts = oracle.test("softmax", lambda x: torch.softmax(x, -1), dtype="float32")
    assert set(outcomes(verdicts).values()) == {"pass"}


def test_an_autograd_function_has_the_modes_that_it_defines():
    torch = needs("torch")

    class Wrong(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            y = torch.tanh(x)
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, g):
            (y,) = ctx.saved_tensors
            return g * (1 - y)

    kernel = wrap(Wrong)
    assert kernel.jvp is None
    assert kernel.vjp(X, np.ones(5)) == pytest.approx(1 - np.tanh(X))
    found = outcomes(oracle.test("tanh", Wrong, dtype="float32", what=("jvp", "vjp")))
    assert found == {"jvp": "inconclusive", "vjp": "fail"}


def test_a_function_that_converts_by_itself_is_left_alone():
    torch = needs("torch")

    def own(x):
        return torch.from_numpy(x.astype("f8")).sin().numpy().astype(x.dtype.newbyteorder("="))

    (forward, jvp) = oracle.test("sin", own, dtype="float32", what=("forward", "jvp"))
    assert forward.verdict == "pass"
    assert jvp.verdict == "inconclusive"
    assert "no derivative of its own" in jvp.message

    def broken(x):
        torch.zeros(1)
        raise ValueError("of its own")

    (verdict,) = oracle.test("sin", broken, dtype="float32", what=("forward",))
    assert verdict.verdict == "fail"
    assert "ValueError: of its own" in verdict.message


def test_functions_of_jax_need_no_wrapping():
    jax = needs("jax")
    jnp = importlib.import_module("jax.numpy")

    def mine(x):
        return x * jax.nn.sigmoid(x)

    def tanh(x):
        return jnp.tanh(x)

    for function in (jax.nn.silu, mine, jax.jit(mine), proofgrad.jax.wrap(mine, jit=True)):
        kernel = wrap(function)
        for dtype in (np.float64, np.float32, bfloat16):
            x = X.astype(dtype)
            s = 1 / (1 + np.exp(-X))
            for found, wanted in (
                (kernel.forward(x), X * s),
                (kernel.jvp(x, np.ones_like(x)), s + X * s * (1 - s)),
                (kernel.vjp(x, np.ones_like(x)), s + X * s * (1 - s)),
            ):
                assert found.dtype == dtype
                assert found.astype(np.float64) == pytest.approx(wanted, abs=0.02, rel=0.02)
    only_back = jax.custom_vjp(tanh)
    only_back.defvjp(lambda x: (jnp.tanh(x), x), lambda x, g: (g * (1 - jnp.tanh(x) ** 2),))
    assert wrap(only_back).jvp is None
    both = jax.custom_jvp(
        tanh
    )  # JAX keeps the rule as an attribute called jvp, which is no method of a kernel
    both.defjvp(lambda at, to: (tanh(*at), to[0] * (1 - jnp.tanh(at[0]) ** 2)))
    for found in (wrap(both).jvp(X, np.ones(5)), wrap(both).vjp(X, np.ones(5))):
        assert found == pytest.approx(1 - np.tanh(X) ** 2)
    inside = wrap(proofgrad.jax.wrap(lambda x: only_back(x)))
    with pytest.raises(NotImplementedError, match="custom_vjp"):
        inside.jvp(X, X)
    assert inside.vjp(X, np.ones(5)) == pytest.approx(1 - np.tanh(X) ** 2)


def test_functions_of_numba_need_no_wrapping():
    numba = needs("numba")
    compiled = numba.njit(lambda x: np.sin(x))
    kernel = wrap(compiled)
    for x in (X, X.astype(np.float32), X.astype(">f8"), X[::-1], np.array(X[0])):
        found = kernel.forward(x)
        assert isinstance(found, np.ndarray)
        assert found.dtype == x.dtype.newbyteorder("=")
        assert found == pytest.approx(np.sin(x))
    with pytest.raises(NotImplementedError, match="bfloat16"):
        kernel.forward(X.astype(bfloat16))


def test_functions_of_an_array_namespace():
    strict = needs("array_api_strict")
    for target in (strict.tanh, proofgrad.array_api.wrap(lambda x: strict.tanh(x), strict)):
        kernel = wrap(target)
        for x in (X, X.astype(np.float32), X.astype(">f8"), X[::-1], np.array(X[0])):
            assert kernel.forward(x) == pytest.approx(np.tanh(x))
        with pytest.raises(NotImplementedError, match="float16"):
            kernel.forward(X.astype(np.float16))
    product = bind_vectors("matmul", strict.matmul, 2, {}, "numpy")
    assert product.forward(np.eye(2), np.ones((2, 3))) == pytest.approx(np.ones((2, 3)))


def test_onnx_operators_and_files(tmp_path, capsys):
    needs("onnxruntime")
    onnx = needs("onnx")
    assert load("onnx:Tanh", "tanh").forward(X) == pytest.approx(np.tanh(X))
    kernel = load("onnx:Softplus", "softplus")
    assert kernel.forward(X.astype(">f4")[::-1]) == pytest.approx(np.log1p(np.exp(X))[::-1], rel=1e-5)
    with pytest.raises(NotImplementedError, match="has no Softplus for float64"):
        kernel.forward(X)
    product = bind_vectors("matmul", None, 2, {}, "onnx:MatMul")
    assert product.forward(np.eye(2), np.ones((2, 3))) == pytest.approx(np.ones((2, 3)))
    with pytest.raises(UsageError, match="no operator") as caught:
        load("onnx:Softpluss", "softplus")
    assert "Softplus" in caught.value.hint
    with pytest.raises(UsageError, match="there is no file"):
        load("onnx:nowhere.onnx", "softplus")
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    places = [helper.make_tensor_value_info(n, kind, ["n"]) for n in "xy"]
    graph = helper.make_graph([helper.make_node("Softplus", ["x"], ["y"])], "g", *[[p] for p in places])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    path = tmp_path / "model.onnx"
    path.write_bytes(model.SerializeToString())
    kernel = load(f"onnx:{path}", "softplus")
    assert kernel.forward(X.astype(np.float32)) == pytest.approx(np.log1p(np.exp(X)), rel=1e-5)
    with pytest.raises(NotImplementedError, match="takes"):
        kernel.forward(X)
    # Results that are subnormal are 0 in ONNX Runtime: that is correct, and not accurate.
    required = ["--require", "correct"]
    assert main(["test", "softmax", "--backend", "onnx:Softmax", "--dtype", "float32", *required]) == 3
    assert "1 pass, 3 inconclusive" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "module", "extra"),
    [
        (lambda: proofgrad.torch.wrap(np.sin), "torch", "torch"),
        (lambda: proofgrad.jax.wrap(np.sin), "jax", "jax"),
        (lambda: load("onnx:Softplus", "softplus"), "onnxruntime", "onnx"),
        (lambda: load("onnx:model.onnx", "softplus"), "onnxruntime", "onnx"),
    ],
)
def test_what_is_not_installed_is_named_with_what_installs_it(monkeypatch, make, module, extra):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=f"needs {module}, which is not installed") as caught:
        make()
    assert caught.value.hint == f"pip install 'proofgrad[{extra}]'"


def test_numpys_functions_and_plain_ones_are_left_alone():
    for target in (np.sin, lambda x: np.sin(x), SimpleNamespace(forward=np.sin), Path, 3, None):
        assert adopted(target) is target


def test_a_wrapped_function_can_be_called():
    made = Foreign(np.sin, lambda f: SimpleNamespace(forward=f), "f")
    assert made(X) == pytest.approx(np.sin(X))
