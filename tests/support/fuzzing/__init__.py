"""Random declarations on a foundation, good and bad: proofs that compare terms, terms and types with
something changed, inductive types of random shape, recursors that are tampered with."""

from fuzzing.fuzzer import Fuzzer

__all__ = ["Fuzzer"]
