"""A Lean server that misbehaves in the way that its first argument names. No Lean is needed."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

SCENARIO = sys.argv[1]
OUT = sys.stdout.buffer
WRONG = {
    "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}},
    "severity": 1,
    "message": "the proof is wrong",
}


def raw(body: bytes) -> None:
    OUT.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    OUT.flush()


def send(**message: Any) -> None:
    raw(json.dumps({"jsonrpc": "2.0", **message}).encode())


def receive() -> dict[str, Any]:
    length = 0
    while (line := sys.stdin.buffer.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if not length:
        sys.exit(0)
    return json.loads(sys.stdin.buffer.read(length))


def publish(uri: str, version: int, *found: dict[str, Any]) -> None:
    params = {"uri": uri, "version": version, "diagnostics": list(found)}
    send(method="textDocument/publishDiagnostics", params=params)


def opened(uri: str, version: int) -> None:
    """What happens when a file is opened."""
    if SCENARIO == "dies in the middle":
        print("out of luck", file=sys.stderr, flush=True)
        sys.exit(3)
    if SCENARIO == "malformed in the middle":
        raw(b'{"jsonrpc": "2.0", "id": ')
    if SCENARIO in ("empty first, errors later", "never finishes"):
        publish(uri, version)
    if SCENARIO == "floods stderr":
        for _ in range(4000):
            sys.stderr.write("noise " * 200 + "\n")
        sys.stderr.flush()


def main() -> None:
    """Speak LSP, up to the scenario."""
    if SCENARIO == "hangs at start":
        time.sleep(3600)
    if SCENARIO == "dies at start":
        print("no luck", file=sys.stderr, flush=True)
        sys.exit(1)
    if SCENARIO == "malformed at start":
        raw(b"this is no JSON")
        time.sleep(3600)
    version, uri = 1, ""
    while True:
        message = receive()
        method, identifier = message.get("method"), message.get("id")
        if method == "initialize":
            send(id=identifier, result={"capabilities": {}, "serverInfo": {"name": "fake", "version": "0"}})
        elif method == "shutdown":
            send(id=identifier, result=None)
        elif method == "exit":
            sys.exit(0)
        elif SCENARIO == "hangs in the middle":
            time.sleep(3600)
        elif method == "textDocument/didOpen":
            document = message["params"]["textDocument"]
            uri, version = document["uri"], document["version"]
            opened(uri, version)
        elif method == "textDocument/waitForDiagnostics" and SCENARIO != "never finishes":
            if SCENARIO == "answers out of order":
                send(id=987654, result={})
                publish(uri, version - 1)
            time.sleep(0.3)
            publish(uri, version, WRONG)
            send(id=identifier, result={})
        elif identifier is not None and method is not None and SCENARIO != "never finishes":
            send(id=identifier, result=None)


if __name__ == "__main__":
    main()
