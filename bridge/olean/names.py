"""Lean's hierarchical names as dotted strings, one string per name and one name per string.

A component that is no identifier is written in guillemets, as Lean does: ``inst.«_@».NN.Core``. A component
that contains a guillemet itself would make two names look alike; Lean cannot write one, so a file that has
one is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from proofgrad.bridge.olean.hashes import ANONYMOUS, mix, string_hash
from proofgrad.bridge.olean.image import Image, header

__all__ = ["Names", "join", "split", "user_facing"]

_LETTERS = "a-zA-Zα-κμ-ωΑ-ΟΡΤ-Ωϊ-ϻἀ-῾℀-⅏𝒜-𝖟À-ÖØ-öø-ſ"
_SUBSCRIPTS = "₀-₉ₐ-ₜᵢ-ᵪⱼ"
IDENTIFIER = re.compile(f"[{_LETTERS}_][{_LETTERS}_0-9'!?{_SUBSCRIPTS}]*\\Z")
"""Lean's identifiers, after ``Lean.isIdFirst`` and ``Lean.isIdRest``."""

_STR, _NUM = header(1, 2, 32), header(2, 2, 32)
_MAX_COMPONENTS = 256
_MAX_LENGTH = 8192
_COMPONENT = re.compile(r"«[^»]*»|[^.]+")


def join(prefix: str, component: str) -> str:
    """The name with one more component, a string that is quoted if it is no identifier."""
    if not (component.isascii() and component.isidentifier()) and not IDENTIFIER.match(component):
        component = f"«{component}»"
    return f"{prefix}.{component}" if prefix else component


def split(name: str) -> list[str]:
    """The components of a name as written, quotes kept."""
    return _COMPONENT.findall(name)


def user_facing(name: str) -> str:
    """A binder's name as Lean shows it: without macro scopes, with a dagger where it cannot be typed.

    ``x.«_@».NN.Core._hyg.3`` is ``x✝``.
    """
    head, scoped, _ = name.partition(".«_@».")
    return f"{head}✝" if scoped else name


@lru_cache(maxsize=1 << 15)
def _extended(name: str, above: int, component: str) -> tuple[str, int]:
    """A name and its hash with one more component: remembered, because every module spells names of others
    out.
    """
    return join(name, component), mix(above, string_hash(component.encode()))


class Names:
    """The names in a module's files, each read once."""

    __slots__ = ("_image", "_memo")

    def __init__(self, image: Image) -> None:
        self._image = image
        self._memo: dict[int, str] = {1: ""}

    def hash(self, pointer: int) -> int:
        """The stored hash of a name that has been read."""
        return ANONYMOUS if pointer == 1 else self._image.words[self._image.at(pointer) + 3]

    def __call__(self, pointer: int) -> str:
        """The name at `pointer`; the anonymous name is ``""``. Raises OleanError if it is none."""
        found = self._memo.get(pointer)
        if found is not None:
            return found
        image, memo = self._image, self._memo
        words = image.words
        chain: list[tuple[int, int]] = []
        limit = len(words)
        while pointer not in memo:
            index = image.below(pointer, limit)
            if words[index] not in (_STR, _NUM):
                raise image.damaged("a name expected")
            chain.append((pointer, index))
            if len(chain) > _MAX_COMPONENTS:
                raise image.damaged(f"a name of more than {_MAX_COMPONENTS} components")
            limit, pointer = index, words[index + 1]
        name, above = memo[pointer], self.hash(pointer)
        for address, index in reversed(chain):
            if words[index] == _NUM:
                number = image.small(words[index + 2], 1 << 62)
                name, above = f"{name}.{number}" if name else str(number), mix(above, number)
            else:
                component = image.string(words[index + 2])
                if "«" in component or "»" in component:
                    raise image.damaged("a name with guillemets inside")
                name, above = _extended(name, above, component)
            if len(name) > _MAX_LENGTH:
                raise image.damaged(f"a name of more than {_MAX_LENGTH} characters")
            if above != words[index + 3]:
                raise image.damaged(f"the name {name} does not fit its hash")
            memo[address] = name
        return name
