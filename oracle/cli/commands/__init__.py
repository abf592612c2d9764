"""One module per command, each with `execute(options, out) -> exit code`."""
