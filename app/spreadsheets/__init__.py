"""Spreadsheets in and out: the only importer of the Excel libraries."""
