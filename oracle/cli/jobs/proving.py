"""The commands that prove a function or a model: prove, certify, verify, coverage, init."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.grammar import Add
from proofgrad.oracle.cli.options import assume_option
from proofgrad.oracle.cli.values import percent
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    prove = add(
        "prove",
        "prove the derivative of a formula of your own",
        """
        proofgrad prove 'x*sigmoid(beta*x)' --name swish --param beta
        proofgrad prove 'log(1 + x)' --name log1p
        proofgrad prove 'sqrt(x**2 + eps)' --param eps --assume 'eps > 0'
        proofgrad prove 'where(x > 0, x, a*expm1(x))' --param a --write Mine.lean
        proofgrad prove 'c*tanh(x/c)' --param c --derivative '1 - tanh(x/c)**2'
        proofgrad prove --functions""",
    )
    prove_options(prove)

    certify = add(
        "certify",
        "a theorem about your model, and a test of its gradient",
        """
        proofgrad certify models:mlp --out mlp.certificate.json
        proofgrad certify models:Block --inputs models:inputs --require-proof
        proofgrad certify models:loss --framework jax
        proofgrad certify onnx:model.onnx""",
    )
    model_options(certify)
    certify.add_argument("--out", metavar="FILE", help="write the certificate to FILE")
    certify.add_argument(
        "--dtype", choices=DTYPES[:2], default=None, help="the format that it is tested in (the model's own)"
    )
    certify.add_argument("--no-test", action="store_true", help="prove only; the gradient is not tested")
    certify.add_argument(
        "--require-proof", action="store_true", help="an operation without a proof is an error"
    )

    verify = add(
        "verify",
        "check the theorem of a certificate again, from nothing",
        """
        proofgrad verify mlp.certificate.json""",
    )
    verify.add_argument("certificate", metavar="FILE", help="what proofgrad certify has written")

    coverage = add(
        "coverage",
        "which operations of a model have proofs",
        """
        proofgrad coverage models:mlp --min 95%
        proofgrad coverage onnx:model.onnx
        proofgrad coverage models:mlp --out coverage.md --out coverage.svg""",
    )
    model_options(coverage)
    coverage.add_argument(
        "--out",
        action="append",
        metavar="FILE",
        help="write the table to FILE, as .md, .html, .svg (a badge) or .json (repeatable)",
    )
    coverage.add_argument(
        "--min", type=percent, default=0.0, metavar="P", help="fewer than P percent proven is an error"
    )

    init = add(
        "init",
        "begin a Lean project of your own that stands on the installed library",
        """
        proofgrad init my-proofs
        proofgrad check --project my-proofs""",
    )
    init.add_argument("folder", metavar="DIR", help="a new or empty folder")


def prove_options(parser: argparse.ArgumentParser) -> None:
    """The options of `prove`."""
    parser.add_argument("formula", nargs="?", metavar="FORMULA", help="such as 'c*tanh(x/c)'")
    parser.add_argument("--name", metavar="NAME", help="of the node (default: f)")
    parser.add_argument(
        "--param", action="append", default=[], metavar="NAME", help="a parameter of the formula (repeatable)"
    )
    parser.add_argument("--variable", default="x", metavar="NAME", help="the variable (default: x)")
    assume_option(parser)
    parser.add_argument(
        "--derivative",
        metavar="FORMULA",
        help="your own f', to be compared with the proven one: proven too, or told where it is wrong",
    )
    parser.add_argument(
        "--write", metavar="PATH", help="write the Lean file there: a folder, or a name that ends in .lean"
    )
    parser.add_argument(
        "--functions", action="store_true", help="list the functions that formulas may be made of"
    )


def model_options(parser: argparse.ArgumentParser) -> None:
    """Which model."""
    parser.add_argument(
        "model",
        metavar="MODULE:ATTR",
        help="a pair (model, inputs), a function that returns one, or a model or function of tensors or of "
        "JAX's arrays; onnx:FILE is a file of ONNX",
    )
    parser.add_argument(
        "--framework", choices=("torch", "jax"), help="what it is written with (seen from it and its inputs)"
    )
    parser.add_argument(
        "--inputs", metavar="MODULE:ATTR", help="example inputs, where they are not with the model"
    )
