"""What a traced kernel has done so far: a program that grows, each instruction once."""

from __future__ import annotations

from fractions import Fraction

from proofgrad.bridge.catalogue.rounded import Instruction, RoundedProgram
from proofgrad.bridge.errors import ProofgradError

__all__ = ["Recorder", "Split", "Untraceable"]


class Untraceable(ProofgradError):
    """A kernel does what no theorem speaks of; the message names it and its line."""

    code = "untraceable"


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
        width: bytes of the format that the inputs are floats of.
    """

    def __init__(self, low: Fraction, high: Fraction, width: int) -> None:
        self.low, self.high, self.width = low, high, width
        self._places: dict[Instruction, int] = {}
        self._instructions: list[Instruction] = []

    def emit(self, instruction: Instruction) -> int:
        """The register of an instruction, which is a new one unless it was there already."""
        found = self._places.get(instruction)
        if found is None:
            self._instructions.append(instruction)
            found = self._places[instruction] = len(self._instructions)
        return found

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
        raise Split(root)

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
        order = sorted(needed - {0})
        places = {0: 0} | {register: place for place, register in enumerate(order, 1)}
        kept = []
        for register in order:
            i = self._instructions[register - 1]
            moved = tuple(places[r] for r in i.registers)
            kept.append(Instruction(i.op, moved, i.number, i.format, i.function, i.hundredths))
        if not kept:  # the input itself: a program has at least one instruction
            kept = [Instruction("num", number=Fraction(0)), Instruction("add", (0, 1))]
        return RoundedProgram(tuple(kept))
