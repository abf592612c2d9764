"""Functions as people write them with JAX, small, with inputs: name -> a function that returns both."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

MODELS = {}
rng = np.random.default_rng(3)


def normal(*shape):
    """Numbers in JAX's own format."""
    return jnp.asarray(rng.normal(size=shape), jnp.float32)


def model(function):
    """Register a function that returns a function, and its inputs."""
    MODELS[function.__name__] = function
    return function


@model
def mlp():
    def loss(params, x, y):
        h = jax.nn.gelu(x @ params["w"] + params["b"])
        logits = h @ params["v"]
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1))

    params = {"w": normal(4, 5), "b": normal(5), "v": normal(5, 3)}
    return loss, (params, normal(3, 4), jnp.array([0, 2, 1]))


@model
def attention():
    def layer(p, x):
        q, k, v = (jnp.einsum("btd,dhe->bhte", x, w) for w in p)
        scores = q @ jnp.swapaxes(k, -1, -2) / jnp.sqrt(q.shape[-1])
        scores = jnp.where(jnp.tril(jnp.ones((3, 3), bool)), scores, -jnp.inf)
        out = jnp.swapaxes(jax.nn.softmax(scores, axis=-1) @ v, 1, 2).reshape(*x.shape[:2], -1)
        mean, var = out.mean(-1, keepdims=True), out.var(-1, keepdims=True)
        return (out - mean) * jax.lax.rsqrt(var + 1e-5)

    return layer, (tuple(normal(4, 2, 2) for _ in range(3)), normal(1, 3, 4))


@model
def convolution():
    def layer(w, v, x):
        y = jax.lax.conv_general_dilated(
            x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"), rhs_dilation=(2, 2)
        )
        y = jax.lax.reduce_window(jax.nn.relu(y), -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "SAME")
        y = jax.lax.conv_transpose(y, v, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        return jax.lax.reduce_window(y, 0.0, jax.lax.add, (1, 2, 2, 1), (1, 2, 2, 1), "VALID") / 4

    return layer, (normal(3, 3, 2, 2), normal(2, 2, 2, 1), normal(1, 5, 5, 2))


@model
def recurrent():
    def unrolled(w, u, xs):
        def step(h, x):
            h = jnp.tanh(h @ w + x @ u)
            return h, h.sum()

        last, sums = jax.lax.scan(step, jnp.zeros(3), xs)
        return jnp.concatenate([last, sums]) * jax.lax.fori_loop(0, 2, lambda i, c: c * (i + 1.0), 0.5)

    return unrolled, (normal(3, 3), normal(2, 3), normal(4, 2))


@model
def indexing():
    def mixed(table, x, ids):
        rows = table[ids] + jnp.roll(x, 1, axis=0)
        rows = rows.at[0, 1].add(2.0).at[:, 0].set(x[:, 2])
        rows = jnp.where(rows > 0.1, rows, jnp.expm1(rows))[::-1]
        rest = jnp.cumsum(x, axis=1) + jnp.flip(x, 1) + jnp.tile(x[:1], (2, 1))
        return jnp.concatenate([rows, rest, jnp.pad(x, ((0, 0), (1, 1)))[:, 2:]], axis=1)

    return mixed, (normal(5, 3), normal(2, 3), jnp.array([4, 0]))


@model
def losses():
    def total(x, y):
        a = jnp.mean(jnp.square(x - y)) + jax.scipy.special.logsumexp(x, axis=-1).sum()
        b = jnp.linalg.norm(x, axis=-1).sum() + jax.nn.softplus(x).prod() + jnp.sort(y, axis=-1)[:, 0].max()
        c = jax.lax.cond(x.sum() > 0, lambda v: jnp.sin(v).sum(), lambda v: jnp.cos(v).sum(), y)
        return a + b + c + jax.nn.elu(x).sum() + jnp.cbrt(y).sum() + jnp.clip(y, -0.5, 0.5).sum()

    return total, (normal(2, 3), normal(2, 3))
