"""Lines of an export file, made by hand: each method writes one and gives its number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

META = {
    "exporter": {"name": "by hand", "version": "1"},
    "format": {"version": "3.1.0"},
    "lean": {"githash": "", "version": "4.35.0"},
}


class ExportLines:
    """A file in the making."""

    def __init__(self, meta: dict[str, Any] | None = META) -> None:
        self.lines: list[dict[str, Any]] = [] if meta is None else [{"meta": meta}]
        self.counts = {"in": 1, "il": 1, "ie": 0}

    def add(self, mark: str, **what: Any) -> int:
        """A numbered line."""
        number = self.counts[mark]
        self.counts[mark] += 1
        self.lines.append({mark: number, **what})
        return number

    def name(self, text: str) -> int:
        """A name, by its components between dots."""
        number = 0
        for part in text.split("."):
            number = self.add("in", str={"pre": number, "str": part})
        return number

    def sort(self, level: int) -> int:
        """A sort."""
        return self.add("ie", sort=level)

    def const(self, name: int, *levels: int) -> int:
        """A constant."""
        return self.add("ie", const={"name": name, "us": list(levels)})

    def app(self, fn: int, *args: int) -> int:
        """A function applied to arguments."""
        for arg in args:
            fn = self.add("ie", app={"fn": fn, "arg": arg})
        return fn

    def bvar(self, index: int) -> int:
        """A bound variable."""
        return self.add("ie", bvar=index)

    def pi(self, domain: int, body: int, name: int = 0) -> int:
        """A function type."""
        return self.add("ie", forallE=binding(domain, body, name))

    def lam(self, domain: int, body: int, name: int = 0) -> int:
        """A function."""
        return self.add("ie", lam=binding(domain, body, name))

    def declare(self, key: str, what: Any) -> None:
        """A declaration."""
        self.lines.append({key: what})

    def theorem(self, name: int, type_: int, value: int, levels: Iterable[int] = ()) -> None:
        """A theorem."""
        self.declare("thm", {**common(name, type_, levels), "value": value, "all": [name]})

    def axiom(self, name: int, type_: int) -> None:
        """An axiom."""
        self.declare("axiom", {**common(name, type_), "isUnsafe": False})

    def truth(self, name: str = "truth") -> int:
        """`theorem truth : ∀ p : Prop, p → p`, which needs nothing else; the number of its name."""
        prop = self.sort(0)
        variable, inner = self.bvar(0), self.bvar(1)
        declared = self.name(name)
        self.theorem(
            declared, self.pi(prop, self.pi(variable, inner)), self.lam(prop, self.lam(variable, variable))
        )
        return declared

    def false(self) -> int:
        """The inductive type `False` with its recursor; the number of its name."""
        name, recursor, u = self.name("False"), self.name("False.rec"), self.name("u")
        level = self.add("il", param=u)
        false = self.const(name)
        motive, body = self.pi(false, self.sort(level)), self.app(self.bvar(1), self.bvar(0))
        type_ = self.sort(0)
        rec_type = self.pi(motive, self.pi(false, body))
        self.declare("inductive", false_block(name, recursor, u, type_, rec_type))
        return name

    def text(self) -> str:
        """The file."""
        return "".join(json.dumps(line) + "\n" for line in self.lines)


def binding(domain: int, body: int, name: int = 0) -> dict[str, Any]:
    """What a lambda or a pi has."""
    return {"name": name, "type": domain, "body": body, "binderInfo": "default"}


def common(name: int, type_: int, levels: Iterable[int] = ()) -> dict[str, Any]:
    """What all declarations have."""
    return {"name": name, "levelParams": list(levels), "type": type_}


def false_block(name: int, recursor: int, u: int, type_: int, rec_type: int) -> dict[str, Any]:
    """The line of `False`."""
    return {
        "types": [
            {
                **common(name, type_),
                "numParams": 0,
                "numIndices": 0,
                "all": [name],
                "ctors": [],
                "numNested": 0,
                "isRec": False,
                "isUnsafe": False,
                "isReflexive": False,
            }
        ],
        "ctors": [],
        "recs": [
            {
                **common(recursor, rec_type, [u]),
                "all": [name],
                "numParams": 0,
                "numIndices": 0,
                "numMotives": 1,
                "numMinors": 0,
                "rules": [],
                "k": False,
                "isUnsafe": False,
            }
        ],
    }
