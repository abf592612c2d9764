"""As much of Lean's runtime as the replay needs, through ctypes: objects, names, imports, the kernel.

Lean's library has no interface for other languages, so this follows the layout of its objects (``lean.h`` of
Lean 4.35): a word of header (reference count, size, number of pointers, tag), the pointers, then the scalars.
An odd word is a boxed number. A reference count of 0 marks an object that is never freed; what is made here
is marked so, or kept by counting it once more: the process ends before that matters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

__all__ = ["KINDS", "Lean", "LeanError", "Missing"]

KINDS = ("axiom", "def", "theorem", "opaque", "quot", "inductive", "constructor", "recursor")
"""Kinds of `Lean.ConstantInfo` by their tags."""

Address = int
_NULL_TERMINATED_AT = 32  # header, size, capacity, length
_ARRAY, _STRING = 246, 249
_ELEMENTS_AT = 24
_PRIVATE = 2
_LONGEST_MESSAGE = 4000


class LeanError(Exception):
    """An IO function of Lean ended with an error; the argument is what it says."""


class Missing(Exception):
    """The library has no such function: it is another Lean than this was written for."""


class Lean:
    """The runtime of one Lean library, started.

    Args:
        library: the path of ``libleanshared``.

    Raises:
        Missing: it is not a Lean that this knows.
    """

    def __init__(self, library: Path | str) -> None:
        try:
            self._lib = ctypes.CDLL(str(library))
        except OSError as error:
            raise Missing(f"{library} cannot be loaded: {error}") from error
        self._functions: dict[str, Any] = {}
        for start in ("lean_initialize", "lean_io_mark_end_initialization", "lean_init_task_manager"):
            self._function(start, None)()
        self._function("lean_set_exit_on_panic", None)(ctypes.c_bool(True))
        self.equal_names = self._data("l_Lean_Name_instBEq")
        self.hash_of_names = self._data("l_Lean_instHashableName")

    def _function(self, name: str, result: Any = ctypes.c_void_p) -> Any:
        found = self._functions.get(name)
        if found is None:
            try:
                found = getattr(self._lib, name)
            except AttributeError as error:
                raise Missing(f"no function {name} in Lean's library") from error
            found.restype = result
            self._functions[name] = found
        return found

    def _data(self, name: str) -> Address:
        try:
            found = ctypes.c_void_p.in_dll(self._lib, name).value
        except ValueError as error:
            raise Missing(f"no {name} in Lean's library") from error
        if found is None:
            raise Missing(f"{name} of Lean's library was not initialised")
        return found

    def _call(self, name: str, *arguments: Address) -> Address:
        found = self._function(name)(*(ctypes.c_void_p(argument) for argument in arguments))
        return int(found or 0)

    # Objects

    @staticmethod
    def tag(at: Address) -> int:
        """The tag of an object: the number of its constructor."""
        return at >> 1 if at & 1 else ctypes.c_uint8.from_address(at + 7).value

    @staticmethod
    def field(at: Address, number: int) -> Address:
        """A pointer of an object."""
        return ctypes.c_uint64.from_address(at + 8 + 8 * number).value

    @staticmethod
    def keep(at: Address) -> Address:
        """The same object, with a reference more: for functions that take theirs."""
        if not at & 1:
            count = ctypes.c_int32.from_address(at)
            if count.value:  # objects without a count may lie in memory that cannot be written
                count.value += 1 if count.value > 0 else -1
        return at

    @staticmethod
    def box(number: int) -> Address:
        """A small number as an object."""
        return (number << 1) | 1

    def _made(self, tag: int, pointers: Sequence[Address], scalars: bytes = b"") -> Address:
        """An object that is never freed."""
        size = (8 + 8 * len(pointers) + len(scalars) + 7) // 8 * 8
        at = int(self._function("lean_alloc_object")(ctypes.c_size_t(size)))
        ctypes.memset(at, 0, size)
        ctypes.c_uint16.from_address(at + 4).value = size
        ctypes.c_uint8.from_address(at + 6).value = len(pointers)
        ctypes.c_uint8.from_address(at + 7).value = tag
        for number, pointer in enumerate(pointers):
            ctypes.c_uint64.from_address(at + 8 + 8 * number).value = pointer
        ctypes.memmove(at + 8 + 8 * len(pointers), scalars, len(scalars))
        return at

    def _forever(self, at: Address) -> Address:
        if not at & 1:
            ctypes.c_int32.from_address(at).value = 0
        return at

    def string(self, text: str) -> Address:
        """A string."""
        made = int(self._function("lean_mk_string")(ctypes.c_char_p(text.encode())))
        return self._forever(made)

    def text(self, at: Address) -> str:
        """The text of a string."""
        size = self.field(at, 0)
        return ctypes.string_at(at + _NULL_TERMINATED_AT, max(0, size - 1)).decode("utf-8", "replace")

    def name(self, parts: Sequence[str | int]) -> Address:
        """A name, from its components."""
        made = self.box(0)
        for part in parts:
            if isinstance(part, int):
                made = self._call("l_Lean_Name_num___override", made, self.box(part))
            else:
                made = self._call("l_Lean_Name_str___override", made, self.string(part))
            self._forever(made)
        return made

    def parts(self, name: Address) -> tuple[str | int, ...]:
        """The components of a name."""
        found: list[str | int] = []
        while not name & 1:
            part = self.field(name, 1)
            if self.tag(name) == 1:
                found.append(self.text(part))
            else:
                found.append(part >> 1 if part & 1 else -1)  # a number of this size does not occur
            name = self.field(name, 0)
        return tuple(reversed(found))

    def items(self, array: Address) -> list[Address]:
        """The elements of an array."""
        size = self.field(array, 0)
        return list((ctypes.c_uint64 * size).from_address(array + _ELEMENTS_AT))

    def listed(self, cell: Address) -> Iterator[Address]:
        """The elements of a list."""
        while not cell & 1:
            yield self.field(cell, 0)
            cell = self.field(cell, 1)

    def _array(self, elements: Sequence[Address]) -> Address:
        made = self._call("lean_mk_array", self.box(0), self.box(0))
        for element in elements:
            made = self._call("lean_array_push", made, element)
        return self._forever(made)

    def _io(self, name: str, *arguments: Address) -> Address:
        return self._settled(self._call(name, *arguments))

    def _settled(self, result: Address) -> Address:
        """The value of an IO action. Raises LeanError if it is an error."""
        value = self.field(result, 0)
        if self.tag(result) == 0:
            return value
        said = self.text(self._call("lean_io_error_to_string", self.keep(value)))
        raise LeanError(said[:_LONGEST_MESSAGE])

    # Modules and environments

    def constants(self, files: Sequence[str]) -> list[Address]:
        """The constants that a compiled module holds.

        Args:
            files: its parts, the most private one last: that has all of them.

        Raises:
            LeanError: a file cannot be read, or a constant is listed twice, or not under its own name.
        """
        paths = self._array([self.string(file) for file in files])
        data = self.field(self.items(self._io("l_Lean_readModuleDataParts", paths))[-1], 0)
        listed, found = self.items(self.field(data, 1)), self.items(self.field(data, 2))
        names = [self.parts(self.name_of(info)) for info in found]
        if [self.parts(name) for name in listed] != names:
            raise LeanError("a constant is listed under another name than its own")
        if len(set(names)) != len(names):
            raise LeanError("a constant stands in it twice")
        return found

    def name_of(self, info: Address) -> Address:
        """The name that a constant has in its own data."""
        return self.field(self.field(self.value(info), 0), 0)

    def value(self, info: Address) -> Address:
        """The data of a constant, without its kind."""
        return self.field(info, 0)

    def kind(self, info: Address) -> str:
        """The kind of a constant."""
        tag = self.tag(info)
        return KINDS[tag] if tag < len(KINDS) else "unknown"

    def is_judged(self, info: Address) -> bool:
        """Whether the kernel is asked about it: unsafe and partial constants it keeps out of all proofs."""
        for question in ("l_Lean_ConstantInfo_isUnsafe", "l_Lean_ConstantInfo_isPartial"):
            if self._function(question, ctypes.c_uint8)(ctypes.c_void_p(self.keep(info))):
                return False
        return True

    def empty_environment(self) -> Address:
        """An environment with nothing in it."""
        function = self._function("l_Lean_mkEmptyEnvironment")
        return self._settled(int(function(ctypes.c_uint32(0))))

    def imported(self, search_path: Sequence[str], modules: Sequence[Sequence[str | int]]) -> Address:
        """The environment that importing some modules gives: what is in it has been judged before.

        Raises:
            LeanError: they cannot be imported.
        """
        cell = self.box(0)
        for folder in reversed(search_path):
            cell = self._made(1, [self.string(folder), cell])
        self._io("l_Lean_initSearchPath", self.string(""), cell)
        imports = self._array([self._made(0, [self.name(module)], bytes([0, 1, 0])) for module in modules])
        options = self._data("l_Lean_Options_empty")
        result = self._function("l_Lean_importModules")(
            ctypes.c_void_p(imports),
            ctypes.c_void_p(options),
            ctypes.c_uint32(0),
            ctypes.c_void_p(self._array([])),
            ctypes.c_uint8(0),
            ctypes.c_uint8(0),
            ctypes.c_uint8(_PRIVATE),
            ctypes.c_void_p(self.box(1)),
        )
        return self._settled(int(result))

    def replay(self, environment: Address, constants: Sequence[Address]) -> Address:
        """The environment with these constants, each of which its kernel has accepted.

        Raises:
            LeanError: it refuses one, and says which and why.
        """
        known = self._call("l_Std_HashMap_emptyWithCapacity___redArg", self.box(len(constants)))
        for info in constants:
            known = self._call(
                "l_Std_HashMap_insert___redArg",
                self.keep(self.equal_names),
                self.keep(self.hash_of_names),
                known,
                self.keep(self.name_of(info)),
                self.keep(info),
            )
        return self._io("l_Lean_Environment_replay", known, self.keep(environment))

    def kernel_environment(self, environment: Address) -> Address:
        """The kernel's part of an environment."""
        return self._call("lean_elab_environment_to_kernel_env", self.keep(environment))

    def is_as_stored(self, kernel_environment: Address, info: Address) -> bool:
        """Whether the kernel, having replayed it, holds the same inductive type or quotient as the file.

        The replay gives the kernel the constructors of a type and has it make everything else; that it
        compares for constructors and recursors, but not for the type's own data (number of indices, ...), and
        for the quotient it looks at nothing but that there is one.
        """
        found = self._call(
            "lean_environment_find", self.keep(kernel_environment), self.keep(self.name_of(info))
        )
        if found & 1:
            return False
        other = self.field(found, 0)
        kind = self.kind(info)
        if self.kind(other) != kind:
            return False
        test = {"inductive": "l_Lean_instBEqInductiveVal_beq", "quot": "l_Lean_instBEqQuotVal_beq"}.get(kind)
        if test is None:
            return True
        left, right = self.keep(self.value(info)), self.keep(self.value(other))
        return bool(self._function(test, ctypes.c_uint8)(ctypes.c_void_p(left), ctypes.c_void_p(right)))
