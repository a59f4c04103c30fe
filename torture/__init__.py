"""Campaigns that hurt a book: a process that dies, a disk that fails, a file that lies."""
