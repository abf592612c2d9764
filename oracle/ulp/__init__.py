"""Floating-point formats, and exact distances in units in the last place.

An error is counted in ULP of the tested format at the *reference*, the ULP floored at the smallest
subnormal. The
reference is an enclosure: a point and a radius (the slack), both in ULP, so that a distance is the exact
subtraction of a float from a point that is known far better than one ULP.
"""

from proofgrad.oracle.ulp.enclosure import Enclosures, Status
from proofgrad.oracle.ulp.formats import FORMATS, NARROWEST, Format, format_of

__all__ = ["FORMATS", "NARROWEST", "Enclosures", "Format", "Status", "format_of"]
