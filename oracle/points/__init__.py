"""A node explained with numbers: its formulas at points, enclosed; its kinks, seen from each side.

What Lean says of it comes from the bridge; the two are put together by the API and the command line.
"""

from proofgrad.oracle.points.enclosure import Enclosure, enclose, one_sided
from proofgrad.oracle.points.scalars import FunctionAt, PointValue, at_point, kinks
from proofgrad.oracle.points.vectors import Coordinate, VectorPoint, at_vectors

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
