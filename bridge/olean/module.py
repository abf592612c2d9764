"""One module: its imports, its constants by name, the entries of its environment extensions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from proofgrad.bridge.files.paths import parts_of
from proofgrad.bridge.olean.constants import KINDS, Constant, ConstantReader, Kind, Place
from proofgrad.bridge.olean.decode import EXPR, Decoder
from proofgrad.bridge.olean.image import Image, Part, header
from proofgrad.bridge.olean.interface import AnyModule, Position
from proofgrad.bridge.olean.names import Names
from proofgrad.bridge.olean.terms import Terms

__all__ = ["Module", "Position"]

_TOWARDS_HEAD = {EXPR["pi"]: 3, EXPR["lam"]: 3, EXPR["mdata"]: 2, EXPR["app"]: 1}
_MODULE_DATA = header(0, 5, 56)
_IMPORT = header(0, 1, 24)
_PAIR = header(0, 2, 24)
_RANGES = header(0, 2, 24)
_RANGE = header(0, 4, 40)
_POSITION = header(0, 2, 24)


class Module(AnyModule):
    """A module read from its files. Reads names at once, everything else when asked.

    Args:
        name: the module's name.
        olean: its ``.olean``; the other parts are looked for beside it.
        terms: the arena that its terms are made in.

    Raises:
        OleanError: from here and from every method, if the files are missing, damaged or of another format.

    Attributes:
        imports: names of the modules that it imports.
        places: for each of its constants where it is stored.
        kinds: for each of its constants its kind.
    """

    def __init__(self, name: str, olean: Path, terms: Terms) -> None:
        self.name = name
        self.image = image = Image(parts_of(olean))
        self.names = names = Names(image)
        self.reader = ConstantReader(image, names, Decoder(image, names, terms), name)
        words = image.words
        data = image.object(image.root, _MODULE_DATA, "module data")
        imports, constant_names, constants, _extra, self._entries_at = words[data + 1 : data + 6].tolist()
        self.imports = tuple(
            names(words[image.object(i, _IMPORT, "an import") + 1]) for i in image.array(imports)
        )
        listed = image.array(constant_names)
        stored = image.array(constants)
        if len(listed) != len(stored):
            raise image.damaged(f"{len(listed)} names for {len(stored)} constants")
        self.places: dict[str, Place] = {}
        self.kinds: dict[str, Kind] = {}
        for name_at, pointer in zip(listed, stored, strict=True):
            place = self.reader.place(pointer)
            constant = place.name
            if names(name_at) != constant:
                raise image.damaged(f"{constant} is listed as {names(name_at)}")
            if constant in self.places:
                raise image.damaged(f"{constant} stands in it twice")
            self.places[constant] = place
            self.kinds[constant] = KINDS[place.tag]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its files, with the version and commit of the Lean that wrote each."""
        return self.image.parts

    @property
    def lean(self) -> tuple[str, str]:
        """Version and commit of the Lean that wrote it."""
        return self.parts[0].version, self.parts[0].commit

    def name_at(self, pointer: int) -> str:
        """The name at an address in its files."""
        return self.names(pointer)

    def constant(self, name: str) -> Constant:
        """A constant of this module; KeyError if it has none of that name."""
        return self.reader.read(self.places[name])

    def conclusion(self, name: str) -> str | None:
        """The constant at the head of what a constant's type ends in after all binders, without decoding the
        type.

        None if it ends in something else than a constant applied to arguments.
        """
        return self._head(self.image.words[self.places[name].base + 3])

    def unfolds_to(self, name: str) -> str | None:
        """The constant at the head of a definition's value after all lambdas and pis, without decoding it;
        else None.
        """
        if self.kinds[name] != "def":
            return None
        return self._head(self.image.words[self.places[name].value + 2])

    def _head(self, pointer: int) -> str | None:
        image = self.image
        words = image.words
        index = image.at(pointer)
        while (field := _TOWARDS_HEAD.get(words[index])) is not None:
            index = image.below(words[index + field], index)
        return self.names(words[index + 1]) if words[index] == EXPR["const"] else None

    def entries(self, extension: str) -> list[int]:
        """The values that an environment extension stored, as pointers; none if it stored nothing."""
        pointer = self._extensions.get(extension)
        return self.image.array(pointer) if pointer is not None else []

    @cached_property
    def _extensions(self) -> dict[str, int]:
        return {
            self.names(name): entries for name, entries in self._pairs(self.image.array(self._entries_at))
        }

    def _pairs(self, pointers: list[int]) -> Iterator[tuple[int, int]]:
        image = self.image
        for pointer in pointers:
            index = image.object(pointer, _PAIR, "a pair")
            yield image.words[index + 1], image.words[index + 2]

    @cached_property
    def _docstrings(self) -> dict[str, int]:
        return {self.names(name): text for name, text in self._pairs(self.entries("Lean.docStringExt"))}

    @cached_property
    def _ranges(self) -> dict[str, int]:
        return {self.names(name): ranges for name, ranges in self._pairs(self.entries("Lean.declRangeExt"))}

    def docstring(self, constant: str) -> str | None:
        """The docstring of a constant, None if it has none."""
        pointer = self._docstrings.get(constant)
        return self.image.string(pointer) if pointer is not None else None

    def position(self, constant: str) -> Position | None:
        """The range of the name in the declaration of a constant, None for one that Lean made up."""
        pointer = self._ranges.get(constant)
        if pointer is None:
            return None
        image = self.image
        words = image.words
        selection = words[image.object(pointer, _RANGES, "declaration ranges") + 2]
        index = image.object(selection, _RANGE, "a declaration range")
        start, end = (image.object(words[index + field], _POSITION, "a position") for field in (1, 3))
        numbers = (words[start + 1], words[start + 2], words[end + 1], words[end + 2])
        return Position(*(image.small(number, 1 << 31) for number in numbers))
