"""The model season's manuals: officers named on most posters, manuals taken by some workplaces, changed by two editors afterwards, copies sent out, one change still waiting."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.manuals import public as manuals
from jikim.areas.people import public as people
from jikim.config.demo import dates
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library import Size
from jikim.rules.manuals import Edition, Kind
from jikim.shared.clock import rehearsing

TAKERS = 6
#: one workplace in so many has named nobody yet
_UNNAMED = 4
_OFFICERS = (
    ("김서연", "인사팀 고충처리위원", "2층 상담실, 평일 10시–17시. 쪽지함은 휴게실 문 옆에 있습니다.", "2층 휴게실"),
    ("박도윤", "현장 안전관리자", "사내 메신저 ‘고충창구’ 또는 직접 말씀하십시오.", "직원 휴게실"),
    ("이하은", "점장", "출근 때와 마감 뒤에 따로 이야기할 수 있습니다.", ""),
)
#: (pack, entry, its title from now on): the first is approved, the second waits for approval
CHANGES = (
    ("measures-discretion", "stop-and-hand-over",
     {"ko": "도를 넘은 응대는 허락을 구하지 않고 멈추고 넘깁니다", "en": "Staff stop and hand over without asking leave when a customer goes too far"}),
    ("measures-rest", "recovery-time",
     {"ko": "힘든 응대 뒤에 숨을 고를 10분을 정해 둡니다", "en": "Fix ten minutes to recover after a hard encounter"}),
)  # fmt: skip


def play_manuals(*, places: Sequence[WorkplaceLine], by: Actor) -> None:
    """Name officers, hand out, change, hand out again."""
    _name_officers(places, by)
    with rehearsing(dates.ANSWERED_ON):
        for place in places[:TAKERS]:
            for kind in Kind:
                numbered = manuals.number_own(workplace_id=place.id, kind=kind, by=by)
                manuals.hand_out(numbered=numbered, language="ko", way="visit", copies=2 if kind is Kind.PRACTICE else 10, by=by)
        for job, size in (("hotel", Size.SMALL), ("call-centre", Size.MEDIUM)):
            numbered = manuals.number_edition(edition=Edition(Kind.PRACTICE, job, size), by=by)
            manuals.hand_out(numbered=numbered, language="ko", way="post", copies=200, receiver_kind="agency", receiver="한빛산업보건", by=by)
        for job, receiver, copies in (("call-centre", "콜센터 노사 설명회", 80), ("department-store", "유통업 안전보건 간담회", 120)):
            numbered = manuals.number_edition(edition=Edition(Kind.SELF_PROTECTION, job), by=by)
            manuals.hand_out(numbered=numbered, language="ko", way="event", copies=copies, receiver_kind="other", receiver=receiver, by=by)
    with rehearsing(dates.RELEASED_ON):
        editor, office = _holder(Role.EDITOR), _holder(Role.OFFICE)
        approved, waiting = CHANGES
        change = _changed(*approved, by=editor)
        manuals.approve(change_id=change, by=office)
        _changed(*waiting, by=office)
        manuals.tell_holders()


def _name_officers(places: Sequence[WorkplaceLine], by: Actor) -> None:
    """At most of the first hundred workplaces: enough to look at, however large the season."""
    with rehearsing(dates.ANSWERED_ON):
        for n, place in enumerate(places[:100]):
            if n % _UNNAMED == _UNNAMED - 1:
                continue
            officer, role, channel, rest = _OFFICERS[n % len(_OFFICERS)]
            manuals.set_contact(
                workplace_id=place.id, officer=officer, officer_role=role, phone=f"02-555-{1000 + n}", channel=channel, break_room=rest,
                customer_channel=f"고객 상담 창구 02-555-{2000 + n}", by=by,
            )


def _changed(pack_id: str, key: str, title: dict[str, str], *, by: Actor) -> int:
    body = {**manuals.entry_of(pack_id, key), "title": title}
    change = manuals.save_draft(pack_id=pack_id, key=key, body=body, note="현장 의견", base=0, by=by)
    return int(manuals.propose(change_id=change.pk, by=by).pk)


def _holder(role: Role) -> Actor:
    found = next(iter(people.people_holding(role)))
    return Actor(found.key, found.name, (Grant(role),))
