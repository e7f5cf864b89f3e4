"""The real visit form in the consultant's app, from the list to the closed record, and the pictures of the consultant's guide."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.actions.saving import save_values
from jikim.areas.visits.models import Visit
from jikim.shared.clock import rehearsing
from jikim.shared.offline import recovery
from jikim.shared.offline.models import OfflineAttachment
from tests.areas.visits.made import DAY, appointment, consultant
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.offline_made import (
    TABLET,
    WORDS,
    photo_with_a_place,
    register,
    standing,
    unlock,
    until_kept,
)
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
LEFT_TO_FILL = ("workers_total", "signature", "headcounts", "walked_round", "next_step")


@pytest.fixture
def visit(settings: Any, site: Any) -> Visit:
    """The first visit of the day, nearly filled by somebody on a desktop."""
    settings.JIKIM_TODAY = DAY
    recovery.make_pair()
    made = appointment(start=dt.time(10))
    account = made.consultant.person
    account.is_demo = True
    account.save()
    by = consultant(made)
    with rehearsing(DAY):
        one = open_visit(appointment_id=made.pk, by=by)
        values = {key: value for key, value in filled(1).items() if key not in LEFT_TO_FILL}
        save_values(visit_id=one.pk, edit_uuid=uuid.uuid4(), base_version=0, values=values, by=by)
    return one


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (TABLET, "ko"), (DESKTOP, "en")])
def test_guide_a_first_visit_without_a_line(
    new_page: Callable[..., Any], sign_in: Callable[..., None], visit: Visit, size: tuple[int, int], language: str
) -> None:
    words, shown = WORDS[language], size in (PHONE, DESKTOP)
    page = new_page(size, language)
    sign_in(page, visit.appointment.consultant.person)
    register(page, language)
    until_kept(page)
    page.context.set_offline(True)
    page.reload()
    unlock(page, language)
    assert_accessible(page)
    if shown:
        picture(page, f"guide-visits-list-{language}", whole=False)
    page.locator(f".visits-item a[href='#/{visit.uuid}']").click()
    page.locator(".visits-parts").wait_for()
    assert_accessible(page)
    assert_reflows(page)
    picture(page, f"offline-real-record-{language}-{size[0]}")
    for at in range(page.locator(".visits-parts a").count()):
        page.locator(".visits-parts a").nth(at).click()
        page.locator(".visits-form").wait_for()
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"offline-real-part{at}-{language}-{size[0]}")
        page.locator(".visits-back a").click()
        page.locator(".visits-parts").wait_for()
    page.get_by_role("button", name=words["close"]).click()
    page.locator(".notice-list a").first.wait_for()
    if shown:
        page.locator(".notice-list a").first.focus()
        picture(page, f"guide-visits-missing-{language}", whole=False)
    _fill(page, "walked_round", words, language)
    page.locator(".visits-back a").click()
    page.locator(".notice-list a[href$='/signature']").wait_for()  # what is lacking stays in view until the record can be closed
    assert page.locator(".notice-list a[href$='/walked_round']").count() == 0
    for field in ("workers_total", "headcounts", "next_step", "signature"):
        _fill(page, field, words, language)
    if shown:
        page.locator("[data-field=signature]").evaluate("one => one.scrollIntoView({block: 'center'})")
        picture(page, f"guide-visits-sign-{language}", whole=False)
    page.locator(".visits-back a").click()
    page.locator(".visits-parts a[href$='/observations']").click()
    photos = page.locator("[data-field=photos]")
    photos.locator("input[type=file]").first.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_with_a_place()})
    photos.locator("img").wait_for()
    page.locator(".visits-back a").click()
    page.locator(".visits-parts").wait_for()
    page.get_by_role("button", name=words["close"]).click()
    standing(page, "kept").wait_for()
    page.context.set_offline(False)
    standing(page, "received").wait_for()
    visit.refresh_from_db()
    assert visit.status == "closed"
    assert visit.values["workers_total"] == 61
    assert visit.values["headcounts"] == {"call": {"own_men": 24}}
    assert {one.media_type for one in OfflineAttachment.objects.all()} == {"image/jpeg", "image/png"}


def _fill(page: Any, field: str, words: dict[str, str], language: str) -> None:
    """By the link that names what is missing."""
    page.locator(".visits-back a").first.click() if page.locator(".visits-form").count() else None
    page.locator(".visits-parts").wait_for()
    page.get_by_role("button", name=words["close"]).click()
    page.locator(f".notice-list a[href$='/{field}']").click()
    place = page.locator(f"[data-field='{field}']")
    place.wait_for()
    if field == "walked_round":
        place.locator("input").first.check(force=True)
    elif field == "signature":
        place.locator("input").fill("김담당")
        place.get_by_text(words["sign"]).click()
        place.get_by_role("button", name="이름으로 서명" if language == "ko" else "Sign with the name").click()
        place.locator("img").wait_for()
        assert not place.locator("input").is_editable()  # what is signed keeps its name until it is signed anew
    else:
        place.locator("input, textarea").first.fill({"workers_total": "61", "headcounts": "24"}.get(field, "2차 방문에서 보고서를 설명한다"))
