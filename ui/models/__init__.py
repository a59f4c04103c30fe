"""Qt models over the values that queries answer."""
