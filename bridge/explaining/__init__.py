"""The background of a node: its hypotheses, its goals, what its proofs stand on."""
