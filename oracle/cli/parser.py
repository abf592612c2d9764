"""The arguments of every command. Importing it costs argparse and nothing else."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from itertools import pairwise

from proofgrad.bridge._version import __version__
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.cli.grammar import COMMANDS, EXIT_CODES, HelpFormatter, Parser, common
from proofgrad.oracle.cli.jobs import checking, proving, running, testing
from proofgrad.oracle.work.dtypes import DTYPES

__all__ = ["build", "parse", "wants_json"]


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

    for job in (testing, proving, checking, running):
        job.add_commands(add)
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
