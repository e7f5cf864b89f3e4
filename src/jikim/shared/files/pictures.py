"""Draws a picture anew, so that only what can be seen is left of it: no place, device, time, thumbnail, comment or hidden rest.

Admits JPEG and PNG. Never keeps and never serves.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from jikim.rules.words import Text
from jikim.shared.files.store import NotKept

LARGEST_BYTES = 15 * 1024 * 1024
#: a flood of pixels hidden in a small file is refused before it is unpacked
LARGEST_PIXELS = 60_000_000
#: enough to read a notice on a wall; a telephone's picture is three times that
LONGEST_SIDE = 2000

_TOO_BIG = Text("사진은 15MB까지 올릴 수 있습니다.", "A picture may have up to 15 MB.")
_NOT_ONE = Text("JPEG 또는 PNG 사진이 아니거나 손상된 파일입니다. 다시 찍거나 JPEG로 저장해 주십시오.",
                "This is no JPEG or PNG picture, or it is damaged. Take it again, or save it as JPEG.")  # fmt: skip
_FLOOD = Text("사진의 가로세로가 너무 큽니다. 작게 저장해 주십시오.", "The picture measures too many pixels. Please save it smaller.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and nothing else."""

    data: bytes
    media_type: str
    width: int
    height: int


def drawn_anew(content: bytes) -> Picture:
    """The same picture upright, at most 2,000 pixels long, without anything that is not seen. Raises NotKept with the reason."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST_BYTES:
        raise NotKept(_TOO_BIG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a broken tag that is not kept anyway
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as sent:
                if sent.width * sent.height > LARGEST_PIXELS:
                    raise NotKept(_FLOOD)
                form = sent.format
                upright = ImageOps.exif_transpose(sent)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                has_holes = "A" in upright.getbands() or "transparency" in upright.info
                plain = upright.convert("RGBA" if form == "PNG" and has_holes else "RGB")
        bare = Image.new("RGB", plain.size, "white")
        bare.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    except NotKept:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as broken:
        raise NotKept(_NOT_ONE) from broken
    out = io.BytesIO()
    if form == "PNG":
        bare.save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png", bare.width, bare.height)
    bare.save(out, "JPEG", quality=82)
    return Picture(out.getvalue(), "image/jpeg", bare.width, bare.height)
