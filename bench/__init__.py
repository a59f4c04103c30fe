"""The benchmark: how fast the program is, held against the barest way of doing the same."""
