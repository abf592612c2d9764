"""Programs that the Lean library proves as examples, to run and to start from.

The sizes are small, as every coordinate of the whole program is evaluated rigorously.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from proofgrad.oracle.graph.program import Graph

__all__ = ["EXAMPLES", "Program", "mlp", "transformer"]


@dataclass(frozen=True)
class Program:
    """A graph with the shapes of its inputs.

    Attributes:
        name: what reports call it.
        graph: the program.
        shapes: of its inputs, by name.
        theorem: the Lean theorem about this very program, if there is one, besides those about all graphs.
    """

    name: str
    graph: Graph
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    theorem: str = ""


def mlp(rows: int = 2, inputs: int = 2, hidden: int = 2, outputs: int = 1) -> Program:
    """Two layers with tanh between them, and the mean squared error: ``Proofs.Autograd.Mlp`` in Lean."""
    graph = Graph()
    shapes = {
        "x": (rows, inputs),
        "y": (rows, outputs),
        "W1": (inputs, hidden),
        "b1": (hidden,),
        "W2": (hidden, outputs),
        "b2": (outputs,),
    }
    x, y, w1, b1, w2, b2 = (graph.input(name) for name in shapes)
    inner = graph.apply("tanh", graph.apply("addRow", graph.apply("matmul", x, w1), b1))
    graph.apply("mse", graph.apply("addRow", graph.apply("matmul", inner, w2), b2), y)
    return Program("mlp", graph, shapes)


def transformer(tokens: int = 2, width: int = 2, hidden: int = 2, epsilon: float = 1e-5) -> Program:
    """The pre-norm block of a causal transformer with one head: ``Proofs.Autograd.Transformer`` in Lean.

    a = layerNorm x · γA + βA, r = x + causalAttention(a Wq, a Wk, a Wv) Wo, b = layerNorm r · γB + βB, and
    the result r + gelu(b W1 + b1) W2 + b2.
    """
    graph = Graph()
    square = (width, width)
    shapes = {
        "x": (tokens, width),
        "gammaA": (width,),
        "betaA": (width,),
        "Wq": square,
        "Wk": square,
        "Wv": square,
        "Wo": square,
        "gammaB": (width,),
        "betaB": (width,),
        "W1": (width, hidden),
        "b1": (hidden,),
        "W2": (hidden, width),
        "b2": (width,),
    }
    x, gamma_a, beta_a, wq, wk, wv, wo, gamma_b, beta_b, w1, b1, w2, b2 = (graph.input(n) for n in shapes)
    apply = graph.apply
    a = apply("addRow", apply("mulRow", apply("layerNorm", x, ε=epsilon), gamma_a), beta_a)
    heads = apply("causalAttention", apply("matmul", a, wq), apply("matmul", a, wk), apply("matmul", a, wv))
    r = apply("add", x, apply("matmul", heads, wo))
    b = apply("addRow", apply("mulRow", apply("layerNorm", r, ε=epsilon), gamma_b), beta_b)
    inner = apply("gelu", apply("addRow", apply("matmul", b, w1), b1))
    apply("add", r, apply("addRow", apply("matmul", inner, w2), b2))
    return Program("transformer", graph, shapes, "Proofs.Autograd.Transformer.hasDerivAt_block")


EXAMPLES = {"mlp": mlp, "transformer": transformer}
"""By name; each is called without arguments."""
