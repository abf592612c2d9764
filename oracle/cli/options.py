"""The options that several commands share."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.values import ends, parameter, shape, tolerance, ulps
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = [
    "assume_option",
    "backend_option",
    "check_options",
    "dtype_option",
    "place_options",
    "project_option",
    "proof_option",
    "test_options",
    "tolerance_options",
    "value_option",
]


def check_options(parser: argparse.ArgumentParser) -> None:
    """The options about checking proofs."""
    project_option(parser)
    parser.add_argument(
        "--checker", choices=("lean", "python", "both"), default="lean", help="who judges the proofs"
    )
    parser.add_argument(
        "--via", choices=("batch", "server"), default="batch", help="how Lean is run (default: batch)"
    )
    parser.add_argument(
        "--allow-axiom",
        action="append",
        default=[],
        metavar="NAME",
        help="accept this axiom too (repeatable)",
    )
    proof_option(parser)
    parser.add_argument("--fail-fast", action="store_true", help="stop at the first module that is rejected")


def proof_option(parser: argparse.ArgumentParser) -> None:
    """--require-proof."""
    parser.add_argument("--require-proof", action="store_true", help="a node without a proof is an error")


def project_option(parser: argparse.ArgumentParser) -> None:
    """--project."""
    parser.add_argument("--project", metavar="DIR", help="a Lean project (default: the one in this package)")


def assume_option(parser: argparse.ArgumentParser) -> None:
    """--assume."""
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="A",
        help="suppose this of parameters or the variable, such as 'c > 0' (repeatable)",
    )


def backend_option(parser: argparse.ArgumentParser, text: str) -> None:
    """--backend."""
    parser.add_argument("--backend", default="numpy", metavar="B", help=text)


def value_option(parser: argparse.ArgumentParser, text: str) -> None:
    """--param."""
    parser.add_argument("--param", action="append", default=[], type=parameter, metavar="NAME=V", help=text)


def test_options(parser: argparse.ArgumentParser) -> None:
    """The options about testing kernels."""
    backend_option(
        parser,
        "whose kernels: numpy (the project's own, the default), torch, torch-compile, torch-cuda, jax, "
        "jax-jit, scipy, onnx:FILE or OPERATOR, or MODULE:ATTR for yours",
    )
    dtype_option(parser)
    parser.add_argument(
        "--what",
        action="append",
        metavar="PART",
        help="what is compared: forward, jvp, vjp, adjoint, hvp, or several with commas (default: all but "
        "hvp, the second derivative: f''(x)·ct·dx; of programs and vector nodes the Hessian-vector product)",
    )
    parser.add_argument(
        "--shapes",
        choices=("few", "many"),
        default="few",
        help="sizes of vector nodes: small ones and some large ones (default), or every small one too",
    )
    parser.add_argument(
        "--shape",
        action="append",
        default=[],
        type=shape,
        metavar="NAME=N,N",
        help="test vector nodes at this shape of an input, x=128,1025, or this size, stride=2 (repeatable)",
    )
    parser.add_argument(
        "--program",
        action="append",
        default=[],
        metavar="P",
        help="repeatable: a whole program of nodes: mlp, transformer, or MODULE:ATTR for yours",
    )
    parser.add_argument(
        "--max-ulp",
        type=ulps,
        metavar="N",
        help="allow errors of N ULP in scalar nodes (default: a limit for each node); limits of median and "
        "bias stay",
    )
    tolerance_options(parser)
    value_option(parser, "value of a parameter of the named nodes, such as eps=1e-5 (repeatable)")
    parser.add_argument(
        "--exhaustive", action="store_true", help="every number of the format (16-bit formats)"
    )


def tolerance_options(parser: argparse.ArgumentParser) -> None:
    """What is asked of a kernel, and what is accepted."""
    parser.add_argument(
        "--require",
        choices=("correct", "accurate", "rounded"),
        help="the grade that a kernel needs: correct (no further off than evaluating the formula can be), "
        "accurate (the default), rounded (every answer)",
    )
    parser.add_argument(
        "--allow",
        action="append",
        metavar="CLASS",
        help="accept the faults of a class: underflow, inf, nan, layout, subnormal, kink (repeatable)",
    )
    parser.add_argument(
        "--range", type=ends, metavar="A,B", help="try only inputs from A to B: --range -10,10"
    )
    parser.add_argument(
        "--rtol",
        type=tolerance,
        metavar="R",
        help="accept |got - wanted| <= A + R*|wanted|, as numpy.testing does, in place of limits in ULP",
    )
    parser.add_argument("--atol", type=tolerance, metavar="A", help="the A of --rtol (default: 0)")
    parser.add_argument(
        "--unit",
        choices=("formula", "strict"),
        help="what errors of vector nodes are counted in: the rounding of the proven formula (the default), "
        "or strict: the ULP of each coordinate, 4 of them or --max-ulp",
    )
    parser.add_argument(
        "--no-layouts", action="store_true", help="only arrays of one contiguous axis, in native byte order"
    )
    parser.add_argument("--baseline", metavar="FILE", help="accept the failures that FILE knows, none worse")
    parser.add_argument(
        "--write-baseline", action="store_true", help="write the failures of this run to the baseline"
    )


def dtype_option(parser: argparse.ArgumentParser) -> None:
    """--dtype and --isolate."""
    parser.add_argument(
        "--dtype",
        action="append",
        metavar="T",
        help=f"repeatable: {', '.join(DTYPES)} (default: the first two)",
    )
    parser.add_argument(
        "--isolate", action="store_true", help="run kernels in a process of their own, which may die"
    )


def place_options(parser: argparse.ArgumentParser) -> None:
    """Where a code host finds what the report speaks of."""
    parser.add_argument(
        "--annotations",
        choices=("github",),
        help="also print what is wrong as annotations of a GitHub workflow (on stderr with --format json)",
    )
    parser.add_argument(
        "--source-root",
        default="",
        metavar="DIR",
        help="folder of the Lean project in the repository, for the file names in annotations and SARIF",
    )
    parser.add_argument(
        "--source-url",
        metavar="URL",
        help="link sources in the HTML: https://host/project/blob/main/lean/{file}#L{line}",
    )
