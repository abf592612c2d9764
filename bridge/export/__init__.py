"""Lean's export format, both ways: NDJSON 3.1.0, as lean4export writes it and external checkers read it.

The format (``format_ndjson.md`` of leanprover/lean4export): a line each for a name, a universe level, a term,
numbered, parts before wholes, and for a declaration. A file in it is what any kernel can judge, whatever
Lean wrote it: :mod:`.writer` makes one of what Lean accepted here, :mod:`.reader` makes of one the same
:class:`~proofgrad.bridge.olean.Environment` that compiled files give, so that all that comes after (the
second checker, axioms, the catalogue) is the same for both.
"""
