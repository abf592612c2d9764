"""The cases of Lean's kernel arena, made anew: its tutorial, the bugs of kernels that it collects, and corner
cases. A row each: what is expected, and what adds it to a world.

The good cases of the tutorial that Lean's elaborator can write stand in tests/lean/arena/Tutorial.lean; what
is not well-formed, or says more than the elaborator would, is built here."""

from arena import bugs, corners, definitions, inductives, names, quotients, structures
from arena.rows import ROWS

__all__ = ["ROWS", "bugs", "corners", "definitions", "inductives", "names", "quotients", "structures"]
