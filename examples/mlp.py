"""A network with one hidden layer and its mean squared error: the gradient, and what is proven of it.

Run it with ``python examples/mlp.py``.
"""

from __future__ import annotations

import numpy as np

from proofgrad import oracle
from proofgrad.oracle.graph import Graph


def mlp() -> Graph:
    """The loss of ``tanh(x U + b) V + c`` against the target y."""
    graph = Graph()
    x, y, u, b, v, c = (graph.input(name) for name in ("x", "y", "U", "b", "V", "c"))
    hidden = graph.apply("tanh", graph.apply("addRow", graph.apply("matmul", x, u), b))
    out = graph.apply("addRow", graph.apply("matmul", hidden, v), c)
    graph.apply("mse", out, y)
    return graph


SHAPES = {"x": (2, 3), "y": (2, 1), "U": (3, 2), "b": (2,), "V": (2, 1), "c": (1,)}


def main() -> None:
    """Print the gradient, the verdicts, and the theorem that covers the program."""
    graph = mlp()
    rng = np.random.default_rng(0)
    inputs = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
    print("loss", graph.evaluate(inputs))
    for name, gradient in graph.backprop(inputs).items():
        print(f"d loss / d {name}", np.array2string(gradient, precision=4).replace("\n", ""))
    verdicts, covered = oracle.test_graph(graph, SHAPES)
    for verdict in verdicts:
        print(verdict.what, verdict.verdict, verdict.message)
    print(covered)


if __name__ == "__main__":
    main()
