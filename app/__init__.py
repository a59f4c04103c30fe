"""Sổ Thiết Bị without its window: rules, book, files and actions."""
