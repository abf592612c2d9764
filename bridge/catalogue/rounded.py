"""Programs whose operations are rounded, and the bound of their errors, as plain data.

A program has one input, register 0; each instruction computes the next register. An operation computes
exactly and ``round`` rounds, as in Lean's `NN.Floats.Instr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["OPERATIONS", "BoundStep", "Instruction", "RoundedProgram"]

OPERATIONS = {
    "num": 0,  # the non-negative number `number`, m / 2^k
    "neg": 1,
    "add": 2,
    "sub": 2,
    "mul": 2,
    "div": 2,
    "sqrt": 1,
    "round": 1,  # to the format `format`
    "call": 1,  # of the library's `function` in `format`, with an error of `hundredths` / 100 units
    "ifLt": 4,  # the third register if the first is less than the second, else the fourth
}
"""Operations and how many registers they take."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step of a program.

    Attributes:
        op: a key of :data:`OPERATIONS`.
        registers: its arguments: 0 is the input, n the result of instruction n, counted from 1.
        number: of ``num``, a rational whose denominator is a power of two.
        format: of ``round`` and ``call``: ``float16``, ``bfloat16``, ``float32``, ``float64``.
        function: of ``call``: ``exp``, ``log``, ``log1p``, ``expm1``, ``tanh``, ``sin``, ``cos``,
            ``expPair``.
        hundredths: of ``call``: the error that is supposed, in hundredths of the unit of rounding (half an
            ULP of 1).
    """

    op: str
    registers: tuple[int, ...] = ()
    number: Fraction | None = None
    format: str | None = None
    function: str | None = None
    hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class RoundedProgram:
    """A program; its result is the last register.

    Attributes:
        instructions: its steps.
        supposed: what is supposed, in words, of the kernel that it stands for.
    """

    instructions: tuple[Instruction, ...]
    supposed: tuple[str, ...] = ()

    @property
    def calls(self) -> tuple[Instruction, ...]:
        """One call for each function, format and supposed error."""
        found = {(i.function, i.format, i.hundredths): i for i in self.instructions if i.op == "call"}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class BoundStep:
    """What Lean says of one instruction: formulas over the registers so far.

    In them ``entry`` number 3i + 2 is the value without rounding of the register i places back (0: the one
    just before), entry number 3i + 1 a bound of its error, entry number 3i one of the rest of second order.

    Attributes:
        exact: the value without rounding.
        parts: at most two registers that it depends on, as places back, with the partial derivatives.
        fresh: the bound of the rounding error that is new.
        rest: the bound of the rest of second order.
        safe: pairs (a, b): the bounds hold where a < b.
    """

    exact: Tree
    parts: tuple[tuple[int, Tree], ...]
    fresh: Tree
    rest: Tree
    safe: tuple[tuple[Tree, Tree], ...]
