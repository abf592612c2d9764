"""The options of the commands, in groups that several of them share, and the types of their values."""

from __future__ import annotations

import argparse

from proofgrad.oracle.work.dtypes import DTYPES

__all__ = [
    "assume_option",
    "bound_options",
    "check_options",
    "dtype_option",
    "explain_options",
    "model_options",
    "natural",
    "percent",
    "place_options",
    "project_option",
    "proof_option",
    "prove_options",
    "report_options",
    "seconds",
    "sweep_options",
    "test_options",
]


def seconds(text: str) -> float:
    """A positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number of seconds")
    return value


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


def assume_option(parser: argparse.ArgumentParser) -> None:
    """--assume."""
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="A",
        help="suppose this of parameters or the variable, such as 'c > 0' (repeatable)",
    )


def _backend_option(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--backend", default="numpy", metavar="B", help=text)


def _value_option(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--param", action="append", default=[], type=parameter, metavar="NAME=V", help=text)


def test_options(parser: argparse.ArgumentParser) -> None:
    """The options about testing kernels."""
    _backend_option(
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
        "hvp, the second derivative: f''(x)·ct·dx)",
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
    _value_option(parser, "value of a parameter of the named nodes, such as eps=1e-5 (repeatable)")
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


def ends(text: str) -> tuple[float, float]:
    """Two numbers: ``-10,10``."""
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not A,B: two numbers") from None
    if not low <= high:
        raise argparse.ArgumentTypeError(f"there are no numbers from {low:g} to {high:g}")
    return low, high


def tolerance(text: str) -> float:
    """A tolerance."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no tolerance: a number, 0 or more")
    return value


def sweep_options(parser: argparse.ArgumentParser) -> None:
    """The options of `sweep`."""
    _backend_option(parser, "whose kernels, as for proofgrad test (numpy)")
    parser.add_argument(
        "--dtype",
        choices=DTYPES[1:],
        default="float32",
        help="the format whose numbers are all tried (default: float32)",
    )
    parser.add_argument(
        "--what", action="append", metavar="PART", help="forward, jvp (in direction 1), or forward,jvp (both)"
    )
    _value_option(parser, "value of a parameter, such as eps=1e-5 (repeatable)")
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
        choices=("float64", "float32", "float16"),
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


def percent(text: str) -> float:
    """A number from 0 to 100, with or without a percent sign."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 100.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage")
    return value


def stretch(text: str) -> range:
    """Some segments: ``16000:16384``."""
    first, colon, end = text.partition(":")
    found = range(natural(first or "0"), natural(end)) if colon and end else range(0)
    if not len(found):
        raise argparse.ArgumentTypeError(f"{text!r} are no segments: FIRST:END")
    return found


def duration(text: str) -> float:
    """A time as people write it: ``90``, ``90s``, ``10m``, ``2h``. In seconds."""
    unit = {"s": 1.0, "m": 60.0, "h": 3600.0}.get(text[-1:])
    return seconds(text) if unit is None else seconds(text[:-1]) * unit


def ulps(text: str) -> float:
    """A number of ULP."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not value >= 0.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of ULP: 0 or more")
    return value


def parameter(text: str) -> tuple[str, str]:
    """A parameter and its value: ``alpha=2``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def shape(text: str) -> tuple[str, tuple[int, ...]]:
    """The shape of an input: ``x=128,1025``; of a number ``x=``."""
    name, equals, sizes = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=N,N")
    return name.strip(), tuple(natural(size.strip()) for size in sizes.split(",") if size.strip())


def natural(text: str) -> int:
    """A natural number."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a natural number")
    return int(text)


def explain_options(parser: argparse.ArgumentParser) -> None:
    """The options of `explain`."""
    parser.add_argument("node", metavar="NODE", help="its short or full name")
    project_option(parser)
    parser.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="X",
        help="evaluate f and f' at X, proven to the last digit printed (repeatable): -3.5, 1/3, inf; for a "
        "vector node its entries, 1,2,3, or arrays with a semicolon between",
    )
    _value_option(parser, "value of a parameter of the node (repeatable)")
    parser.add_argument("--digits", type=natural, metavar="N", help="correct digits of values (default: 20)")
    parser.add_argument(
        "--depth", type=natural, metavar="N", help="levels of the dependency tree (3; 0 leaves it out)"
    )
    parser.add_argument(
        "--goal",
        action="append",
        default=[],
        metavar="LINE",
        help="goal state at a line of the theorem's file, at +N lines below its name, or at "
        "FILE:LINE[:COLUMN] (repeatable)",
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


def report_options(parser: argparse.ArgumentParser) -> None:
    """The output files of `report`."""
    for fmt in ("html", "markdown", "json", "junit", "sarif"):
        parser.add_argument(f"--{fmt}", metavar="FILE", help=f"write it as {fmt} to FILE")
    parser.add_argument("--badge", metavar="FILE", help="write a badge (SVG) to FILE")


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
