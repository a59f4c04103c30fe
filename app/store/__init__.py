"""The book on disk: the only importer of SQLAlchemy."""
