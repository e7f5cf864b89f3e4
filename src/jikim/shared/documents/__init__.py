"""Documents on paper: Typst templates of the rooms, compiled to accessible PDF (PDF/UA-1), the same bytes every time."""

from jikim.shared.documents.compile import DocumentError, compile_pdf, fonts_present
from jikim.shared.documents.glyphs import clean

__all__ = ["DocumentError", "clean", "compile_pdf", "fonts_present"]
