"""The only importer of keyring: secrets in the operating system's own keeping."""
