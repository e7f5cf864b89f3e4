"""The order of a booklet's pages: every page once, the first outside, each sheet's two sides fitting."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from jikim.areas.manuals.booklet import booklet, page_order


def test_eight_pages() -> None:
    assert page_order(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_what_is_missing_is_blank() -> None:
    assert page_order(5) == [(None, 0), (1, None), (None, 2), (3, 4)]


@given(st.integers(min_value=1, max_value=120))
def test_every_page_once_and_facing_pages_add_up(pages: int) -> None:
    sides = page_order(pages)
    assert sorted(one for side in sides for one in side if one is not None) == list(range(pages))
    assert len(sides) % 2 == 0
    whole = len(sides) * 2
    assert all(left + right == whole - 1 for left, right in sides if left is not None and right is not None)


def test_two_pages_stand_on_each_side_and_the_bytes_are_the_same() -> None:
    writer = PdfWriter()
    for _ in range(6):
        writer.add_blank_page(419.53, 595.28)
    out = io.BytesIO()
    writer.write(out)
    made = booklet(out.getvalue())
    pages = PdfReader(io.BytesIO(made)).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(842, 595)] * 4
    assert made == booklet(out.getvalue())
