"""The draw of the months of start: off by default, published before it is drawn, drawn once, kept by the plan, recomputed by a stranger."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.dispatch.actions import planning, start_months
from jikim.areas.dispatch.models import Plan, StartDraw
from jikim.areas.dispatch.public import start_months as months_of
from jikim.areas.dispatch.queries.question import Changed, question
from jikim.areas.enrolment.models import Application, Season
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from tests.areas.dispatch.planned import OFFICE, agency_seat, ready
from tests.areas.enrolment.made import enrolled
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db
FREEZE, DRAW = dt.date(2017, 3, 20), dt.date(2017, 3, 25)
SEED = "7 11 23 30 38 42"


@pytest.fixture
def season() -> Season:
    found = ready()
    Season.objects.filter(pk=found.pk).update(start_by_lottery=True)
    return Season.objects.get()


def frozen(season: Season) -> int:
    with rehearsing(FREEZE):
        return start_months.freeze_start_list(season_id=season.pk, draw_source="로또 제747회", draw_on=DRAW, by=OFFICE).id


def drawn(season: Season) -> StartDraw:
    pk = frozen(season)
    with rehearsing(DRAW):
        start_months.draw_start_months(draw_id=pk, seed=f" {SEED} ", by=OFFICE)
    return StartDraw.objects.get(pk=pk)


def test_off_by_default_nothing_is_drawn_and_no_plan_asks_for_it() -> None:
    season = ready()
    with rehearsing(FREEZE), pytest.raises(Conflict):
        start_months.freeze_start_list(season_id=season.pk, draw_source="로또", draw_on=DRAW, by=OFFICE)
    assert question(season_id=season.pk).model.season.start_months is None


def test_months_left_are_dealt_evenly_and_the_plan_keeps_to_them(season: Season) -> None:
    with rehearsing(FREEZE), pytest.raises(Conflict):
        planning.start_plan(season_id=season.pk, by=OFFICE)
    one = drawn(season)
    assert one.months == ["2017-04", "2017-05", "2017-06"]
    assert max(Counter(one.drawn.values()).values()) <= 2 + 1
    with rehearsing(DRAW):
        plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    first = {line.workplace.number: f"{line.on:%Y-%m}" for line in plan.lines.filter(number=1).select_related("workplace")}
    assert first == one.drawn
    assert all("추첨" in line.reason_ko for line in plan.lines.filter(number=1))


def test_hash_first_then_one_draw(season: Season) -> None:
    pk = frozen(season)
    with rehearsing(FREEZE):
        with pytest.raises(Conflict):
            start_months.draw_start_months(draw_id=pk, seed=SEED, by=OFFICE)
        with pytest.raises(Conflict):
            start_months.freeze_start_list(season_id=season.pk, draw_source="다른 추첨", draw_on=DRAW, by=OFFICE)
    with rehearsing(DRAW):
        made = start_months.draw_start_months(draw_id=pk, seed=SEED, by=OFFICE)
        assert start_months.draw_start_months(draw_id=pk, seed=SEED, by=OFFICE) == made
        with pytest.raises(Conflict):
            start_months.draw_start_months(draw_id=pk, seed="1 2 3", by=OFFICE)
    assert StartDraw.objects.get().seed == SEED


def test_a_draw_for_today_or_by_a_stranger_to_it_is_refused(season: Season) -> None:
    with rehearsing(FREEZE):
        with pytest.raises(Conflict):
            start_months.freeze_start_list(season_id=season.pk, draw_source="로또", draw_on=FREEZE, by=OFFICE)
        with pytest.raises(Refused):
            start_months.freeze_start_list(season_id=season.pk, draw_source="로또", draw_on=DRAW, by=agency_seat(question(season_id=season.pk) and _consultant()))
    assert not StartDraw.objects.exists()


def _consultant():  # type: ignore[no-untyped-def]
    from jikim.areas.dispatch.models import Consultant

    return Consultant.objects.select_related("agency").first()


def test_withdrawals_move_nobody_and_newcomers_get_a_draw_of_their_own(season: Season) -> None:
    one = drawn(season)
    gone = Application.objects.select_related("workplace").order_by("pk").first()
    Application.objects.filter(pk=gone.pk).update(status="withdrawn")
    newcomer = enrolled(region="서울").workplace.number
    with rehearsing(dt.date(2017, 3, 27)):
        again = start_months.freeze_start_list(season_id=season.pk, draw_source="로또 제748회", draw_on=dt.date(2017, 4, 1), by=OFFICE)
    assert again.frozen_list == f"seoul\t{newcomer}\n"
    with rehearsing(dt.date(2017, 4, 1)):
        start_months.draw_start_months(draw_id=again.id, seed="1 2 3", by=OFFICE)
    found = {line.number: line.month for line in months_of(season_id=season.pk)}
    assert {number: found[number] for number in one.drawn} == one.drawn
    assert gone.workplace.number in found
    assert newcomer in found


def test_a_draw_after_the_season_has_begun_deals_whole_months_only(season: Season) -> None:
    with rehearsing(dt.date(2017, 4, 10)):
        made = start_months.freeze_start_list(season_id=season.pk, draw_source="로또", draw_on=dt.date(2017, 4, 15), by=OFFICE)
    assert made.months == ("2017-05", "2017-06")
    StartDraw.objects.all().delete()
    with rehearsing(dt.date(2017, 5, 10)), pytest.raises(Conflict, match="two months"):
        start_months.freeze_start_list(season_id=season.pk, draw_source="로또", draw_on=dt.date(2017, 5, 15), by=OFFICE)


def test_a_month_that_is_over_binds_nobody(season: Season) -> None:
    one = drawn(season)
    asked = question(season_id=season.pk, changed=Changed(not_before=dt.date(2017, 5, 2)))
    assert asked.model.season.start_months == {number: month for number, month in one.drawn.items() if month > "2017-04"}


def test_a_stranger_recomputes_it_without_this_software(season: Season, tmp_path: Path) -> None:
    one, stranger = drawn(season), Client()
    page = stranger.get(reverse("start_months_public"))
    assert one.list_hash in page.content.decode()
    (tmp_path / "list.txt").write_bytes(stranger.get(reverse("start_months_list", args=[one.pk])).content)
    (tmp_path / "again.py").write_text(page.context["cards"][0].recipe)
    printed = subprocess.run([sys.executable, "again.py"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert {number: month for _, number, month in (line.split() for line in printed.splitlines())} == one.drawn


def test_the_office_draws_on_its_pages(season: Season) -> None:
    office = signed_in(Client(), person(Role.OFFICE))
    with rehearsing(FREEZE):
        assert "6개소" in office.get(reverse("start_months")).content.decode()
        refused = office.post(reverse("start_months_freeze"), {"draw_source": "로또 제747회", "draw_on": "2017-03-20"})
        assert refused.status_code == 409
        assert 'value="로또 제747회"' in refused.content.decode()
        office.post(reverse("start_months_freeze"), {"draw_source": "로또 제747회", "draw_on": "2017-03-25"})
    one = StartDraw.objects.get()
    with rehearsing(DRAW):
        office.post(reverse("start_months_draw", args=[one.pk]), {"seed": SEED})
        page = office.get(reverse("start_months")).content.decode()
    assert "서울특별시" in page
    assert SEED in page
    agency = signed_in(Client(), person(Role.AGENCY))
    assert agency.post(reverse("start_months_draw", args=[one.pk]), {"seed": "9"}).status_code == 403
    assert not Plan.objects.exists()
