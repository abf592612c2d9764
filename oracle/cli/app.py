"""From arguments to exit code: parse, run one command, and turn every error into a message or into JSON."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence

from proofgrad.bridge.errors import EXIT_OK, ProofgradError, UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parser import COMMANDS, parse, wants_json

__all__ = ["run"]

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
BROKEN_PIPE = 128 + 13  # SIGPIPE, which Windows does not have


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


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command. Never raises, but with --debug; prints errors on stderr, or as JSON on stdout."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    out = Output("json" if wants_json(arguments) else "text")
    debug = "--debug" in arguments
    try:
        options = parse(arguments)
        if options is None:  # --help or --version, and these have been printed
            return EXIT_OK
        out = Output(options.format, verbosity=options.verbose - options.quiet)
        command = importlib.import_module(f"proofgrad.oracle.cli.commands.{COMMANDS[options.command]}")
        with _ends_cleanly():
            code = int(command.execute(options, out))
            sys.stdout.flush()
        return code
    except ProofgradError as error:
        if debug and not isinstance(error, UsageError):
            raise
        out.error(error)
        return error.exit_code
    except KeyboardInterrupt as error:
        if debug:
            raise
        out.interrupted()
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`proofgrad nodes | head`); keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            raise
        out.error(
            ProofgradError(
                f"internal error: {type(error).__name__}: {error}",
                hint="this is a bug of proofgrad; --debug shows where",
            )
        )
        return ProofgradError.exit_code
