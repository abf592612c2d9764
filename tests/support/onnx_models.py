"""Files of ONNX as exporters write them, small: name -> a function that returns the model."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

MODELS = {}


def model(function):
    """Register a function that returns the text of a graph, and the shapes of its weights."""

    def made():
        rng = np.random.default_rng(5)
        text, *weights = function()
        proto = onnx.parser.parse_model(f'<ir_version: 9, opset_import: ["" : 20]> {text}')
        for name, shape in (weights[0] if weights else {}).items():
            values = rng.uniform(0.2, 1.0, shape) if name.startswith("var") else rng.normal(size=shape)
            proto.graph.initializer.append(numpy_helper.from_array(values.astype(np.float32), name))
        onnx.checker.check_model(proto)
        return proto

    MODELS[function.__name__] = made
    return made


@model
def mlp():
    text = """mlp (float[N, 4] x) => (float[N, 3] y) {
        h = Gemm <transB = 1> (x, w, b)
        a = Gelu (h)
        s = MatMul (a, v)
        y = LogSoftmax <axis = -1> (s)
    }"""
    return text, {"w": (5, 4), "b": (5,), "v": (5, 3)}


@model
def mobile():
    text = """mobile (float[1, 2, 5, 5] x) => (float[1, 3] y) {
        a = Conv <group = 2, kernel_shape = [3, 3], strides = [2, 2], auto_pad = "SAME_UPPER"> (x, depth)
        b = BatchNormalization (a, scale, shift, mean, variance)
        zero = Constant <value = float {0.0}> ()
        six = Constant <value = float {6.0}> ()
        c = Clip (b, zero, six)
        d = Conv (c, point, bias)
        e = MaxPool <kernel_shape = [3, 3], strides = [2, 2], pads = [1, 1, 1, 1]> (d)
        f = GlobalAveragePool (e)
        y = Flatten (f)
    }"""
    depth = {"depth": (2, 1, 3, 3), "scale": (2,), "shift": (2,), "mean": (2,), "variance": (2,)}
    return text, {**depth, "point": (3, 2, 1, 1), "bias": (3,)}


@model
def attention():
    text = """attention (float[1, 3, 4] x, bool[3, 3] mask) => (float[1, 3, 4] y) {
        q = MatMul (x, wq)
        kv = MatMul (x, wkv)
        k, v = Split <axis = 2, num_outputs = 2> (kv)
        kt = Transpose <perm = [0, 2, 1]> (k)
        s = MatMul (q, kt)
        two = Constant <value = float {2.0}> ()
        scaled = Div (s, two)
        low = Constant <value = float {-inf}> ()
        masked = Where (mask, scaled, low)
        p = Softmax (masked)
        o = MatMul (p, v)
        r = Add (o, x)
        y = LayerNormalization <axis = -1> (r, g, b)
    }"""
    return text, {"wq": (4, 4), "wkv": (4, 8), "g": (4,), "b": (4,)}


@model
def recurrent():
    text = """recurrent (float[3, 1, 2] x, int64[1] ids) => (float[1, 2] y) {
        rows = Gather (table, ids)
        moved = Add (x, rows)
        all, last = GRU <hidden_size = 2, linear_before_reset = 1> (moved, w, r, b)
        axes = Constant <value = int64[1] {0}> ()
        flat = Squeeze (last, axes)
        one = Constant <value = float {1.0}> ()
        more = Max (flat, one)
        y = Pow (more, two)
    }"""
    return text, {"table": (4, 2), "w": (1, 6, 2), "r": (1, 6, 2), "b": (1, 12), "two": ()}


@model
def autoencoder():
    text = """autoencoder (float[1, 1, 4, 4] x) => (float loss) {
        code = Conv <strides = [2, 2], pads = [1, 1, 1, 1]> (x, w)
        h = Tanh (code)
        up = ConvTranspose <strides = [2, 2], pads = [1, 1, 1, 1], output_padding = [1, 1]> (h, v)
        d = Sub (up, x)
        e = ReduceSumSquare <keepdims = 0> (d)
        roi = Constant <value = float[0] {}> ()
        sizes = Constant <value = float[4] {1.0, 1.0, 2.0, 2.0}> ()
        big = Resize <mode = "linear"> (d, roi, sizes)
        f = ReduceMean <keepdims = 0> (big)
        loss = Add (e, f)
    }"""
    return text, {"w": (2, 1, 3, 3), "v": (2, 1, 3, 3)}


def of_one_node(op, inputs, shapes, **attributes):
    """A model of one operator."""
    kinds = [
        helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, s)
        for n, s in zip(inputs, shapes, strict=True)
    ]
    node = helper.make_node(op, inputs, ["y"], name=f"the_{op}", **attributes)
    out = helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    graph = helper.make_graph([node], "g", kinds, [out])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
