"""CPython 3.12.1 takes a global for the variable of another comprehension of the same function.

`{name: number for number, name in ...}` and, later, `[number(x) for x in ...]` with a global `number` is an
UnboundLocalError there, and nowhere else: no function of ours has both.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INLINED = (ast.ListComp, ast.SetComp, ast.DictComp)


def module_names(tree: ast.Module) -> set[str]:
    found = set(dir(builtins))
    for n in tree.body:
        if isinstance(n, ast.FunctionDef | ast.ClassDef):
            found.add(n.name)
        elif isinstance(n, ast.Import | ast.ImportFrom):
            found |= {(a.asname or a.name).partition(".")[0] for a in n.names}
        elif isinstance(n, ast.Assign):
            found |= {t.id for t in n.targets if isinstance(t, ast.Name)}
    return found


def confused(source: str) -> Iterator[tuple[str, str]]:
    """Functions, and names that are a comprehension's variable and, in another one, the module's."""
    tree = ast.parse(source)
    known = module_names(tree)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inside = [c for c in ast.walk(function) if isinstance(c, INLINED)]
        own = [
            {x.id for g in c.generators for x in ast.walk(g.target) if isinstance(x, ast.Name)}
            for c in inside
        ]
        for one in inside:
            loaded = {x.id for x in ast.walk(one) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Load)}
            bound = set().union(*(n for c, n in zip(inside, own, strict=True) if _around(c, one)))
            for names in own:
                for name in (names & known & loaded) - bound:
                    yield function.name, name


def _around(one: ast.AST, other: ast.AST) -> bool:
    return any(n is other for n in ast.walk(one)) or any(n is one for n in ast.walk(other))


def test_no_function_of_ours_has_both():
    sample = "number = 1\ndef f(x):\n    a = [number for number in x]\n    return a, {number(y) for y in x}\n"
    assert list(confused(sample)) == [("f", "number")]
    found = [
        (file.name, *names)
        for folder in ("bridge", "oracle")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for names in confused(file.read_text("utf-8"))
    ]
    assert found == []
