"""Start a program in a given environment: leanclient passes its own on, and ours must not change for that.

Usage: ``python -I -S start.py [NAME=VALUE...] [--cwd=FOLDER] -- PROGRAM [ARGUMENT...]``. Variables
whose name starts with LEAN or LAKE are not inherited. A script on its own: it imports nothing of proofgrad.
"""

import os
import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Become the program; or, where a process cannot do that, run it and pass its exit status on."""
    split = arguments.index("--")
    settings, command = arguments[:split], arguments[split + 1 :]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LEAN", "LAKE"))}
    for pair in settings:
        name, _, value = pair.partition("=")
        if name == "--cwd":
            os.chdir(value)
        else:
            env[name] = value
    if sys.platform != "win32":
        os.execve(command[0], command, env)
    return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
