"""Levels and terms out of a module's files, each object read once, on demand, without recursion."""

from __future__ import annotations

from proofgrad.bridge.olean.hashes import LIST, mix, string_hash
from proofgrad.bridge.olean.image import Image, header
from proofgrad.bridge.olean.names import Names
from proofgrad.bridge.olean.terms import BinderInfo, Level, Term, Terms

__all__ = ["EXPR", "Decoder"]

_SUCC, _MAX, _IMAX, _PARAM = header(1, 1, 24), header(2, 2, 32), header(3, 2, 32), header(4, 1, 24)
_ZERO = header(0, 0, 16)

EXPR = {
    "bvar": header(0, 1, 24),
    "sort": header(3, 1, 24),
    "const": header(4, 2, 32),
    "app": header(5, 2, 32),
    "lam": header(6, 3, 48),
    "pi": header(7, 3, 48),
    "let": header(8, 4, 56),
    "lit": header(9, 1, 24),
    "mdata": header(10, 2, 32),
    "proj": header(11, 3, 40),
}
"""Header words of ``Lean.Expr``'s constructors (each ends in 8 bytes of cached data). Free and meta-variables
do not occur in stored terms.
"""

_BVAR, _SORT, _CONST, _APP, _LAM, _PI, _LET, _LIT, _MDATA, _PROJ = EXPR.values()
_CHILDREN = {
    _APP: (1, 2),
    _LAM: (2, 3),
    _PI: (2, 3),
    _LET: (2, 3, 4),
    _MDATA: (2,),
    _PROJ: (3,),
    _BVAR: (),
    _SORT: (),
    _CONST: (),
    _LIT: (),
}
_LOW = 0xFFFFFFFF
_MASK = (1 << 64) - 1
_ZERO_HASH = 2221
_MAX_LEVEL_DEPTH = 200
_NAT_LIT, _STR_LIT = header(0, 1, 16), header(1, 1, 16)


class Decoder:
    """Reads terms of one module into an arena. Raises OleanError on anything that is not a well-formed closed
    object.
    """

    __slots__ = ("_image", "_level_lists", "_levels", "_names", "_terms", "_terms_at")

    def __init__(self, image: Image, names: Names, terms: Terms) -> None:
        self._image, self._names, self._terms = image, names, terms
        self._levels: dict[int, Level] = {1: terms.zero}
        self._level_lists: dict[int, tuple[Level, ...]] = {1: ()}
        self._terms_at: dict[int, Term] = {}

    def level(self, pointer: int) -> Level:
        """The universe level at `pointer`."""
        memo = self._levels
        if pointer in memo:
            return memo[pointer]
        image, terms = self._image, self._terms
        words = image.words
        todo, order = [pointer], dict[int, int]()
        while todo:
            address = todo.pop()
            if address in memo or address in order:
                continue
            index = order[address] = image.at(address)
            kind = words[index]
            if kind in (_SUCC, _MAX, _IMAX):
                children = words[index + 1 : index + (2 if kind == _SUCC else 3)].tolist()
                for child in children:
                    if child != 1:
                        image.below(child, index)
                todo += children
            elif kind not in (_PARAM, _ZERO):
                raise image.damaged("a universe level expected")
        for address, index in sorted(order.items(), key=lambda item: item[1]):
            kind = words[index]
            if kind == _SUCC:
                memo[address] = terms.succ(memo[words[index + 1]])
            elif kind == _PARAM:
                memo[address] = terms.param(self._names(words[index + 1]))
            elif kind == _ZERO:
                memo[address] = terms.zero
            else:
                make = terms.max if kind == _MAX else terms.imax
                memo[address] = make(memo[words[index + 1]], memo[words[index + 2]])
            if self._level_hash(index) != words[index + 1 + (words[index] >> 48 & 255)] & _LOW:
                raise image.damaged("a universe level does not fit its hash")
            if memo[address].depth > _MAX_LEVEL_DEPTH:
                raise image.damaged("a universe level that is nested too deeply")
        return memo[pointer]

    def _stored_level_hash(self, pointer: int) -> int:
        if pointer == 1:
            return _ZERO_HASH
        index = self._image.at(pointer)
        return self._image.words[index + 1 + (self._image.words[index] >> 48 & 255)] & _LOW

    def _level_hash(self, index: int) -> int:
        words, stored = self._image.words, self._stored_level_hash
        kind = words[index]
        if kind == _SUCC:
            return mix(2243, stored(words[index + 1])) & _LOW
        if kind == _PARAM:
            return mix(2239, self._names.hash(words[index + 1])) & _LOW
        if kind == _ZERO:
            return _ZERO_HASH
        inner = mix(stored(words[index + 1]), stored(words[index + 2]))
        return mix(2251 if kind == _MAX else 2267, inner) & _LOW

    def levels(self, pointer: int) -> tuple[Level, ...]:
        """The list of universe levels at `pointer`."""
        found = self._level_lists.get(pointer)
        if found is None:
            found = self._level_lists[pointer] = tuple(map(self.level, self._image.list(pointer)))
        return found

    def term(self, pointer: int) -> Term:
        """The term at `pointer`, without its metadata."""
        image, memo = self._image, self._terms_at
        root = image.at(pointer)
        if root in memo:
            return memo[root]
        words, at = image.words, image.at
        todo, seen = [root], {root}
        while todo:
            index = todo.pop()
            fields = _CHILDREN.get(words[index])
            if fields is None:
                raise image.damaged("a term expected")
            for field in fields:
                child = at(words[index + field])
                if child >= index:
                    raise image.damaged("a term stands before its part")
                if child not in seen and child not in memo:
                    seen.add(child)
                    todo.append(child)
        for index in sorted(seen):
            memo[index] = self._build(index)
            if self._hash(index) & _LOW != words[index + 1 + (words[index] >> 48 & 255)] & _LOW:
                raise image.damaged("a term does not fit its hash")
        return memo[root]

    def _hash(self, index: int) -> int:
        """What the hash of a term whose parts are read must be."""
        words, at = self._image.words, self._image.at
        kind = words[index]
        if kind == _APP:
            fn, arg = at(words[index + 1]), at(words[index + 2])
            return mix(words[fn + 1 + (words[fn] >> 48 & 255)], words[arg + 1 + (words[arg] >> 48 & 255)])
        if kind == _CONST:
            result = LIST
            for pointer in self._image.list(words[index + 2]):
                result = mix(result, self._stored_level_hash(pointer))
            return mix(5, mix(self._names.hash(words[index + 1]), result))
        if kind == _BVAR:
            return mix(7, words[index + 1] >> 1)
        if kind == _SORT:
            return mix(11, self._stored_level_hash(words[index + 1]))
        if kind == _LIT:
            value = self._image.words[at(words[index + 1]) + 1]
            if words[at(words[index + 1])] == _STR_LIT:
                return mix(3, string_hash(self._image.string(value).encode()))
            number = self._image.natural(value)
            return mix(3, number & _MASK)
        result, parts = 0, []
        for field in _CHILDREN[kind]:
            child = at(words[index + field])
            data = words[child + 1 + (words[child] >> 48 & 255)]
            # The depth that is hashed is one more than the parts', which Lean caps at 255: 256 is no cap.
            result = max(result, (data >> 32 & 255) + 1)
            parts.append(data & _LOW)
        if kind == _PROJ:
            parts = [self._names.hash(words[index + 1]), words[index + 2] >> 1, *parts]
        folded = parts.pop()
        while parts:
            folded = mix(parts.pop(), folded)
        return mix(result, folded)

    def _build(self, index: int) -> Term:
        """The term at a word index whose parts are built."""
        image, memo, terms, names = self._image, self._terms_at, self._terms, self._names
        words, at = image.words, image.at
        kind = words[index]
        if kind == _APP:
            return terms.app(memo[at(words[index + 1])], memo[at(words[index + 2])])
        if kind == _CONST:
            return terms.const(names(words[index + 1]), self.levels(words[index + 2]))
        if kind == _BVAR:
            return terms.bvar(image.small(words[index + 1]))
        if kind in (_LAM, _PI):
            info = words[index + 5] & 255
            if info > 3:
                raise image.damaged(f"a binder of kind {info}")
            make = terms.lam if kind == _LAM else terms.pi
            body = memo[at(words[index + 3])]
            return make(names(words[index + 1]), memo[at(words[index + 2])], body, BinderInfo(info))
        if kind == _MDATA:
            return memo[at(words[index + 2])]
        if kind == _SORT:
            return terms.sort(self.level(words[index + 1]))
        if kind == _PROJ:
            return terms.proj(
                names(words[index + 1]), image.small(words[index + 2]), memo[at(words[index + 3])]
            )
        if kind == _LET:
            type_, value, body = (memo[at(words[index + field])] for field in (2, 3, 4))
            return terms.let(names(words[index + 1]), type_, value, body, bool(words[index + 6] & 255))
        literal = image.below(words[index + 1], index)
        if words[literal] == _NAT_LIT:
            return terms.lit(image.natural(words[literal + 1]))
        if words[literal] == _STR_LIT:
            return terms.lit(image.string(words[literal + 1]))
        raise image.damaged("a literal expected")
