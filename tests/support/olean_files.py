"""Write compiled files by hand, from the second checker's declarations: with the hashes and other data that
Lean keeps in its terms, without which its kernel does not take them for what they are."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence

from proofgrad.bridge.checker import levels as lv
from proofgrad.bridge.checker import terms as tm
from proofgrad.bridge.checker.declarations import (
    Axiom,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    Quotient,
    Recursor,
    Theorem,
)
from proofgrad.bridge.olean.hashes import ANONYMOUS, LIST, mix, string_hash

__all__ = ["olean_of"]

_LOW, _WORD = (1 << 32) - 1, (1 << 64) - 1
_FLAGS = 15 << 40
_LEVEL_PARAM, _LOOSE = 1 << 43, 44
_ANONYMOUS = _NIL = _ZERO = 1
_COMPONENT = re.compile(r"«[^»]*»|[^.]+")
_SAFETY = {"unsafe": 0, "safe": 1, "partial": 2}
_ROLES = ("type", "ctor", "lift", "ind")


def olean_of(declarations: Sequence[Declaration], header: bytes, imports: Iterable[str] = ()) -> bytes:
    """A compiled file with these declarations.

    Args:
        declarations: in any order.
        header: the beginning of a file by the same Lean: 80 bytes with its version and commit.
        imports: names of modules.
    """
    return _Writer().file(declarations, header, tuple(imports))


def _head(tag: int, pointers: int, size: int) -> int:
    return tag << 56 | pointers << 48 | size << 32


class _Writer:
    def __init__(self) -> None:
        self.base = 0x10000000000
        self.words: list[int] = []
        self.strings: dict[str, int] = {}
        self.names: dict[str, tuple[int, int]] = {"": (_ANONYMOUS, ANONYMOUS)}
        self.levels: dict[lv.Level, tuple[int, int]] = {lv.ZERO: (_ZERO, 2221)}
        self.terms: dict[tm.Term, tuple[int, int]] = {}

    def emit(self, *words: int) -> int:
        """An object; its address."""
        at = self.base + 96 + 8 * len(self.words)
        self.words += [word & _WORD for word in words]
        return at

    def string(self, text: str) -> int:
        if text not in self.strings:
            data = text.encode() + b"\0"
            padded = data + bytes(-len(data) % 8)
            words = struct.unpack(f"<{len(padded) // 8}Q", padded)
            self.strings[text] = self.emit(249 << 56 | 1 << 32, len(data), len(data), len(text), *words)
        return self.strings[text]

    def name(self, name: str) -> tuple[int, int]:
        """Address and hash."""
        written = ""
        for component in _COMPONENT.findall(name):
            prefix, above = self.names[written]
            written = f"{written}.{component}" if written else component
            if written in self.names:
                continue
            if component.isdigit():
                number, hashed = int(component), mix(above, int(component))
                made = self.emit(_head(2, 2, 32), prefix, number << 1 | 1, hashed)
            else:
                raw = component.strip("«»")
                hashed = mix(above, string_hash(raw.encode()))
                made = self.emit(_head(1, 2, 32), prefix, self.string(raw), hashed)
            self.names[written] = made, hashed
        return self.names[written]

    def listed(self, items: Sequence[int]) -> int:
        cell = _NIL
        for item in reversed(items):
            cell = self.emit(_head(1, 2, 24), item, cell)
        return cell

    def named(self, names: Iterable[str]) -> int:
        return self.listed([self.name(name)[0] for name in names])

    def array(self, items: Sequence[int]) -> int:
        return self.emit(246 << 56 | 1 << 32, len(items), len(items), *items)

    def level(self, level: lv.Level) -> tuple[int, int]:
        """Address and data (hash, whether there are parameters, depth)."""
        found = self.levels.get(level)
        if found is not None:
            return found
        if level.kind == 4:
            at, hashed = self.name(level.name)
            data = mix(2239, hashed) & _LOW | 1 << 33
            made = self.emit(_head(4, 1, 24), at, data)
        else:
            parts = [self.level(part) for part in (level.a, level.b) if part is not None]
            depth = 1 + max(data >> 40 for _, data in parts)
            flag = (parts[0][1] | parts[-1][1]) & 1 << 33
            hashes = [data & _LOW for _, data in parts]
            seed = {1: 2243, 2: 2251, 3: 2267}[level.kind]
            hashed = mix(seed, hashes[0] if len(hashes) == 1 else mix(*hashes))
            data = hashed & _LOW | flag | depth << 40
            made = self.emit(_head(level.kind, len(parts), 16 + 8 * len(parts)), *(p for p, _ in parts), data)
        self.levels[level] = made, data
        return made, data

    def natural(self, value: int) -> int:
        if value < 1 << 63:
            return value << 1 | 1
        data = value.to_bytes((value.bit_length() + 63) // 64 * 8, "little")
        limbs = len(data) // 8
        at = self.base + 96 + 8 * len(self.words)
        return self.emit(
            250 << 56 | 1 << 32, limbs << 32 | limbs, at + 24, *struct.unpack(f"<{limbs}Q", data)
        )

    def term(self, term: tm.Term) -> int:
        """The address of a term; parts first, without recursion."""
        todo = [term]
        while todo:
            e = todo[-1]
            missing = [part for part in _parts(e) if part not in self.terms]
            if e in self.terms or not missing:
                todo.pop()
                if e not in self.terms:
                    self.terms[e] = self._made(e)
            else:
                todo += missing
        return self.terms[term][0]

    def _made(self, e: tm.Term) -> tuple[int, int]:
        parts = [self.terms[part] for part in _parts(e)]
        flags = 0
        for _, data in parts:
            flags |= data & _FLAGS
        depth = min(255, 1 + max((data >> 32 & 255 for _, data in parts), default=-1))
        hashes = [data & _LOW for _, data in parts]

        def word(hashed: int) -> int:
            return hashed & _LOW | depth << 32 | flags | e.loose << _LOOSE

        kind = e.kind
        if kind == tm.BVAR:
            data = word(mix(7, e.a))
            return self.emit(_head(0, 1, 24), e.a << 1 | 1, data), data
        if kind == tm.SORT:
            at, level = self.level(e.a)
            flags = _LEVEL_PARAM if level >> 33 & 1 else 0
            data = word(mix(11, level & _LOW))
            return self.emit(_head(3, 1, 24), at, data), data
        if kind == tm.CONST:
            at, hashed = self.name(e.a)
            arguments = [self.level(u) for u in e.b]
            total = LIST
            for _, level in arguments:
                total = mix(total, level & _LOW)
                flags |= _LEVEL_PARAM if level >> 33 & 1 else 0
            data = word(mix(5, mix(hashed, total)))
            return self.emit(_head(4, 2, 32), at, self.listed([p for p, _ in arguments]), data), data
        if kind == tm.LIT:
            if isinstance(e.a, int):
                at, hashed = self.emit(_head(0, 1, 16), self.natural(e.a)), e.a & _WORD
            else:
                at, hashed = self.emit(_head(1, 1, 16), self.string(e.a)), string_hash(e.a.encode())
            data = word(mix(3, hashed))
            return self.emit(_head(9, 1, 24), at, data), data
        if kind == tm.APP:
            data = word(mix(parts[0][1], parts[1][1]))
            return self.emit(_head(5, 2, 32), parts[0][0], parts[1][0], data), data
        pointers = [at for at, _ in parts]
        if kind == tm.PROJ:
            at, hashed = self.name(e.a)
            data = word(mix(depth, mix(hashed, mix(e.b, hashes[0]))))
            return self.emit(_head(11, 3, 40), at, e.b << 1 | 1, *pointers, data), data
        binder = self.name("x")[0]
        if kind == tm.LET:
            data = word(mix(depth, mix(hashes[0], mix(hashes[1], hashes[2]))))
            return self.emit(_head(8, 4, 56), binder, *pointers, data, 0), data
        data = word(mix(depth, mix(hashes[0], hashes[1])))
        return self.emit(_head(6 if kind == tm.LAM else 7, 3, 48), binder, *pointers, data, 0), data

    def constant(self, c: Declaration) -> int:
        """A `Lean.ConstantInfo`."""
        type_ = self.term(c.type)
        base = self.emit(_head(0, 3, 32), self.name(c.name)[0], self.named(c.level_params), type_)
        number = lambda n: n << 1 | 1  # noqa: E731
        unsafe = int(getattr(c, "unsafe", False))
        if isinstance(c, Axiom):
            tag, value = 0, self.emit(_head(0, 1, 24), base, unsafe)
        elif isinstance(c, Definition):
            proof, block = self.term(c.value), self.named([c.name])
            tag = 1  # hints: an abbreviation
            value = self.emit(_head(0, 4, 48), base, proof, 1 << 1 | 1, block, _SAFETY[c.safety])
        elif isinstance(c, Theorem):
            tag, value = 2, self.emit(_head(0, 3, 32), base, self.term(c.value), self.named([c.name]))
        elif isinstance(c, Opaque):
            tag, value = 3, self.emit(_head(0, 3, 40), base, self.term(c.value), self.named([c.name]), unsafe)
        elif isinstance(c, Quotient):
            tag, value = 4, self.emit(_head(0, 1, 24), base, _ROLES.index(c.which))
        elif isinstance(c, Inductive):
            lists = self.named(c.all), self.named(c.constructors)
            flags = int(c.is_recursive) | unsafe << 8 | int(c.is_reflexive) << 16
            counts = number(c.params), number(c.indices)
            tag, value = 5, self.emit(_head(0, 6, 64), base, *counts, *lists, number(c.nested), flags)
        elif isinstance(c, Constructor):
            counts = number(c.index), number(c.params)
            of = self.name(c.inductive)[0]
            tag, value = 6, self.emit(_head(0, 5, 56), base, of, *counts, number(c.fields), unsafe)
        else:
            assert isinstance(c, Recursor)
            rules = [
                self.emit(_head(0, 3, 32), self.name(r.constructor)[0], number(r.fields), self.term(r.rhs))
                for r in c.rules
            ]
            counts = [number(n) for n in (c.params, c.indices, c.motives, c.minors)]
            block, all_rules = self.named(c.all), self.listed(rules)
            flags = int(c.k) | unsafe << 8
            tag, value = 7, self.emit(_head(0, 7, 72), base, block, *counts, all_rules, flags)
        return self.emit(_head(tag, 1, 16), value)

    def file(self, declarations: Sequence[Declaration], header: bytes, imports: tuple[str, ...]) -> bytes:
        constants = [self.constant(c) for c in declarations]
        names = [self.name(c.name)[0] for c in declarations]
        needed = [self.emit(_head(0, 1, 24), self.name(name)[0], 0) for name in imports]
        arrays = [self.array(items) for items in (needed, names, constants, [], [])]
        root = self.emit(_head(0, 5, 56), *arrays, 0)
        head = bytearray(header[:80]) + struct.pack("<QQ", self.base, root)
        return bytes(head) + struct.pack(f"<{len(self.words)}Q", *self.words)


def _parts(e: tm.Term) -> tuple[tm.Term, ...]:
    kind = e.kind
    if kind == tm.APP or kind == tm.LAM or kind == tm.PI:
        return e.a, e.b
    if kind == tm.LET:
        return e.a, e.b, e.c
    return (e.c,) if kind == tm.PROJ else ()
