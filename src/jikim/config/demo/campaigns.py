"""The model season's campaigns: employers written to in two waves, consumers pledging, orders in every state, what people knew before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from jikim.areas.campaigns import public as campaigns
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.manuals import public as manuals
from jikim.areas.people import public as people
from jikim.config.demo import dates
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

_SEED = 20170626
#: most letters of a wave of the model season
_LETTERS = 40
_WRITTEN, _APPROVED = dt.date(2017, 4, 17), dt.date(2017, 4, 20)
EMPLOYERS = {
    "audience": "employers", "kit": "employer-kit", "title_ko": "사람이 먼저인 일터", "title_en": "People first at work",
    "about_ko": "폭언이 있으면 응대를 멈추고, 쉬게 하고, 돕습니다. 출입구 안내문 하나, 담당자 이름 하나부터 시작하십시오. 인쇄할 안내물과 통화 연결음 문안을 나누어 드립니다.",
    "about_en": "When there is abuse: stop, rest, help. Begin with one notice at the door and one name to turn to. Notices and words for waiting calls are here to use.",
    "starts_on": dt.date(2017, 5, 15), "ends_on": dt.date(2017, 7, 31), "asks_from": dt.date(2017, 4, 24), "asks_until": dt.date(2017, 8, 31),
}  # fmt: skip
CONSUMERS = {
    "audience": "consumers", "kit": "consumer-kit", "title_ko": "존중하는 말이 먼저 닿습니다", "title_en": "Respect gets there first",
    "about_ko": "창구 너머에도 사람이 있습니다. 불편한 일은 사람이 아니라 일을 이야기하면 더 빨리 풀립니다. 다짐에 함께해 주십시오. 이름은 묻지 않습니다.",
    "about_en": "There is a person behind the counter. Speak about the matter, not the person, and it is solved sooner. Join the pledge; no name is asked.",
    "starts_on": dt.date(2017, 6, 1), "ends_on": dt.date(2017, 8, 31), "asks_from": dt.date(2017, 5, 8), "asks_until": dt.date(2017, 9, 30),
}  # fmt: skip
AUTUMN = {
    **CONSUMERS, "title_ko": "빗길에는 천천히 와도 됩니다", "title_en": "In the rain, late is fine", "about_ko": "배달하는 사람의 안전을 먼저 생각하는 가을 캠페인입니다.",
    "about_en": "An autumn campaign for the safety of those who deliver.", "starts_on": dt.date(2017, 9, 4), "ends_on": dt.date(2017, 10, 31),
    "asks_from": dt.date(2017, 8, 7), "asks_until": dt.date(2017, 11, 30),
}  # fmt: skip
#: pack, piece, its title from now on
_CHANGE = ("employer-kit", "officer-notice", {"ko": "고충 담당자 안내(직원 게시용)", "en": "Whom to tell (for the staff board)"})
#: share of right answers before and while it runs, by item
_KNOWN = {"aw-may-stop": (0.46, 0.63), "aw-duty": (0.71, 0.78), "aw-smile": (0.52, 0.60), "aw-whom": (0.31, 0.47), "aw-notice": (0.22, 0.44)}
#: a right and a wrong answer of each item
_ANSWERS = {"aw-may-stop": (4, 2), "aw-duty": (5, 3), "aw-smile": (2, 4), "aw-whom": (4, 3), "aw-notice": (1, 2)}
_LETTER = {
    "subject_ko": "고객응대근로자를 지키는 안내물을 나누어 드립니다", "subject_en": "Notices that protect your staff, free to use",
    "body_ko": "안녕하십니까.\n\n고객응대근로자를 폭언과 폭행에서 지키는 출입구 안내문, 창구 카드, 통화 연결음 문안을 만들었습니다. 아래 화면에서 받아 그대로 쓰실 수 있습니다.",
    "body_en": "Notices for the door, counter cards and words for waiting calls that protect people who serve customers are ready. Take them from the page below and use them as they are.",
    "is_advertising": False, "pace": 6000, "source": "applied",
}  # fmt: skip


def play_campaigns(*, places: Sequence[WorkplaceLine], by: Actor) -> None:
    """Two campaigns run, one waits for approval; orders of five workplaces stand in five states."""
    rng = np.random.default_rng(_SEED)
    employers = _begun("people-first-2017", EMPLOYERS, (("mail", "안내 메일", "Letter"), ("briefing", "설명회", "Briefing")))
    consumers = _begun("respect-2017", CONSUMERS, (("poster", "매장 포스터", "Poster in shops"), ("bus", "버스 광고", "Bus"), ("event", "소비자 한마당", "Consumers' day")))
    _waves(employers, applied=round(len(places) * 1.15), by=by)
    for campaign_id, least, most in ((employers, 1, 6), (consumers, 4, 22)):
        _reach(campaign_id, least, most, rng)
    _pledges(consumers, rng)
    _awareness(rng)
    _orders(places[:5], by)
    _of_an_agency(by)
    _renewed()
    with rehearsing(dates.REHEARSED_ON - dt.timedelta(days=3)):
        editor = _holder(Role.EDITOR)
        draft = campaigns.draft_campaign(slug="rainy-days-2017", values=AUTUMN, by=editor)
        campaigns.move_campaign(campaign_id=draft.pk, to="proposed", by=editor)


def _begun(slug: str, values: dict[str, object], channels: Sequence[tuple[str, str, str]]) -> int:
    editor, office = _holder(Role.EDITOR), _holder(Role.OFFICE)
    with rehearsing(_WRITTEN):
        one = campaigns.draft_campaign(slug=slug, values=values, by=editor)
        for key, ko, en in channels:
            campaigns.add_channel(campaign_id=one.pk, key=key, name_ko=ko, name_en=en, by=editor)
        campaigns.move_campaign(campaign_id=one.pk, to="proposed", by=editor)
    with rehearsing(_APPROVED):
        campaigns.move_campaign(campaign_id=one.pk, to="approved", by=office)
    starts_on = values["starts_on"]
    assert isinstance(starts_on, dt.date)
    with rehearsing(starts_on):
        campaigns.move_campaign(campaign_id=one.pk, to="running", by=office)
    return int(one.pk)


def _waves(campaign_id: int, *, applied: int, by: Actor) -> None:
    """Two waves, each to its own part of those who applied."""
    parts = min(12, max(2, -(-applied // _LETTERS)))
    for part, day in ((1, dt.date(2017, 5, 17)), (2, dt.date(2017, 6, 14))):
        with rehearsing(day):
            one = campaigns.plan_wave(
                campaign_id=campaign_id, values=_LETTER | {"on": day, "part": part, "parts": parts}, channel_id=campaigns.channel_ids(campaign_id)["mail"], by=by
            )  # fmt: skip
            campaigns.start_wave(wave_id=one.pk, by=by)
            while campaigns.send_waves():
                pass


def _reach(campaign_id: int, least: int, most: int, rng: np.random.Generator) -> None:
    """Visits of every day so far, more on some channels than on others."""
    day = campaigns.starts_on(campaign_id)
    ids = campaigns.channel_ids(campaign_id)
    while day <= dates.REHEARSED_ON:
        with rehearsing(day):
            for share, channel_id in enumerate(ids.values(), 1):
                if many := int(rng.integers(least, most) // share):
                    campaigns.count_visits(channel_id=channel_id, many=many)
        day += dt.timedelta(days=1)


def _pledges(campaign_id: int, rng: np.random.Generator) -> None:
    day = campaigns.starts_on(campaign_id)
    while day <= dates.REHEARSED_ON:
        with rehearsing(day):
            campaigns.count_pledges(campaign_id=campaign_id, many=int(rng.integers(1, 15)))
        day += dt.timedelta(days=1)
    editor = _holder(Role.EDITOR)
    with rehearsing(dates.RELEASED_ON):
        for name in ("새봄시장 상인회", "한들소비자모임", "푸른길백화점", "온누리 고객센터"):
            campaigns.count_pledges(campaign_id=campaign_id, many=1, name=name)
        waiting = campaigns.names_waiting(campaign_id)
        for name_id in waiting[:-1]:
            campaigns.decide_name(name_id=name_id, to="shown", by=editor)


def _awareness(rng: np.random.Generator) -> None:
    """About two hundred before, fewer since; employers fewer than may be shown; managers at first visits."""
    for scope, group, phase, many, side in (
        ("respect-2017", "consumers", "before", 203, 0), ("respect-2017", "consumers", "during", 131, 1), ("respect-2017", "workers", "before", 41, 0),
        ("respect-2017", "workers", "during", 28, 1), ("respect-2017", "employers", "before", 3, 0), ("people-first-2017", "employers", "before", 62, 0),
        ("people-first-2017", "employers", "during", 35, 1), (campaigns.PROGRAMME, "managers", "first", 24, 0), (campaigns.PROGRAMME, "workers", "first", 87, 0),
    ):  # fmt: skip
        sheets = [{item: _ANSWERS[item][int(rng.random() >= shares[side])] for item, shares in _KNOWN.items()} for _ in range(many)]
        campaigns.count_many(scope=scope, group=group, phase=phase, sheets=sheets)


def _orders(places: Sequence[WorkplaceLine], by: Actor) -> None:
    """One in each state, and what a consultant left at a visit."""
    wanted = [campaigns.Wanted("employer-kit", "entrance-notice", "A3", 4), campaigns.Wanted("employer-kit", "counter-card-speech", "A6", 20)]
    ways = ((), ("packed",), ("packed", "sent"), ("packed", "sent", "received"), ("cancelled",))
    for at, (place, way) in enumerate(zip(places, ways, strict=False)):
        with rehearsing(dt.date(2017, 6, 19) + dt.timedelta(days=at % 3)):
            one = campaigns.order_kit(
                workplace_id=place.id, token=f"model-{place.id}", wanted=wanted, address=f"{place.region_name.ko} {place.district} 새봄로 {at + 1}", contact="김담당",
                phone="02-300-4000", by=by,
            )  # fmt: skip
            for to in way:
                reason = {"reason": Text("이미 받은 것으로 충분합니다.", "What came before is enough.")} if to == "cancelled" else {}
                campaigns.move_order(order_id=one.pk, to=to, by=by, **reason)
    with rehearsing(dates.ANSWERED_ON):
        for place in places[:3]:
            campaigns.hand_out_at_visit(workplace_id=place.id, pieces={"officer-notice": 2, "pocket-card-words": 30}, by=by)
        campaigns.hand_out(
            piece="poster-neighbour", language="ko", copies=300, on=dates.ANSWERED_ON, way="event", receiver_kind="public", receiver="소비자 한마당(모형)", region="seoul", by=by
        )  # fmt: skip


def _of_an_agency(by: Actor) -> None:
    """What an agency takes along: one parcel there, one to be packed."""
    agency = dispatch.first_agency_organisation(season_id=enrolment.the_season().pk)
    if agency is None:
        return
    wanted = [campaigns.Wanted("employer-kit", "pocket-card-words", "card", 300), campaigns.Wanted("employer-kit", "poster-just-happened", "A3", 40)]
    for at, way in enumerate((("packed", "sent", "received"), ())):
        with rehearsing(dates.ANSWERED_ON + dt.timedelta(days=at * 4)):
            one = campaigns.order_kit(
                organisation_id=agency.pk, token=f"model-agency-{at}", wanted=wanted, address="서울 마포구 새봄로 10", contact="정수행", phone="02-300-5000", by=by
            )
            for to in way:
                campaigns.move_order(order_id=one.pk, to=to, by=by)


def _renewed() -> None:
    """A piece has been changed by two since it was handed out: who holds the old one is told as far as that day's pace goes."""
    editor, office = _holder(Role.EDITOR), _holder(Role.OFFICE)
    with rehearsing(dates.RELEASED_ON):
        pack, key, title = _CHANGE
        change = manuals.save_draft(pack_id=pack, key=key, body={**manuals.entry_of(pack, key), "title": title}, note="현장 의견", base=0, by=editor)
        manuals.propose(change_id=change.pk, by=editor)
        manuals.approve(change_id=change.pk, by=office)
        campaigns.tell_old_holders(by=office)
        campaigns.send_letters()


def _holder(role: Role) -> Actor:
    found = next(iter(people.people_holding(role)))
    return Actor(found.key, found.name, (Grant(role),))
