"""Make a catalogue out of terms: which constants are nodes, what is proven of them, what f and f' are."""
