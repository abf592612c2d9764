"""A node explained with numbers: its formulas at points, enclosed; its kinks, seen from each side.

What Lean says of it comes from the bridge; the two are put together by the API and the command line.
"""

from proofgrad.oracle.values.enclosure import Enclosure, enclose, one_sided
from proofgrad.oracle.values.points import FunctionAt, PointValue, at_point, kinks
from proofgrad.oracle.values.vectors import Coordinate, VectorPoint, at_vectors

__all__ = [
    "Coordinate",
    "Enclosure",
    "FunctionAt",
    "PointValue",
    "VectorPoint",
    "at_point",
    "at_vectors",
    "enclose",
    "kinks",
    "one_sided",
]
