"""The commands that test a kernel: test, explain-failure, sweep, bound, watch."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.grammar import Add
from proofgrad.oracle.cli.options import (
    assume_option,
    backend_option,
    dtype_option,
    project_option,
    proof_option,
    test_options,
    value_option,
)
from proofgrad.oracle.cli.values import duration, ends, natural, parameter, stretch, ulps
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = ["add_commands"]


def add_commands(add: Add) -> None:
    """Add them to the parser."""
    test = add(
        "test",
        "test kernels against the proven formulas",
        """
        proofgrad test
        proofgrad test sigmoid --dtype float32
        proofgrad test sigmoid --backend mypackage.kernels:sigmoid
        proofgrad test --formula 'c*tanh(x/c)' --param c=30 --backend mine:softcap
        proofgrad test --program transformer""",
    )
    test.add_argument("names", nargs="*", metavar="NODE", help="only these nodes")
    test.add_argument(
        "--formula",
        metavar="F",
        help="prove this formula first, and test a kernel (--backend MODULE:ATTR) against it; each --param "
        "is one of its parameters",
    )
    assume_option(test)
    project_option(test)
    test_options(test)
    proof_option(test)

    failure = add(
        "explain-failure",
        "what the words of a failure mean: a class, a grade, a statistic, a unit",
        """
        proofgrad explain-failure
        proofgrad explain-failure depends on layout
        proofgrad explain-failure kink
        proofgrad explain-failure correct""",
    )
    failure.add_argument("words", nargs="*", metavar="WORD", help="only these words; without any, all")

    sweep = add(
        "sweep",
        "every input of a format: a certified bound of a kernel's largest error",
        """
        proofgrad sweep tanh
        proofgrad sweep gelu --what jvp --backend torch --budget 10m
        proofgrad sweep exp --segments 16000:16384 --max-ulp 0.51
        proofgrad sweep sigmoid tanh --scheduler tcp://host:8786 --out sweeps.json""",
    )
    sweep.add_argument("names", nargs="+", metavar="NODE", help="elementwise nodes")
    project_option(sweep)
    sweep_options(sweep)

    bound = add(
        "bound",
        "a proven bound of a kernel's rounding errors, beside the measured ones",
        """
        proofgrad bound numpy --node sigmoid --dtype float32
        proofgrad bound mykernels:sigmoid --node sigmoid --range -87,88
        proofgrad bound mykernels:dsigmoid --node sigmoid --what jvp --max-ulp 4""",
    )
    bound_options(bound)

    watch = add(
        "watch",
        "judge again whenever a Lean file or a kernel file is edited, until Ctrl-C",
        """
        proofgrad watch --project path/to/lean
        proofgrad watch sigmoid --backend mykernels:sigmoid --dtype float32
        proofgrad watch --project path/to/lean --format json
        proofgrad watch --project path/to/lean --changes 1""",
    )
    watch.add_argument(
        "names", nargs="*", metavar="NODE", help="nodes whose kernels are tested (with --backend)"
    )
    project_option(watch)
    watch.add_argument(
        "--backend",
        metavar="MODULE:ATTR",
        help="your kernels: tested again when one of their files is edited",
    )
    dtype_option(watch)
    watch.add_argument(
        "--changes",
        type=natural,
        default=-1,
        metavar="N",
        help="end after N edits, with the exit code of the last verdict (default: go on until Ctrl-C)",
    )
    watch.set_defaults(exhaustive=False)


def sweep_options(parser: argparse.ArgumentParser) -> None:
    """The options of `sweep`."""
    backend_option(parser, "whose kernels, as for proofgrad test (numpy)")
    parser.add_argument(
        "--dtype",
        choices=(*DTYPES[1:], "float8_e5m2", "float8_e4m3"),
        default="float32",
        metavar="T",
        help="the format whose numbers are all tried: float32 (the default), float16, bfloat16, float8_e5m2"
        " or float8_e4m3",
    )
    parser.add_argument(
        "--what", action="append", metavar="PART", help="forward, jvp (in direction 1), or forward,jvp (both)"
    )
    value_option(parser, "value of a parameter, such as eps=1e-5 (repeatable)")
    parser.add_argument(
        "--segments", type=stretch, metavar="A:B", help="only these segments of 65,536 numbers"
    )
    parser.add_argument(
        "--budget",
        type=duration,
        metavar="T",
        help="stop after 90s, 10m or 2h; the next run goes on",
    )
    parser.add_argument("--jobs", type=natural, metavar="N", help="processes (default: one for each core)")
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="a Dask scheduler: tcp://host:8786, or a scheduler file",
    )
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs have finished")
    parser.add_argument("--max-ulp", type=ulps, metavar="N", help="allow errors of N ULP (default: no limit)")
    parser.add_argument("--out", metavar="FILE", help="also write the results as JSON to FILE")


def bound_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bound`."""
    parser.add_argument(
        "kernel",
        metavar="KERNEL",
        help="numpy (the project's own), or MODULE:FUNCTION, a function of one array written with NumPy",
    )
    parser.add_argument("--node", required=True, metavar="NODE", help="what it computes: an elementwise node")
    parser.add_argument(
        "--what",
        action="append",
        choices=("forward", "jvp"),
        help="forward: the kernel of f (default); jvp: of f' (repeatable)",
    )
    parser.add_argument(
        "--dtype",
        choices=("float64", "float32", "float16", "bfloat16"),
        default="float64",
        help="the format of inputs and results (float64)",
    )
    parser.add_argument(
        "--range", type=ends, metavar="A,B", help="only inputs from A to B: --range -87,88 (default: all)"
    )
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        type=parameter,
        metavar="NAME=V",
        help="value of a parameter, such as eps=1e-5 (repeatable)",
    )
    parser.add_argument(
        "--max-ulp", type=ulps, metavar="N", help="allow errors of N ULP (default: 1000, a bound at all)"
    )
