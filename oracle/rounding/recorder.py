"""What a traced kernel has done so far: a program that grows, each instruction once."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from proofgrad.bridge.catalogue.rounded import Instruction, RoundedProgram
from proofgrad.bridge.errors import ProofgradError

__all__ = ["Recorder", "Split", "Untraceable", "untraceable"]


class Untraceable(ProofgradError):
    """A kernel does what no theorem speaks of; the message names it and its line."""

    code = "untraceable"
    raised: ClassVar[list[Untraceable]] = []
    """Those of the trace under way: one that a kernel catches counts too."""

    def __init__(self, message: str, **more: Any) -> None:
        super().__init__(message, **more)
        Untraceable.raised.append(self)


def untraceable(what: str) -> Untraceable:
    """The error, with the line of the kernel."""
    frame = sys._getframe(1)
    while frame.f_back is not None and _own(frame.f_code.co_filename):
        frame = frame.f_back
    where = f"{frame.f_code.co_name}, line {frame.f_lineno}"
    return Untraceable(
        f"{what} is not traced ({where})", hint="no theorem speaks of it; the range is left out"
    )


def _own(file: str) -> bool:
    """Whether it is a file of the tracer, or NumPy's."""
    return Path(file).parent == Path(__file__).parent or "numpy" in file.replace("\\", "/").split("/")[:-1]


class Split(Exception):
    """What a kernel does depends on which side of `at` its input lies: each has to be traced by itself."""

    def __init__(self, at: Fraction) -> None:
        super().__init__(str(at))
        self.at = at


class Recorder:
    """Takes down the instructions of one piece of a kernel.

    Args:
        low: the least input.
        high: the greatest.
        format: the name of the one that the inputs are floats of.

    Attributes:
        split: the last place that was asked for, if any.
    """

    def __init__(self, low: Fraction, high: Fraction, format: str) -> None:
        self.low, self.high, self.format = low, high, format
        self._places: dict[tuple[Instruction, int], int] = {}
        self._instructions: list[Instruction] = []
        self._weights = [0]
        self.split: Split | None = None
        self._supposed: dict[str, None] = {}
        self._required: dict[int, int] = {}

    def emit(self, instruction: Instruction, *, weight: int | None = None) -> int:
        """The register of an instruction, which is a new one unless it was there already.

        Args:
            instruction: what is done.
            weight: the kernel's number is this one divided by 2^(weight·k), where 2^k is a power that it
                keeps apart; None: what follows from the arguments. Raises Untraceable where they do not fit.
        """
        if weight is None:
            weight = self._weight(instruction)
        found = self._places.get((instruction, weight))
        if found is None:
            self._instructions.append(instruction)
            self._weights.append(weight)
            found = self._places[instruction, weight] = len(self._instructions)
        return found

    def require(self, register: int, format: str) -> None:
        """Have the program round a number that is exact, beside its result: it must not overflow."""
        self._required[register] = self.emit(Instruction("round", (register,), format=format))

    def weight(self, register: int) -> int:
        """The weight of a register, as in :meth:`emit`."""
        return self._weights[register]

    def _weight(self, i: Instruction) -> int:
        weights = [self._weights[r] for r in i.registers]
        if not any(weights):
            return 0
        if i.op == "mul":
            return sum(weights)
        if i.op == "div":
            return weights[0] - weights[1]
        groups = {"ifLt": (i.registers[:2], i.registers[2:])}.get(i.op, (i.registers,))
        common = [{self._weights[r] for r in group if not self._is_zero(r)} for group in groups]
        if any(len(c) > 1 for c in common) or i.op in ("sqrt", "call"):
            raise Untraceable("a sum of numbers that lack different powers of two is not traced")
        return max(common[-1], default=0)

    def _is_zero(self, register: int) -> bool:
        return register > 0 and self._instructions[register - 1].number == 0

    def suppose(self, text: str) -> None:
        """Note what the program supposes of the kernel, in words."""
        self._supposed[text] = None

    def number(self, value: Fraction) -> int:
        """The register of a number."""
        size = self.emit(Instruction("num", number=abs(value)))
        return self.emit(Instruction("neg", (size,))) if value < 0 else size

    def sign(self, slope: int, offset: Fraction) -> int:
        """The sign, -1, 0 or 1, of slope·x + offset, slope -1, 0 or 1, on the whole piece. Raises Split."""
        if slope == 0:
            return (offset > 0) - (offset < 0)
        root = -offset * slope
        if self.low == self.high == root:
            return 0
        if self.high < root:
            return -slope
        if self.low > root:
            return slope
        self.split = Split(root)  # a kernel may catch it
        raise self.split

    def program(self, result: int) -> RoundedProgram:
        """The program that computes a register, without what it does not need."""
        needed, walk = {result}, [result]
        while walk:
            register = walk.pop()
            if register:
                for used in self._instructions[register - 1].registers:
                    if used not in needed:
                        needed.add(used)
                        walk.append(used)
        needed |= {own for register, own in self._required.items() if register in needed}
        order = sorted(needed - {0})
        places = {0: 0} | {register: place for place, register in enumerate(order, 1)}
        kept = []
        for register in order:
            i = self._instructions[register - 1]
            moved = tuple(places[r] for r in i.registers)
            kept.append(Instruction(i.op, moved, i.number, i.format, i.function, i.hundredths))
        if order and order[-1] != result:  # the result is the last: twice its opposite
            kept += [Instruction("neg", (places[result],)), Instruction("neg", (len(kept) + 1,))]
        if not kept:  # the input itself: a program has at least one instruction
            kept = [Instruction("num", number=Fraction(0)), Instruction("add", (0, 1))]
        if self._weights[result]:
            raise Untraceable("a result that lacks a power of two is not traced")
        return RoundedProgram(tuple(kept), tuple(self._supposed))
