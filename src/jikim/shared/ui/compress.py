"""Compresses pages and lists on their way out. Django's middleware pads them, so that their length tells nothing secret.

Spreadsheets and PDFs are compressed already and go as they are.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)  # type: ignore[no-any-return, arg-type]
        return response
