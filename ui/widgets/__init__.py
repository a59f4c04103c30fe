"""The kit the screens are built from."""
