"""How the command line is written down: the jobs and their commands, the parser, its help."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable
from typing import NoReturn

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.values import seconds

__all__ = ["COMMANDS", "EXIT_CODES", "JOBS", "Add", "HelpFormatter", "Parser", "common"]

Add = Callable[[str, str, str], argparse.ArgumentParser]
"""Adds a command: its name, what it does in a line, examples; gives the parser of its options."""

JOBS = {
    "test my kernel": ("test", "explain-failure", "sweep", "bound", "watch"),
    "prove my function or model": ("prove", "certify", "verify", "coverage", "init"),
    "check proofs": ("check", "nodes", "explain", "export"),
    "all of it": ("run", "report", "doctor", "completion"),
}
"""What a user comes for -> the commands that do it, in the order in which they are shown everywhere."""

COMMANDS = tuple(command for commands in JOBS.values() for command in commands)
"""Every command: each is a module in proofgrad.oracle.cli.commands, with _ for -."""

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
