"""Lists coming in as spreadsheets: read, looked at, put in, bad rows sent back. Knows no list; rooms bring columns, checks and tables."""

from jikim.shared.imports.preview import ImportPreview, preview_of, rejected_rows, rejects_of
from jikim.shared.imports.read import ReadFile, read_list
from jikim.shared.imports.slices import Progress, batches

__all__ = ["ImportPreview", "Progress", "ReadFile", "batches", "preview_of", "read_list", "rejected_rows", "rejects_of"]
