"""The example notebook runs, and what its cells end with shows as a table with a plot."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kernel.ipynb"


def run(source: str, names: dict[str, Any]) -> Any:
    """A cell: its statements, and the value of the expression at its end, if there is one."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last is not None else None


def test_the_example_runs_and_shows_tables_and_a_plot(capsys):
    cells = json.loads(EXAMPLE.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    values = [run("".join(c["source"]), names) for c in cells if c["cell_type"] == "code"]
    node, verdicts = (value._repr_html_() for value in values[:2])
    assert "<table>" in node
    assert verdicts.startswith("<p><b>Kernels: fail</b></p><table>")
    assert verdicts.count('<svg class="plot"') == 1
    assert "svg.plot path { fill: none; }" in verdicts  # else a line is drawn as an area
    assert "--accent: #1a5fb4" in verdicts
    assert ":root" not in verdicts  # the colours of a page that is not ours stay
    assert "forward correct underflows early" in capsys.readouterr().out
