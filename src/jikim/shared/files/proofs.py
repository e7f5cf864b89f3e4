"""What is sent to prove something: a picture drawn anew, without place or device in it, or a PDF as it is. Never keeps it."""

from __future__ import annotations

from jikim.rules.words import Text
from jikim.shared.access import Invalid
from jikim.shared.files.pictures import drawn_anew
from jikim.shared.files.store import NotKept

LARGEST_BYTES = 15 * 1024 * 1024
_BIG = Text("파일은 15MB까지 올릴 수 있습니다. 크기를 줄여 다시 올려 주십시오.", "A file may have up to 15 MB. Please make it smaller and send it again.")
_TYPE = Text("사진(JPEG, PNG)이나 PDF만 올릴 수 있습니다.", "Only pictures (JPEG, PNG) and PDF files can be sent.")


def check_size(content: bytes) -> None:
    """Raises Invalid at the field `file`: asked before anything is locked or read."""
    if len(content) > LARGEST_BYTES:
        raise Invalid({"file": _BIG})


def admitted(content: bytes) -> tuple[bytes, str]:
    """(what to keep, its media type). Raises Invalid with the reason at the field `file`."""
    if content.startswith(b"%PDF-"):
        return content, "application/pdf"
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Invalid({"file": _TYPE})
    try:
        picture = drawn_anew(content)
    except NotKept as refused:
        raise Invalid({"file": refused.reason}) from None
    return picture.data, picture.media_type
