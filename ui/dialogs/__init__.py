"""Questions that need more than one line."""
