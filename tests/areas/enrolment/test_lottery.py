"""The lottery: frozen and published first, drawn later, and recomputable by anybody."""

import datetime as dt

import pytest

from jikim.areas.enrolment.actions import decisions, intake, lottery
from jikim.areas.enrolment.models import Application, Lottery
from jikim.areas.enrolment.queries.lotteries import lotteries
from jikim.rules import lottery as rules
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE, row, xlsx

pytestmark = pytest.mark.django_db(databases=["default"])
FREEZE, DRAW = dt.date(2017, 4, 17), dt.date(2017, 4, 22)
SEED = "7 11 23 30 38 42"


@pytest.fixture
def season():
    found = offices.season()
    found.target = 1
    found.save()
    rows = [row(n, 신청일="2017-04-03") for n in (1, 2, 3)] + [row(4, 고객응대근로자수=2)]
    staged = intake.stage_import(data=xlsx(rows), file_name="a.xlsx", season_id=found.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    return found


def frozen(season):
    with rehearsing(FREEZE):
        return lottery.freeze_list(season_id=season.pk, draw_source="로또 제751회 당첨번호", draw_on=DRAW, by=OFFICE)


def test_the_hash_is_published_before_the_draw(season):
    card = frozen(season)
    assert card.list_hash == "0813cc045574aff4adc2e1b1afe84bf4c8a6004fe4660ff5e7a2f29abbc5fa2b"
    assert card.frozen_list == "W0001\nW0002\nW0003\n"
    assert (card.seed, card.order) == ("", ())
    assert AuditRow.objects.get(verb="lottery.frozen").facts["list_hash"] == card.list_hash


def test_the_draw_gives_the_order_anybody_computes(season):
    card = frozen(season)
    with rehearsing(DRAW):
        card = lottery.draw(lottery_id=card.id, seed=f" {SEED} ", by=OFFICE)
    assert card.order == ("W0003", "W0002", "W0001")
    assert card.order == rules.order(rules.freeze(card.frozen_list.splitlines()), card.seed)
    assert dict(Application.objects.values_list("workplace__number", "lottery_position")) == {"W0001": 3, "W0002": 2, "W0003": 1, "W0004": None}
    assert SEED in card.recompute.ko
    assert SEED in card.shell
    assert lotteries(season_id=season.pk) == (card,)


def test_ties_are_broken_by_the_order_drawn(season):
    card = frozen(season)
    with rehearsing(DRAW):
        lottery.draw(lottery_id=card.id, seed=SEED, by=OFFICE)
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    rows = Application.objects.order_by("workplace__number").values_list("status", "waiting_place")
    assert list(rows) == [("waiting", 2), ("waiting", 1), ("enrolled", None), ("not_eligible", None)]
    assert "추첨(1번)" in Application.objects.get(status="enrolled").reason_ko


def test_the_draw_must_be_named_and_later(season):
    with rehearsing(FREEZE):
        for source, day in (("", DRAW), ("로또", FREEZE)):
            with pytest.raises(Conflict):
                lottery.freeze_list(season_id=season.pk, draw_source=source, draw_on=day, by=OFFICE)


def test_nothing_is_drawn_early_or_twice_or_without_a_seed(season):
    card = frozen(season)
    with rehearsing(FREEZE), pytest.raises(Conflict):
        lottery.draw(lottery_id=card.id, seed=SEED, by=OFFICE)
    with rehearsing(DRAW):
        with pytest.raises(Conflict):
            lottery.draw(lottery_id=card.id, seed="  ", by=OFFICE)
        lottery.draw(lottery_id=card.id, seed=SEED, by=OFFICE)
        with pytest.raises(Conflict):
            lottery.draw(lottery_id=card.id, seed="1 2 3 4 5 6", by=OFFICE)
        Application.objects.filter(lottery_position=2).update(lottery_position=None)  # stopped half way
        lottery.draw(lottery_id=card.id, seed=SEED, by=OFFICE)
        assert sorted(Application.objects.exclude(lottery_position=None).values_list("lottery_position", flat=True)) == [1, 2, 3]
        assert AuditRow.objects.filter(verb="lottery.drawn").count() == 1
    assert Lottery.objects.get().seed == SEED


def test_one_list_at_a_time_and_latecomers_are_drawn_after(season):
    card = frozen(season)
    with pytest.raises(Conflict):
        frozen(season)
    staged = intake.stage_import(data=xlsx([row(7), row(8)]), file_name="b.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    with rehearsing(DRAW):
        lottery.draw(lottery_id=card.id, seed=SEED, by=OFFICE)
    assert decisions.plan_enrolment(season_id=season.pk, by=OFFICE).tied == 2
    later = frozen(season)
    assert later.frozen_list == "W0007\nW0008\n"
    with rehearsing(DRAW):
        lottery.draw(lottery_id=later.id, seed=SEED, by=OFFICE)
    places = Application.objects.filter(workplace__number__in=["W0007", "W0008"]).values_list("lottery_position", flat=True)
    assert sorted(places) == [4, 5]


def test_only_the_office_runs_it(season):
    with rehearsing(FREEZE), pytest.raises(Refused):
        lottery.freeze_list(season_id=season.pk, draw_source="로또", draw_on=DRAW, by=offices.region_office("seoul"))
