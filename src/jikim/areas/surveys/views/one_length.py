"""Answers of one length on the line: whoever watches a workplace's network must not read a level off the size of a page."""

from __future__ import annotations

import gzip
from io import BytesIO

from django.http import HttpRequest, HttpResponse

#: bytes compressed, and not: above every result, of one round or of two
PACKED, PLAIN = 16_384, 98_304
_NAMED = 8  # the bit of a gzip head that says a file name follows


def of_one_length(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Fill the answer up to the next whole step: in the gzip head's file name, which nobody reads, or in a comment."""
    body = response.content
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = _packed(body)
        response["Content-Encoding"] = "gzip"
    else:
        fill = -(len(body) + len(b"<!---->")) % PLAIN
        response.content = body + b"<!--" + b" " * fill + b"-->"
    return response


def _packed(body: bytes) -> bytes:
    buffer = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as packing:
        packing.write(body)
    raw = buffer.getvalue()
    name = b"-" * (-(len(raw) + 1) % PACKED) + b"\0"
    return raw[:3] + bytes([raw[3] | _NAMED]) + raw[4:10] + name + raw[10:]
