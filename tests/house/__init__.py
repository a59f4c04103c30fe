"""The checks on the house itself."""
