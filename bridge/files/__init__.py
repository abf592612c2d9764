"""Files of ours: where they lie, how they are written whole, which of them are believed."""
