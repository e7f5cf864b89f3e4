"""The plan at the second visit without a network: agreed with the manager on a phone, sent later, and what the manager changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jikim.areas.consulting.actions.planning import agree_item
from jikim.areas.consulting.models import PlanItem, PlanRecord
from jikim.areas.consulting.numbers import plan_record_uuid
from jikim.shared.clock import rehearsing
from jikim.shared.offline import recovery
from tests.areas.consulting.made import DAY, LATER, owner
from tests.areas.consulting.test_talking import NEXT, visited
from tests.journeys.checks import enters, looking
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.offline_made import WORDS, register, standing, unlock, until_kept

look = looking("offline-plan", guide="plan-talk")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def part(page: Any, key: str) -> None:
    """Into a part of the form, from the record."""
    if page.locator(".visits-form").count():
        page.locator(".visits-back a").first.click()
    page.locator(f".visits-parts a[href$='/{key}']").click()
    page.locator(".visits-form").wait_for()


def answers(page: Any, field: str, value: str) -> None:
    page.locator(f"[data-field='{field}']").locator("input, textarea").first.fill(value)


def chooses(page: Any, field: str, at: int) -> None:
    page.locator(f"[data-field='{field}'] .krds-form-check label").nth(at).click()


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (DESKTOP, "en")])
def test_guide_the_plan_is_agreed_without_a_line(
    new_page: Callable[..., Any], sign_in: Callable[..., None], settings: Any, site: Any, size: tuple[int, int], language: str
) -> None:
    settings.JIKIM_TODAY = NEXT
    recovery.make_pair()
    words, ((item, other), _, manager, made) = WORDS[language], visited()
    page = enters(new_page(size, language), sign_in, made.consultant.person)
    register(page, language)
    until_kept(page)
    page.context.set_offline(True)
    page.reload()
    unlock(page, language)
    page.locator(f".visits-item a[href='#/{plan_record_uuid(made.pk)}']").click()
    page.locator(".visits-parts").wait_for()
    look(page, "record")

    part(page, f"item-{item.pk}")
    chooses(page, f"item-{item.pk}--agree", 0)
    answers(page, f"item-{item.pk}--owner", "점장")
    answers(page, f"item-{item.pk}--due", LATER.isoformat())
    look(page, "measure")
    part(page, f"item-{other.pk}")
    chooses(page, f"item-{other.pk}--agree", 0)
    answers(page, f"item-{other.pk}--owner", "방문 때 정한 사람")
    part(page, "offers")
    offer = page.locator("[data-field$='--agree']").first.get_attribute("data-field")
    chooses(page, offer, 1)
    look(page, "offers")
    part(page, "talk")
    answers(page, "met", "고객지원팀장")
    page.locator(".visits-back a").first.click()
    page.get_by_role("button", name=words["close"]).click()
    standing(page, "kept").wait_for()
    assert not PlanRecord.objects.exists(), "the line is cut"

    with rehearsing(DAY):
        agree_item(item_id=other.pk, version=1, values=owner(other, owner="관리자가 정한 사람"), by=manager)
    page.context.set_offline(False)
    standing(page, "needs_you").wait_for()
    assert PlanItem.objects.get(pk=other.pk).owner == "관리자가 정한 사람"
    page.locator(f".notice-list a[href$='/item-{other.pk}--over']").first.click()
    over = page.locator(f"[data-field='item-{other.pk}--over']")
    over.get_by_text("관리자가 정한 사람").wait_for()
    assert "방문 때 정한 사람" in over.inner_text()
    look(page, "both")
    chooses(page, f"item-{other.pk}--over", 0)
    page.locator(".visits-back a").first.click()
    page.get_by_role("button", name=words["close"]).click()
    standing(page, "received").wait_for()

    item.refresh_from_db()
    assert (item.status, item.owner, item.due_on) == ("agreed", "점장", LATER)
    assert PlanItem.objects.get(pk=other.pk).owner == "관리자가 정한 사람"
    assert PlanItem.objects.filter(measure_key=offer.removeprefix("add-").removesuffix("--agree"), status="proposed").exists()
    one = PlanRecord.objects.get()
    assert one.status == "closed"
    page.goto(f"/consulting/talks/{one.uuid}/")
    page.get_by_text("방문 때 정한 사람").first.wait_for()
    look(page, "read")


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (DESKTOP, "en")])
def test_the_same_on_the_page(
    new_page: Callable[..., Any], sign_in: Callable[..., None], settings: Any, site: Any, size: tuple[int, int], language: str
) -> None:
    settings.JIKIM_TODAY = NEXT
    (item, _), _, _, made = visited()
    page = enters(new_page(size, language), sign_in, made.consultant.person)
    page.goto("/consulting/due/")
    look(page, "due")
    page.locator("form[action*='/talks/begin/'] button").click()
    page.locator(f"label[for='item-{item.pk}--agree-1']").click()
    page.locator(f"#item-{item.pk}--owner").fill("점장")
    look(page, "page")
    page.locator("button[name=close]").click()
    page.locator(".form-hint-invalid").first.wait_for()
    look(page, "lacking")
    page.locator("#met").fill("고객지원팀장")
    page.locator("button[name=close]").dblclick()
    page.wait_for_url("**/consulting/places/**")
    item.refresh_from_db()
    assert (item.status, item.owner) == ("agreed", "점장")
