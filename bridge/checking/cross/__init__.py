"""The named cross-check: what a Lean server says must equal what the oleans say."""
