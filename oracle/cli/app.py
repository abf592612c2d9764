"""From arguments to exit code: parse, run one command, and turn every error into a message or into JSON."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence

from proofgrad.bridge.errors import EXIT_OK, ProofgradError, UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parser import parse, wants_json
from proofgrad.oracle.cli.supervised import can_supervise, supervised

__all__ = ["run"]

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
BROKEN_PIPE = 128 + 13  # SIGPIPE, which Windows does not have
CALLS_KERNELS = ("run", "test", "sweep", "report")
"""Commands that call kernels."""


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to end; it ends as after Ctrl-C, with no process left behind."""


def _terminate(_number: int, _frame: object) -> None:
    raise Terminated


@contextlib.contextmanager
def _ends_cleanly() -> Iterator[None]:
    """While a command runs SIGTERM is an exception, where that is possible (in the main thread)."""
    try:
        before = signal.signal(signal.SIGTERM, _terminate)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _open_streams() -> None:
    """A stream that was closed before we began (``>&-``) swallows what is written to it, and is no error.

    No file that is opened later may take its place: file descriptor 1 is where results go.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123


def _executed(options: argparse.Namespace, out: Output) -> int:
    module = options.command.replace("-", "_")
    command = importlib.import_module(f"proofgrad.oracle.cli.commands.{module}")
    with _ends_cleanly():
        code = int(command.execute(options, out))
        sys.stdout.flush()
    return code


def _run(options: argparse.Namespace, debug: bool) -> int:
    out = Output(options.format, verbosity=options.verbose - options.quiet)
    return _told(lambda: out, debug, lambda: _executed(options, out))


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command. Never raises, but with --debug; prints errors on stderr, or as JSON on stdout.

    Args:
        argv: the arguments. None: those of the process, whose exit code the returned one will be. Commands
            that call kernels then do so in another process (:mod:`~proofgrad.oracle.cli.supervised`).
    """
    _open_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    out = Output("json" if wants_json(arguments) else "text")
    debug = "--debug" in arguments

    def work() -> int:
        nonlocal out
        options = parse(arguments)
        if options is None:  # --help or --version, and these have been printed
            return EXIT_OK
        out = Output(options.format, verbosity=options.verbose - options.quiet)
        if argv is None and options.command in CALLS_KERNELS and can_supervise() and not debug:
            return supervised(lambda: _run(options, debug))
        return _executed(options, out)

    return _told(lambda: out, debug, work)


def _told(out: Callable[[], Output], debug: bool, work: Callable[[], int]) -> int:
    """The exit code of the work; an error is said, and not raised."""
    try:
        return work()
    except ProofgradError as error:
        if debug and not isinstance(error, UsageError):
            raise
        out().error(error)
        return error.exit_code
    except KeyboardInterrupt as error:
        if debug:
            raise
        out().interrupted()
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`proofgrad nodes | head`); keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            raise
        out().error(
            ProofgradError(
                f"internal error: {type(error).__name__}: {error}",
                hint="this is a bug of proofgrad; --debug shows where",
            )
        )
        return ProofgradError.exit_code
