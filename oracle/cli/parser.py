"""The arguments of every command. Importing it costs argparse and nothing else."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import NoReturn

from proofgrad.bridge._version import __version__
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.cli.options import (
    assume_option,
    bound_options,
    check_options,
    dtype_option,
    explain_options,
    model_options,
    natural,
    percent,
    place_options,
    project_option,
    proof_option,
    prove_options,
    report_options,
    seconds,
    sweep_options,
    test_options,
)
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = ["COMMANDS", "parse", "wants_json"]

JOBS = {
    "test my kernel": ("test", "sweep", "bound", "watch"),
    "prove my function or model": ("prove", "certify", "verify", "coverage", "init"),
    "check proofs": ("check", "nodes", "explain", "export"),
    "all of it": ("run", "report", "doctor", "completion"),
}
"""What a user comes for -> the commands that do it, in the order in which they are shown everywhere."""

COMMANDS = tuple(command for commands in JOBS.values() for command in commands)
"""Every command: each is a module in proofgrad.oracle.cli.commands."""

EXIT_CODES = """\
exit codes:
  0  everything asked for was checked, and nothing is wrong
  1  something is wrong: a rejected proof, a sorry, an extra axiom, a failing kernel
  2  the command line makes no sense
  3  something could not be checked: no Lean, a time-out, a crash, nothing to check
"""


class Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would print and exit, so that --format json gets JSON."""

    def error(self, message: str) -> NoReturn:
        """Called by argparse."""
        raise UsageError(message, hint=f"see: {self.prog} --help")


class HelpFormatter(argparse.HelpFormatter):
    """Wraps paragraphs to the terminal but keeps their lines; examples stand as they are, to be copied."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = []
        for line in text.splitlines():
            start = line[: len(line) - len(line.lstrip())]
            if line.startswith("  ") and not line.lstrip()[:1].isdigit():
                lines.append(indent + line)
            else:
                hang = start + "   " if start else ""
                lines += textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent + hang)
                lines += [""] if not line else []
        return "\n".join(lines)

    def add_argument(self, action: argparse.Action) -> None:
        """The commands by what they are for, and not as one list."""
        if not isinstance(action, argparse._SubParsersAction):
            super().add_argument(action)
            return
        listed = {command.dest: command for command in action._get_subactions()}
        for job, commands in JOBS.items():
            self.start_section(job)
            self.add_arguments([listed[command] for command in commands])
            self.end_section()


def common() -> Parser:
    """The options that every command takes, before or after its name."""
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group("for every command")
    group.add_argument("--format", choices=("text", "json"), help="json: stdout is JSON only, errors too")
    limit = "seconds for a module in Lean, for all in the second checker, for a call of a kernel under test"
    group.add_argument("--timeout", type=seconds, metavar="S", help=limit)
    group.add_argument("-q", "--quiet", action="count", help="only what is wrong, and the outcome")
    group.add_argument("-v", "--verbose", action="count", help="say more")
    group.add_argument("--debug", action="store_true", help="errors with a traceback")
    return parser


def build() -> Parser:
    """The whole parser."""
    shared = common()
    parser = Parser(
        prog="proofgrad",
        description="Lean proofs of derivatives, checked, read, and used as the oracle for numeric kernels.",
        epilog=EXIT_CODES,
        formatter_class=HelpFormatter,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", default=argparse.SUPPRESS, help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    parser._positionals.title = argparse.SUPPRESS  # the jobs are the headings

    def add(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ("" if summary.endswith("?") else "."),
            epilog="examples:\n" + textwrap.indent(textwrap.dedent(examples).strip(), "  "),
            formatter_class=HelpFormatter,
            parents=[shared],
            allow_abbrev=False,
        )

    run = add(
        "run",
        "the main job: check, read the catalogue, test the NumPy kernels, report",
        """
        proofgrad
        proofgrad run --out build/report
        proofgrad run --format json > report.json""",
    )
    run.add_argument(
        "--out", default="proofgrad-report", metavar="DIR", help="folder for the report (./proofgrad-report)"
    )
    place_options(run)
    check_options(run)
    test_options(run)

    check = add(
        "check",
        "are the proofs accepted?",
        """
        proofgrad check
        proofgrad check --project path/to/lean --checker both
        proofgrad check --allow-axiom MyProject.axiom
        proofgrad check --checker python --oleans path/to/.lake/build/lib/lean
        proofgrad check --export Mathlib.ndjson.xz --timeout 3600
        xz -dc theirs.ndjson.xz | proofgrad check --export - --arena""",
    )
    check_options(check)
    check.add_argument(
        "--oleans",
        metavar="DIR",
        help="judge the .olean files below DIR, and no sources; needs no Lean and runs nothing of theirs "
        "(with --checker python; --project says whose declarations.txt they must match)",
    )
    check.add_argument(
        "--export",
        metavar="FILE",
        help="judge a file in Lean's export format (-: standard input) by the second checker; needs no Lean",
    )
    check.add_argument(
        "--arena",
        action="store_true",
        help="with --export: ask of the types alone, and end as Lean's kernel arena has it: 0 accepted, "
        "1 rejected, 2 declined",
    )

    nodes = add(
        "nodes",
        "the catalogue: statements, hypotheses, axioms, formulas, sources",
        """
        proofgrad nodes
        proofgrad nodes sigmoid gelu
        proofgrad nodes --format json""",
    )
    nodes.add_argument("names", nargs="*", metavar="NAME", help="only these nodes, in full")
    project_option(nodes)

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

    report = add(
        "report",
        "write a report, of a new run or of a saved one",
        """
        proofgrad report --html report.html --junit report.xml
        proofgrad report --from proofgrad-report/report.json --markdown summary.md
        proofgrad report --from new.json --compare old.json
        proofgrad report --from new.json --annotations github --source-root lean""",
    )
    report_options(report)
    place_options(report)
    report.add_argument("--from", dest="source", metavar="FILE", help="a saved report.json; nothing is run")
    report.add_argument("--compare", metavar="FILE", help="say what changed since this older report.json")
    check_options(report)
    test_options(report)

    explain = add(
        "explain",
        "one node: what is proven, why so, on what it stands, values at points",
        """
        proofgrad explain relu
        proofgrad explain sigmoid --at -3.5 --at 1e-300 --digits 50
        proofgrad explain elu --at 0 --param alpha=2
        proofgrad explain matmul --at '[[1,2],[3,4]]; [[1,0],[0,1]]'
        proofgrad explain linear --param 'weights=[[1,2]]' --param bias=0 --at 5,6
        proofgrad explain tanh --goal +2
        proofgrad explain tanh --goal NN/Analysis/Deriv/Basic.lean:40:4""",
    )
    explain_options(explain)

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

    export = add(
        "export",
        "write the accepted proofs in Lean's export format, for any other kernel to judge",
        """
        proofgrad export -o nn.ndjson.xz
        proofgrad export --project path/to/lean > proofs.ndjson
        proofgrad export -o nn.ndjson.xz && proofgrad check --export nn.ndjson.xz""",
    )
    project_option(export)
    export.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        help="where to (default: stdout); compressed if its name ends in .xz or .gz",
    )
    export.add_argument(
        "--unsafe", action="store_true", help="also what is marked unsafe or partial, which no proof can use"
    )

    doctor = add(
        "doctor",
        "which Lean, which versions, what would be used and why",
        """
        proofgrad doctor
        proofgrad doctor --project path/to/lean --format json""",
    )
    project_option(doctor)

    completion = add(
        "completion",
        "a script for your shell, so that the tab key completes",
        """
        source <(proofgrad completion bash)        # in ~/.bashrc
        proofgrad completion zsh > ~/.zfunc/_proofgrad
        proofgrad completion fish > ~/.config/fish/completions/proofgrad.fish""",
    )
    completion.add_argument(
        "shell",
        choices=("bash", "zsh", "fish", "tcsh", "powershell", "nodes"),
        help="which shell (nodes: print the names of nodes, as the scripts ask for)",
    )
    return parser


SIGNED = ("--at", "--param", "--goal", "--formula", "--assume", "--range")
"""Options whose value may start with a minus sign, which argparse would take for an option."""


def joined(arguments: Sequence[str]) -> list[str]:
    """The arguments with ``--at -1/3`` written as ``--at=-1/3``."""
    out: list[str] = []
    for argument in arguments:
        if out and out[-1] in SIGNED and argument[:1] in "-−" and argument[1:2].isalnum():
            out[-1] += f"={argument}"
        else:
            out.append(argument)
    return out


VALUED = ("--format", "--timeout")
"""Options before the command's name that take a value."""


def with_command(arguments: Sequence[str]) -> list[str]:
    """The arguments, with the default command where none is named. Raises UsageError for an unknown one."""
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in ("-h", "--help", "--version"):
            return list(arguments)
        elif argument in VALUED:
            skip = True
        elif not argument.startswith("-"):
            if argument in COMMANDS:
                return list(arguments)
            raise UsageError(
                f"no command {argument!r}",
                hint=nearest(argument, COMMANDS) or f"commands: {', '.join(COMMANDS)}",
            )
        elif argument.split("=")[0] not in (*VALUED, "-q", "--quiet", "-v", "--verbose", "--debug"):
            break  # an option of a command, so the command was left out
    return ["run", *arguments]


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether errors must be JSON: asked before parsing, since parsing may be what fails."""
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def _unrecognized(arguments: Sequence[str], command: str) -> UsageError:
    """The error for what is no argument of a command: with the nearest option, or where the options are."""
    of_command = next(a for a in build()._actions if isinstance(a, argparse._SubParsersAction)).choices[
        command
    ]
    option = arguments[0].partition("=")[0]
    near = nearest(option, sorted(of_command._option_string_actions)) if option.startswith("--") else None
    return UsageError(
        f"proofgrad {command} takes no {' '.join(arguments)}", hint=near or f"see: proofgrad {command} --help"
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a command, or None if --help or --version was asked for and has been printed.

    Raises:
        UsageError: the arguments make no sense.
    """
    if "--version" in arguments:
        print(f"proofgrad {__version__}")
        return None
    defaults = argparse.Namespace(format="text", timeout=None, quiet=0, verbose=0, debug=False)
    try:
        options, unknown = build().parse_known_args(with_command(joined(arguments)), namespace=defaults)
    except SystemExit as stop:  # argparse after --help
        if stop.code:
            raise
        return None
    if unknown:
        raise _unrecognized(unknown, options.command)
    if isinstance(names := getattr(options, "names", None), list):
        options.names = [name for listed in names for name in listed.split(",") if name]
    for dtype in (
        [] if options.command in ("sweep", "certify", "bound") else getattr(options, "dtype", None) or ()
    ):
        if dtype not in DTYPES:
            raise UsageError(f"no dtype {dtype!r}", hint=f"one of: {', '.join(DTYPES)}")
    return options
