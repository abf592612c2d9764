"""The NumPy kernel of two-dimensional convolution, with stride, padding and bias.

Not reflected (a cross-correlation, as in PyTorch): entry i, j of channel s of the result is the bias of s
plus the sum over t, u, l of kernel[s, t, u, l]·image[t, stride·i + u - pad, stride·j + l - pad], where what
lies outside of the image counts as zero. The numbers of rows and columns of the result are the node's to
choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp

__all__ = ["CONV2D"]


def _places(kernel: int, out: int, o: Options) -> Any:
    """Shape (out, kernel): the rows (or columns) of the padded image that each entry meets."""
    return int(o["stride"]) * np.arange(out)[:, None] + np.arange(kernel)


def _grid(x: Floats, k: Floats, o: Options) -> tuple[Any, Any, tuple[int, int, int]]:
    """The places of rows and of columns, and the shape of the padded image that holds all of them."""
    rows, columns = _places(k.shape[2], int(o["h'"]), o), _places(k.shape[3], int(o["w'"]), o)
    pad = int(o["pad"])
    height = max(pad + x.shape[1], int(rows.max(initial=-1)) + 1)
    width = max(pad + x.shape[2], int(columns.max(initial=-1)) + 1)
    return rows[:, :, None, None], columns, (x.shape[0], height, width)


def _patches(x: Floats, k: Floats, o: Options) -> Floats:
    """Shape (channels, h', p, w', q): what each entry of the result multiplies with the kernel's."""
    rows, columns, shape = _grid(x, k, o)
    pad = int(o["pad"])
    padded = np.zeros(shape)
    padded[:, pad : pad + x.shape[1], pad : pad + x.shape[2]] = x
    found: Floats = padded[:, rows, columns]
    return found


def _correlate(patches: Floats, k: Floats) -> Any:
    return np.einsum("stul,tiujl->sij", k, patches)


def _forward(x: Sequence[Floats], o: Options) -> Any:
    image, k, bias = x
    return _correlate(_patches(image, k, o), k) + bias[:, None, None]


def _jvp(x: Sequence[Floats], d: Sequence[Floats], o: Options) -> Any:
    image, k, _ = x
    return _correlate(_patches(d[0], k, o), k) + _correlate(_patches(image, k, o), d[1]) + d[2][:, None, None]


def _vjp(x: Sequence[Floats], ct: Floats, o: Options) -> tuple[Any, Any, Any]:
    image, k, _ = x
    rows, columns, shape = _grid(image, k, o)
    pad = int(o["pad"])
    padded = np.zeros(shape)
    everywhere: Any = (slice(None), rows, columns)
    np.add.at(padded, everywhere, np.einsum("stul,sij->tiujl", k, ct))
    back = padded[:, pad : pad + image.shape[1], pad : pad + image.shape[2]]
    return back, np.einsum("sij,tiujl->stul", ct, _patches(image, k, o)), ct.sum(axis=(1, 2))


CONV2D: tuple[Forward, Jvp, Vjp] = (_forward, _jvp, _vjp)
"""Forward, jvp, vjp; inputs: image (channels, h, w), kernel (outputs, channels, p, q), bias (outputs)."""
