"""The window; it knows app.services and app.domain alone."""
