"""A5 pages put two and two on A4, in the order of a booklet: print on both sides, turned on the short edge, fold, staple."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter, Transformation

A5_WIDTH, A4 = 419.53, (841.89, 595.28)


def page_order(pages: int) -> list[tuple[int | None, int | None]]:
    """(left, right) of every side in printing order; pages from 0, None is blank. Front and back of a sheet follow each other.

    Eight pages: (7, 0) (1, 6) (5, 2) (3, 4).
    """
    whole = -(-pages // 4) * 4
    kept = [number if number < pages else None for number in range(whole)]
    sides: list[tuple[int | None, int | None]] = []
    for turn in range(whole // 2):
        low, high = kept[turn], kept[whole - 1 - turn]
        sides.append((high, low) if turn % 2 == 0 else (low, high))
    return sides


def booklet(content: bytes) -> bytes:
    """The booklet of an A5 document. Same pages in, same bytes out; for printing only, the tagged file is for reading."""
    reader, writer = PdfReader(io.BytesIO(content)), PdfWriter()
    for left, right in page_order(len(reader.pages)):
        side = writer.add_blank_page(*A4)
        for number, shift in ((left, 0.0), (right, A4[0] - A5_WIDTH)):
            if number is not None:
                side.merge_transformed_page(reader.pages[number], Transformation().translate(shift, 0))
    told = reader.metadata
    writer.add_metadata({"/Title": str(told.title) if told and told.title else "", "/Producer": "Jikim"})
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
