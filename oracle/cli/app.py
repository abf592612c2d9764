"""From arguments to exit code: parse, run one command, and turn every error into a message or into JSON."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence

from proofgrad.bridge.errors import EXIT_OK, ProofgradError, UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parser import COMMANDS, parse, wants_json

__all__ = ["run"]

INTERRUPTED = 128 + signal.SIGINT
BROKEN_PIPE = 128 + 13  # SIGPIPE, which Windows does not have


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
        code = int(command.execute(options, out))
        sys.stdout.flush()
        return code
    except ProofgradError as error:
        if debug and not isinstance(error, UsageError):
            raise
        out.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        if debug:
            raise
        out.interrupted()
        return INTERRUPTED
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
