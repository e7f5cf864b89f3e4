"""Open pages count and remember nobody: no cookie, no row that tells who or when, a form sent twice counts once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client

from jikim.areas.campaigns.actions import once
from jikim.areas.campaigns.actions.voices import count_answers, count_many
from jikim.areas.campaigns.models import AwarenessCount, ChannelDay, PledgeDay, PledgeName
from jikim.areas.campaigns.models.voices import PROGRAMME
from jikim.areas.campaigns.queries.awareness import campaign_result, programme_result
from jikim.shared.clock import rehearsing
from tests.areas.campaigns.made import DAY, OFFICE, RIGHT, WRONG, drafted, running
from tests.areas.training.made import announced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()
    with rehearsing(DAY):
        yield


def token(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def visits() -> int:
    return sum(ChannelDay.objects.values_list("visits", flat=True))


def test_a_short_address_counts_people_by_the_day_and_leads_on() -> None:
    running()
    for _ in range(2):
        answer = Client().get("/c/summer/poster/", headers={"User-Agent": "Mozilla/5.0 Planted-Agent"}, REMOTE_ADDR="203.0.113.77")
        assert answer.url == "/public/campaigns/summer/"
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
    assert ChannelDay.objects.get().visits == 2
    Client().head("/c/summer/poster/")
    Client().get("/c/summer/poster/", headers={"Sec-Purpose": "prefetch;prerender"})
    Client().get("/c/summer/poster/", headers={"User-Agent": "Googlebot/2.1"})
    assert visits() == 2
    assert Client().get("/c/summer/unknown/").url == "/public/campaigns/summer/"
    assert Client().get("/c/none/poster/").url == "/public/campaigns/"
    assert visits() == 2


def test_nothing_of_who_came_is_in_any_table(caplog) -> None:
    from django.apps import apps

    one = running()
    page = Client().get(f"/public/campaigns/{one.slug}/", REMOTE_ADDR="203.0.113.77")
    Client().get("/c/summer/poster/", headers={"User-Agent": "Planted-Agent"}, REMOTE_ADDR="203.0.113.77")
    Client().post(f"/public/campaigns/{one.slug}/", {"once": token(page.content.decode())}, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Planted-Agent"})
    assert PledgeDay.objects.get().count == 1
    for model in apps.get_app_config("jikim").get_models():
        for row in model._default_manager.values():
            told = " ".join(map(str, row.values()))
            assert "203.0.113" not in told, model
            assert "Planted-Agent" not in told, model
    assert "203.0.113" not in caplog.text
    assert not page.cookies


def test_a_pledge_sent_twice_counts_once_and_reloading_the_thanks_counts_nothing() -> None:
    one = running()
    address = f"/public/campaigns/{one.slug}/"
    sent = {"once": token(Client().get(address).content.decode()), "organisation": "새봄 식당"}
    for _ in range(2):
        answer = Client().post(address, sent)
        assert answer.status_code == 303
        assert Client().get(answer.url).status_code == 200
    assert PledgeDay.objects.get().count == 1
    assert PledgeName.objects.count() == 1
    forged = Client().post(address, {"once": "forged"})
    assert forged.status_code == 200
    assert "오래 열려" in forged.content.decode()
    foreign = Client().post(address, {"once": once.fresh()}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 404
    assert PledgeDay.objects.get().count == 1


def test_a_campaign_that_does_not_run_is_not_there_and_takes_no_pledge() -> None:
    one = drafted()
    assert Client().get(f"/public/campaigns/{one.slug}/").status_code == 404
    assert Client().get(f"/public/campaigns/{one.slug}/questions/").status_code == 404
    assert one.slug not in Client().get("/public/campaigns/").content.decode()


def test_five_answers_become_counts_that_do_not_belong_together() -> None:
    one = running()
    address = f"/public/campaigns/{one.slug}/questions/"
    page = Client().get(address)
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]
    said = {"once": token(page.content.decode()), "group": "consumers", **RIGHT}
    lacking = Client().post(address, {**said, "aw-whom": ""})
    assert lacking.status_code == 422
    assert 'value="consumers" checked' in lacking.content.decode()
    assert not AwarenessCount.objects.exists()
    for _ in range(2):
        assert "고맙습니다" in Client().post(address, said).content.decode()
    rows = {(row.item, row.value): row.count for row in AwarenessCount.objects.all()}
    assert rows == {**dict.fromkeys(RIGHT.items(), 1), ("points", 5): 1}
    assert {row.phase for row in AwarenessCount.objects.all()} == {"during"}


def test_an_answer_off_the_scale_is_refused_whole() -> None:
    with pytest.raises(ValueError, match="scale"):
        count_answers(scope="x", group="consumers", phase="before", answers=RIGHT | {"aw-whom": 9})
    with pytest.raises(KeyError):
        count_answers(scope="x", group="consumers", phase="before", answers={"aw-whom": 1})
    assert not AwarenessCount.objects.exists()


def test_fewer_than_five_are_not_shown_and_more_are_with_their_difference() -> None:
    one = running()
    count_many(scope=one.slug, group="consumers", phase="before", sheets=[WRONG] * 40 + [RIGHT] * 10)
    count_many(scope=one.slug, group="consumers", phase="during", sheets=[RIGHT] * 4)
    few = next(group for group in campaign_result(one, by=OFFICE) if group.key == "consumers")
    assert few.before.sheets == 50
    assert (few.after.sheets, few.points_after, few.points, few.items[0].difference) == (None, None, None, "–")
    count_many(scope=one.slug, group="consumers", phase="during", sheets=[RIGHT] * 26)
    found = next(group for group in campaign_result(one, by=OFFICE) if group.key == "consumers")
    assert found.after.sheets == 30
    assert found.items[0].before == "20% (11–33)"
    assert found.items[0].is_clear
    assert found.points is not None
    assert found.points.clear


def test_the_programmes_questions_are_counted_by_round_and_for_nobody_in_particular() -> None:
    page = Client().get("/en/public/five-questions/managers/first/")
    assert Client().post("/en/public/five-questions/managers/first/", {"once": token(page.content.decode()), **RIGHT}).status_code == 200
    browser = {"Sec-Fetch-Site": "same-origin"}
    page = Client().get("/q/five/")
    assert page["Cache-Control"] == "no-store"
    assert not page.cookies
    sent = {"once": token(page.content.decode()), "group": "second", **RIGHT}
    assert Client().post("/q/five/", {**sent, "aw-duty": ""}, headers=browser).status_code == 422
    for _ in range(2):
        assert "고맙습니다" in Client().post("/q/five/", sent, headers=browser).content.decode()
    assert Client().post("/q/five/", sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert {(row.scope, row.group, row.phase, row.region) for row in AwarenessCount.objects.all()} == {
        (PROGRAMME, "managers", "first", ""), (PROGRAMME, "workers", "second", ""),
    }  # fmt: skip
    assert Client().get("/public/five-questions/workers/first/").status_code == 404
    count_many(scope=PROGRAMME, group="workers", phase="first", sheets=[RIGHT] * 9)
    workers = next(group for group in programme_result(by=OFFICE) if group.key == "workers")
    assert workers.before.sheets is None
    assert workers.least == 10


def test_what_is_kept_of_a_form_does_not_tell_when_it_was_sent() -> None:
    half_day = 12 * 3600
    begins = 1_500_000_000 // half_day * half_day
    ends = {int(instant + once._left(instant)) for instant in (begins + 1.0, begins + 20_000.25, begins + half_day - 0.5)}
    assert ends == {begins + 2 * half_day}


def test_a_flood_from_one_network_is_told_to_wait(monkeypatch) -> None:
    one = running()
    monkeypatch.setattr(once, "FORMS", once.Limit("few", tries=1, seconds=3600))
    address = f"/public/campaigns/{one.slug}/"
    for _ in range(2):
        answer = Client().post(address, {"once": token(Client().get(address).content.decode())})
    assert "한 시간" in answer.content.decode()
    assert PledgeDay.objects.get().count == 1


def test_a_campaign_is_found_in_the_library_search_feed_and_map() -> None:
    one = running()
    assert f"/public/campaigns/{one.slug}/" in Client().get("/public/").content.decode()
    assert "서로 지키는 말" in Client().get("/public/search/?q=지키는 말").content.decode()
    assert f"/en/public/campaigns/{one.slug}/" in Client().get("/en/public/feed.xml").content.decode()
    assert f"/public/campaigns/{one.slug}/" in Client().get("/sitemap.xml").content.decode()


def test_before_it_runs_the_questions_are_open_and_count_as_before() -> None:
    from jikim.areas.campaigns.actions.campaigns import move_campaign
    from tests.areas.campaigns.made import EDITOR

    one = drafted("autumn", starts_on=dt.date(2017, 7, 10), asks_from=dt.date(2017, 6, 1))
    move_campaign(campaign_id=one.pk, to="proposed", by=EDITOR)
    move_campaign(campaign_id=one.pk, to="approved", by=OFFICE)
    page = Client().get("/public/campaigns/autumn/questions/")
    assert page.status_code == 200
    Client().post("/public/campaigns/autumn/questions/", {"once": token(page.content.decode()), "group": "workers", **WRONG})
    assert set(AwarenessCount.objects.values_list("phase", flat=True)) == {"before"}


def test_the_page_names_the_training_to_come_for_its_audience_and_no_other() -> None:
    running()
    announced(title_ko="시민 여름 교실", on=DAY + dt.timedelta(days=7))
    announced(scope="employers", course="managers", title_ko="사업주 교육", title_en="For employers", on=DAY + dt.timedelta(days=8))
    page = Client().get("/public/campaigns/summer/").content.decode()
    assert "시민 여름 교실" in page
    assert "사업주 교육" not in page
    assert "For consumers" in Client().get("/en/public/campaigns/summer/").content.decode()
    with rehearsing(DAY + dt.timedelta(days=8)):
        assert "시민 여름 교실" not in Client().get("/public/campaigns/summer/").content.decode()


@pytest.mark.parametrize("lead", ["", "/en"])
@pytest.mark.parametrize(("audience", "kit"), [("employers", "employer-kit"), ("consumers", "consumer-kit")])
def test_no_place_to_fill_is_left_on_a_campaigns_page(audience: str, kit: str, lead: str) -> None:
    running("filled", audience=audience, kit=kit)
    with rehearsing(DAY):
        page = Client().get(f"{lead}/public/campaigns/filled/")
    assert page.status_code == 200
    assert not re.search(r"\{[a-z]+\}|은\(는\)|이\(가\)", page.content.decode())
