"""Which inputs a kernel is tested on, and which class each belongs to."""

from proofgrad.oracle.inputs.classes import CLASSES, ROOT_WIDTH, classify
from proofgrad.oracle.inputs.features import Features, features
from proofgrad.oracle.inputs.generate import DEFAULT_SIZE, exhaustive, inputs, special

__all__ = [
    "CLASSES",
    "DEFAULT_SIZE",
    "ROOT_WIDTH",
    "Features",
    "classify",
    "exhaustive",
    "features",
    "inputs",
    "special",
]
