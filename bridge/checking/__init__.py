"""Are the proofs accepted? Build, audit, compare; the verdict."""
