"""The screens of the window; none knows another."""
