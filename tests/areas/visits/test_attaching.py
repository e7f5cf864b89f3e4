"""Photos: only what can be seen is kept of them, each number once, and never for everybody."""

from __future__ import annotations

import io
import uuid

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.models import VisitAttachment
from jikim.areas.visits.queries.record import picture as picture_of
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.files import pictures
from jikim.shared.files.store import read
from tests.areas.dispatch.planned import manager_of
from tests.areas.visits.made import begun, closed, picture, stranger
from tests.rules.visiting.filled import SIGNATURE

pytestmark = pytest.mark.django_db
SECRET = b"PLANTED-SECRET-PLACE"


def with_place() -> bytes:
    """A telephone's picture: where it was taken, with what, and a hidden word."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "PLANTED-SECRET-PLACE", "Phone"
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (37.0, 33.0, 59.0), "E", (126.0, 58.0, 40.0)
    return picture(size=(80, 40), exif=exif.tobytes(), comment=SECRET)


def test_a_planted_place_device_and_comment_are_gone():
    content = with_place()
    assert SECRET in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    visit, by = begun()
    kept = attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=content, by=by)
    data = read(kept.file)
    assert SECRET not in data
    assert b"Exif" not in data
    shown = Image.open(io.BytesIO(data))
    assert not shown.getexif()
    assert "comment" not in shown.info
    assert shown.size == (40, 80), "turned upright before what said so was thrown away"


def test_a_png_loses_its_words_and_what_is_hidden_behind_its_end():
    words = PngInfo()
    words.add_text("Place", SECRET.decode())
    visit, by = begun()
    content = picture("PNG", pnginfo=words) + SECRET
    kept = attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=content, by=by)
    assert SECRET not in read(kept.file)
    assert kept.file.media_type == "image/png"


@pytest.mark.parametrize("content", [
    b"", b"no picture", b"\xff\xd8\xff\xe0 broken", picture()[:200], picture("GIF"), picture("TIFF"), b"%PDF-1.7", b"<svg onload='x'/>",
])  # fmt: skip
def test_what_is_no_jpeg_or_png_is_refused_with_a_reason(content):
    visit, by = begun()
    with pytest.raises(Refused) as refused:
        attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=content, by=by)
    assert refused.value.reason.ko
    assert not VisitAttachment.objects.exists()


def test_floods_are_refused_before_they_are_unpacked(monkeypatch):
    visit, by = begun()
    monkeypatch.setattr(pictures, "LARGEST_PIXELS", 1000)
    with pytest.raises(Refused):
        attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=picture(size=(100, 100)), by=by)
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 100)
    with pytest.raises(Refused):
        attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=picture(), by=by)


def test_a_large_picture_is_made_smaller():
    made = pictures.drawn_anew(picture(size=(3000, 1000)))
    assert (made.width, made.height) == (2000, 667)


def test_the_same_picture_twice_is_one_and_another_under_its_number_is_refused():
    visit, by = begun()
    number = uuid.uuid4()
    first = attach_photo(visit_id=visit.pk, attachment_uuid=number, content=picture(), by=by)
    assert attach_photo(visit_id=visit.pk, attachment_uuid=number, content=picture(), by=by).pk == first.pk
    with pytest.raises(Conflict):
        attach_photo(visit_id=visit.pk, attachment_uuid=number, content=picture(size=(9, 9)), by=by)
    with pytest.raises(Refused):
        attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=picture(), by=stranger(Role.CONSULTANT))


def test_the_workplace_sees_the_signature_and_no_photo():
    visit, by = closed(signed=True)
    photo = attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=picture(), by=by)
    manager = manager_of(visit.appointment.workplace)
    signature = picture_of(visit_uuid=visit.uuid, picture_uuid=uuid.UUID(str(SIGNATURE["attachment"])), by=manager)
    assert read(signature.file)
    with pytest.raises(Refused):
        picture_of(visit_uuid=visit.uuid, picture_uuid=photo.uuid, by=manager)
    assert picture_of(visit_uuid=visit.uuid, picture_uuid=photo.uuid, by=by) == photo
