"""Printed documents: values in, PDF bytes out; the only importer of reportlab."""
