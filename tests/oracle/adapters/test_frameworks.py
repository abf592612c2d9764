"""PyTorch, JAX and SciPy as backends. What needs one of them is skipped, by name, where it is not installed;
`scripts/test --backends` installs them all.
"""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from ml_dtypes import bfloat16

from proofgrad.bridge.catalogue import VectorFormula
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.adapters import FRAMEWORKS, load, require
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.cli import main
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel

PARAMETERS = {
    "scale": {"c": 1.375},
    "safeLog": {"ε": 2.0**-20},
    "smoothAbs": {"ε": 2.0**-20},
    "elu": {"alpha": 1.25},
    "celu": {"alpha": 1.25},
    "swish": {"β": 1.5},
    "softCap": {"c": 1.375},
    "softShrink": {"lambd": 0.625},
    "hardShrink": {"lambd": 0.625},
    "threshold": {"threshold": 0.375, "value": -1.25},
    "pow": {"p": 1.75},
    "leakyRelu": {"alpha": 1.25},
    "clamp": {"lo": -0.75, "hi": 1.5},
}
DERIVATIVES = ("torch", "jax", "jax-jit")
TOLERANCE = {np.float64: 1e-7, np.float32: 1e-5, np.float16: 1e-2, bfloat16: 5e-2}
X = np.array([0.3125, 0.5, 1.25, 2.0, 3.5])
# fmt: off
SCALAR = [
    "neg", "square", "scale", "relu", "abs", "log", "inv", "sqrt", "sqrtClamp", "logistic", "sigmoid",
    "tanh", "softplus", "silu", "gelu", "safeLog", "smoothAbs", "exp", "sinh", "cosh", "sin", "cos", "elu",
    "leakyRelu", "selu", "clamp", "relu6", "hardTanh", "hardSigmoid", "hardSwish", "softsign", "mish",
    "logSigmoid", "sinc", "swish", "softCap", "squaredRelu", "celu", "softShrink", "hardShrink", "threshold",
    "tanhShrink", "pow", "atan", "asinh", "expm1", "log1p", "erf", "ndtr", "logNdtr", "geluErf", "rsqrt",
]
# fmt: on


def form(*inputs, output, **sizes):
    """The shapes of a vector node, without its formulas."""
    named = tuple((f"x{i}", shape) for i, shape in enumerate(inputs))
    return VectorFormula(tuple((k, str(v)) for k, v in sizes.items()), named, output, (), ())


T = np.array([0.25, 0.5, 0.125])
VECTORS = {
    "add": (form((3,), (3,), output=(3,)), {}),
    "sub": (form((3,), (3,), output=(3,)), {}),
    "mul": (form((3,), (3,), output=(3,)), {}),
    "div": (form((3,), (3,), output=(3,)), {}),
    **{
        name: (form((3,), (3,), output=(3,)), {})
        for name in (
            "glu",
            "swiGlu",
            "geGlu",
            "prelu",
            "atan2",
            "maximum",
            "minimum",
            "hypot",
            "xlogy",
            "xlog1py",
            "ldexp",
        )
    },
    "lerp": (form((3,), (3,), (3,), output=(3,)), {}),
    "addcmul": (form((3,), (3,), (3,), output=(3,)), {"value": -1.25}),
    "addcdiv": (form((3,), (3,), (3,), output=(3,)), {"value": -1.25}),
    "maxElem": (form((2, 2), output=()), {}),
    "concat": (form((2,), (3,), output=(5,)), {}),
    "sumRows": (form((2, 3), output=(2,)), {}),
    "sumColumns": (form((2, 3), output=(3,)), {}),
    "meanRows": (form((2, 3), output=(2,)), {}),
    "meanColumns": (form((2, 3), output=(3,)), {}),
    "repeatRows": (form((3,), output=(2, 3)), {"m": 2}),
    "repeatColumns": (form((2,), output=(2, 3)), {"n": 3}),
    "minElem": (form((2, 2), output=()), {}),
    "fill": (form((), output=(2, 3)), {"s": (2, 3)}),
    "elmanCell": (
        form((3,), (2,), output=(2,)),
        {
            "W": np.arange(6.0).reshape(2, 3) / 8,
            "U": np.arange(4.0).reshape(2, 2) / 4 - 0.5,
            "b": np.array([0.25, -1.0]),
        },
    ),
    "biasedAttention": (
        form((2, 2), (3, 2), (3, 2), output=(2, 2)),
        {"bias": np.arange(6.0).reshape(2, 3) / 8},
    ),
    "addRow": (form((2, 3), (3,), output=(2, 3)), {}),
    "mulRow": (form((2, 3), (3,), output=(2, 3)), {}),
    "sum": (form((2, 2), output=()), {}),
    "mean": (form((2, 2), output=()), {}),
    "dot": (form((2, 2), (2, 2), output=()), {}),
    "mse": (form((3,), (3,), output=()), {}),
    "matmul": (form((2, 3), (3, 4), output=(2, 4)), {}),
    "transpose": (form((2, 3), output=(3, 2)), {}),
    "reshape": (form((2, 3), output=(3, 2)), {"t": (3, 2)}),
    "swapAxes": (form((2, 3, 2), output=(3, 2, 2)), {}),
    "swapLast": (form((2, 3, 2), output=(2, 2, 3)), {}),
    "lastToFirst": (form((2, 3, 4), output=(4, 2, 3)), {}),
    "firstToLast": (form((2, 3, 4), output=(3, 4, 2)), {}),
    "batchedMatmul": (form((2, 2, 3), (2, 3, 4), output=(2, 2, 4)), {}),
    "embedding": (form((2, 4), output=(3, 4)), {"token": (0, 1, 0)}),
    "softmax": (form((4,), output=(4,)), {}),
    "softmaxRows": (form((2, 3), output=(2, 3)), {}),
    "logSoftmax": (form((4,), output=(4,)), {}),
    "logSoftmaxRows": (form((2, 4), output=(2, 4)), {}),
    "logSumExp": (form((4,), output=()), {}),
    "crossEntropy": (form((3,), output=()), {"t": T}),
    "bceWithLogits": (form((3,), output=()), {"t": T}),
    "huber": (form((3,), (3,), output=()), {"delta": 0.75}),
    "klDiv": (form((3,), (3,), output=()), {}),
    "nll": (form((3, 2), output=()), {"target": (0, 1, 0)}),
    "rmsNorm": (form((2, 3), output=(2, 3)), {"ε": 2.0**-20}),
    "layerNorm": (form((2, 3), output=(2, 3)), {"ε": 2.0**-20}),
    "batchNorm": (form((3, 2), output=(3, 2)), {"ε": 2.0**-20}),
    "affine": (form((2, 3), (3,), (3,), output=(2, 3)), {}),
    "layerNormAffine": (form((2, 3), (3,), (3,), output=(2, 3)), {"ε": 2.0**-20}),
    "batchNormAffine": (form((3, 2), (2,), (2,), output=(3, 2)), {"ε": 2.0**-20}),
    "instanceNorm": (form((2, 2, 3), (2,), (2,), output=(2, 2, 3)), {"ε": 2.0**-20}),
    "groupNorm": (form((2, 2, 2, 3), (2, 2), (2, 2), output=(2, 2, 2, 3)), {"ε": 2.0**-20}),
    "avgPool": (form((4, 4), output=(2, 2)), {"h": 2, "w": 2, "p": 2, "q": 2}),
    "maxPool": (form((4, 4), output=(2, 2)), {"h": 2, "w": 2, "p": 2, "q": 2}),
    "attention": (form((2, 4), (3, 4), (3, 2), output=(2, 2)), {}),
    "causalAttention": (form((2, 4), (3, 4), (3, 2), output=(2, 2)), {}),
    "maskedAttention": (
        form((2, 2), (3, 2), (3, 2), output=(2, 2)),
        {"w": np.arange(1.0, 7.0).reshape(2, 3) / 8},
    ),
    "multiHeadAttention": (form((2, 2, 2), (2, 3, 2), (2, 3, 2), output=(2, 2, 2)), {}),
    "multiHeadCausalAttention": (form((2, 2, 2), (2, 3, 2), (2, 3, 1), output=(2, 2, 1)), {}),
}


def installed(backend):
    return importlib.util.find_spec(FRAMEWORKS[backend].module) is not None


def needs(backend):
    """Skip, and say what for."""
    if not installed(backend):
        pytest.skip(f"{FRAMEWORKS[backend].module} is not installed: scripts/test --backends")


@pytest.fixture
def absent(monkeypatch):
    """No framework can be found."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


@pytest.mark.parametrize("backend", FRAMEWORKS)
def test_what_is_absent_is_named_with_the_extra_that_installs_it(absent, backend):
    with pytest.raises(
        UsageError, match=f"needs {FRAMEWORKS[backend].module}, which is not installed"
    ) as caught:
        require(backend)
    assert caught.value.hint == f"pip install 'proofgrad[{FRAMEWORKS[backend].extra}]'"


def test_an_absent_framework_is_a_usage_error_of_the_command_line(absent, capsys):
    assert main(["test", "tanh", "--backend", "torch"]) == 2
    shown = capsys.readouterr()
    assert "proofgrad[torch]" in shown.err
    assert "pass" not in shown.out


def test_the_extras_exist():
    import tomllib
    from pathlib import Path

    text = Path(__file__).resolve().parents[3].joinpath("pyproject.toml").read_text("utf-8")
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    assert {f.extra for f in FRAMEWORKS.values()} <= set(extras)


def test_cuda_is_refused_where_there_is_none():
    needs("torch")
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device")
    with pytest.raises(UsageError, match="no CUDA device"):
        require("torch-cuda")


NOT_IN_16_BITS = {"torch": {"logNdtr"}, "jax": {"ndtr", "logNdtr"}, "jax-jit": {"ndtr", "logNdtr"}}
"""What these frameworks refuse there, in an error of their own."""


@pytest.mark.parametrize("dtype", TOLERANCE, ids=lambda d: np.dtype(d).name)
@pytest.mark.parametrize("node", SCALAR)
@pytest.mark.parametrize("backend", DERIVATIVES)
def test_every_scalar_node_has_a_function_that_computes_it(backend, node, dtype):
    needs(backend)
    found, own = load(backend, node, PARAMETERS.get(node)), kernel(node, PARAMETERS.get(node))
    x, dx = X.astype(dtype), np.array([1.0, -2.0, 0.5, 1.0, 3.0]).astype(dtype)
    if np.dtype(dtype).itemsize == 2 and node in NOT_IN_16_BITS.get(backend, ()):
        with pytest.raises((NotImplementedError, TypeError)):
            found.forward(x)
        return
    for got, wanted in (
        (found.forward(x), own.forward(x)),
        (found.jvp(x, dx), own.jvp(x, dx)),
        (found.vjp(x, dx), own.vjp(x, dx)),
    ):
        assert (got.dtype, got.shape) == (x.dtype, x.shape)
        close = TOLERANCE[dtype]
        np.testing.assert_allclose(got.astype(float), wanted.astype(float), rtol=close, atol=close)


@pytest.mark.parametrize("node", VECTORS)
@pytest.mark.parametrize("backend", DERIVATIVES)
def test_every_vector_node_has_a_function_that_computes_it(backend, node):
    needs(backend)
    formula, options = VECTORS[node]
    count = len(formula.inputs)
    found = bind_vectors(node, None, count, options, backend)
    own = bind_vectors(node, vector_kernel(node, options), count, options, "numpy")
    rng = np.random.default_rng(5)
    x = [rng.uniform(0.2, 2, shape) for _, shape in formula.inputs]
    dx = [rng.normal(size=shape) for _, shape in formula.inputs]
    ct = np.asarray(rng.normal(size=formula.output))
    # jax.nn.dot_product_attention computes its softmax in float32 (docs/findings.md).
    close = 1e-5 if backend.startswith("jax") and "ttention" in node else 1e-10
    np.testing.assert_allclose(found.forward(*x), own.forward(*x), rtol=close)
    for theirs, ours in zip(found.vjp(*x, ct), own.vjp(*x, ct), strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=close, atol=close)
    try:
        along = found.jvp(*x, *dx)
    except NotImplementedError as error:  # so of multiHeadAttention in PyTorch 2.14.1, not in 2.13.0
        pytest.skip(f"{backend} has no forward mode for {node} here: {str(error).splitlines()[0]}")
    np.testing.assert_allclose(along, own.jvp(*x, *dx), rtol=close, atol=close)


@pytest.mark.parametrize("backend", DERIVATIVES)
@pytest.mark.parametrize(
    ("size", "stride", "pad", "result"), [(3, 2, 1, (2, 2)), (2, 1, 0, (1, 1)), (3, 3, 2, (3, 2))]
)
def test_convolutions_of_any_size_of_result(backend, size, stride, pad, result):
    """Zeros outside; the result may be smaller than all windows that fit, or larger."""
    needs(backend)
    options = {"stride": stride, "pad": pad, "h'": result[0], "w'": result[1]}
    rng = np.random.default_rng(6)
    image, weights, bias = rng.normal(size=(2, size, size)), rng.normal(size=(2, 2, 2)), rng.normal()
    x = image, weights[None], np.array([bias])
    wide = np.zeros((2, 40, 40))
    wide[:, pad : pad + size, pad : pad + size] = image
    wanted = [
        bias + np.sum(weights * wide[:, i * stride : i * stride + 2, j * stride : j * stride + 2])
        for i in range(result[0])
        for j in range(result[1])
    ]
    found = bind_vectors("conv2d", None, 3, options, backend)
    np.testing.assert_allclose(found.forward(*x).ravel(), wanted, rtol=1e-12)
    dx, ct = [rng.normal(size=a.shape) for a in x], rng.normal(size=(1, *result))
    back = zip(found.vjp(*x, ct), dx, strict=True)
    np.testing.assert_allclose(
        np.sum(found.jvp(*x, *dx) * ct), sum(np.sum(g * d) for g, d in back), rtol=1e-10
    )


@pytest.mark.parametrize("backend", DERIVATIVES)
def test_arrays_of_any_layout_are_taken(backend):
    needs(backend)
    found = load(backend, "exp")
    base = np.linspace(-2, 2, 24)
    for x in (
        base[::2],
        base[::-1],
        base.reshape(4, 6).T,
        base[:0],
        base[0],
        base.astype(">f8"),
        base.reshape(2, 3, 4),
    ):
        x = np.asarray(x)
        for got in (found.forward(x), found.jvp(x, np.ones_like(x)), found.vjp(x, np.ones_like(x))):
            assert got.shape == x.shape
            np.testing.assert_allclose(got, np.exp(x), rtol=1e-14)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_a_sound_function_passes_and_an_unknown_node_is_named(nodes, backend, dtype):
    needs(backend)
    node, allowed = (
        ("relu", {"subnormal"}) if backend == "jax" else ("exp", set())
    )  # XLA flushes these to zero
    (found,) = difftest.test(nodes[node], backend=backend, dtype=dtype, what=("forward",), layouts=False)
    assert found.error is None
    assert found.classes["normal"].count > 1000
    assert {name for name, c in found.classes.items() if c.failed} <= allowed, found.message
    with pytest.raises(UsageError, match="no function for node 'unheard'"):
        load(backend, "unheard")


def test_scipy_has_some_forward_maps_and_says_what_it_lacks(nodes):
    needs("scipy")
    found = {v.what: v for v in difftest.test(nodes["sigmoid"], backend="scipy")}
    assert found["forward"].classes["normal"].max_ulp < 10  # and 0 for subnormal results: a finding
    assert {found[w].verdict for w in ("jvp", "vjp", "adjoint")} == {"inconclusive"}
    (half,) = difftest.test(nodes["sigmoid"], backend="scipy", dtype="bfloat16", what=("forward",))
    assert half.verdict == "inconclusive"
    assert half.error.kind == "missing"
    with pytest.raises(UsageError, match="scipy has no function for node 'relu'"):
        load("scipy", "relu")


@pytest.mark.parametrize("node", ["sigmoid", "logistic", "logSigmoid", "softplus"])
def test_scipys_functions_compute_their_nodes(node):
    needs("scipy")
    np.testing.assert_allclose(load("scipy", node).forward(X), kernel(node).forward(X), rtol=1e-14)


def test_compiled_pytorch():
    needs("torch-compile")
    import shutil

    if not any(map(shutil.which, ("c++", "g++", "clang++"))):
        pytest.skip("torch.compile needs a C++ compiler")
    found = load("torch-compile", "sigmoid")
    x = X.astype(np.float32)
    np.testing.assert_allclose(found.forward(x), 1 / (1 + np.exp(-x)), rtol=1e-5)
    slope = kernel("sigmoid").jvp(x, np.ones_like(x))
    np.testing.assert_allclose(found.vjp(x, np.ones_like(x)), slope, rtol=1e-5)
    np.testing.assert_allclose(found.jvp(x, np.ones_like(x)), slope, rtol=1e-5)


def test_compiled_pytorch_stays_compiled():
    """PyTorch runs a function uncompiled, without a word, once it has compiled it eight times."""
    needs("torch-compile")
    import shutil

    if not any(map(shutil.which, ("c++", "g++", "clang++"))):
        pytest.skip("torch.compile needs a C++ compiler")
    import torch

    from proofgrad.oracle.adapters.torch_functions import compiled

    limit = torch._dynamo.config.recompile_limit
    kinds = [torch.ones((2,) * rank) for rank in range(limit + 2)]
    usual = torch.compile(lambda x: x + 1 if torch.compiler.is_compiling() else x, dynamic=True)
    assert not all((usual(x) == 2).all() for x in kinds)
    call = compiled(lambda x: x + 1 if torch.compiler.is_compiling() else x)
    assert all((call(x) == 2).all() for x in kinds)
    assert torch._dynamo.config.recompile_limit == limit


def test_what_pytorch_cannot_compile_is_not_run_uncompiled(nodes):
    needs("torch-compile")
    from proofgrad.oracle.adapters.torch_functions import as_array, as_tensor, compiled

    call = compiled(lambda x: x * float(input()))
    with pytest.raises(NotImplementedError, match=r"torch\.compile"):
        call(as_tensor(X, "cpu"))
    (verdict,) = difftest.test(
        nodes["exp"], lambda x: as_array(call(as_tensor(x, "cpu"))), what=("forward",), size=8
    )
    assert (verdict.verdict, verdict.error.kind) == ("inconclusive", "missing")
    assert len(verdict.message) < 600


def test_the_users_setting_of_jax_is_left_alone():
    needs("jax")
    import jax.numpy as jnp

    load("jax", "exp").forward(X)
    assert jnp.asarray(X).dtype == jnp.float32
