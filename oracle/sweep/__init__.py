"""Every input of a format: a certified bound of a kernel's largest error, nothing sampled.

A single-precision function of one variable has 2^32 inputs. For each stretch of neighbouring inputs a
polynomial with a proven error bound stands for the formula, so that a whole stretch is compared in a few
array operations; where no polynomial can be certified, inputs are enclosed one by one, and what is left is
counted as undecided and makes the result inconclusive.
"""

from proofgrad.oracle.sweep.campaign import Sweep, sweep
from proofgrad.oracle.sweep.tally import Tally

__all__ = ["Sweep", "Tally", "sweep"]
