"""The model season's visits: a plan is made and accepted, changed a little after withdrawals, and its dates agreed with the workplaces.

Most dates are confirmed, some by link; a few proposals wait for an answer and one workplace offers other dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

#: agreed by telephone up to this day; proposed by link from then until PROPOSED_UNTIL
AGREED_UNTIL = dates.REHEARSED_ON + dt.timedelta(days=2)
PROPOSED_UNTIL = dates.REHEARSED_ON + dt.timedelta(days=18)
#: of the proposals so many have no answer yet, and as many workplaces offer other dates
UNANSWERED, OTHERS = 4, 1
#: large from so many customer service workers on, or fewer so that there are so many of them; their visits last two days
LARGE_FROM, LARGE_AT_LEAST, LARGE_DAYS = 300, 4, [2, 2, 2]
_LARGE = "큰 사업장은 하루에 마칠 수 없어 방문마다 이틀로 정합니다. / A day is too short for large sites: their visits last two."
_JOINED = Text("철회한 사업장을 대신하여 새 사업장이 참여합니다.", "New workplaces take the place of those that withdrew.")


def set_large_sites(*, season_id: int, by: Actor) -> None:
    """The season says which sites count as large. A small one has some too: not every site can be served."""
    season = enrolment.the_season(season_id)
    sizes = sorted((place.service_workers for place in enrolment.workplaces(season_id=season_id, statuses=("enrolled",))), reverse=True)
    if sizes:
        large_from = min(LARGE_FROM, sizes[:LARGE_AT_LEAST][-1] // 10 * 10)
        values = {"large_site_from": max(1, large_from), "large_site_days": LARGE_DAYS}
        enrolment.edit_season(season_id=season_id, version=season.version, values=values, reason=_LARGE, by=by)


def plan_visits(*, season_id: int, by: Actor, progress: Callable[[float], None]) -> int:
    """Make and accept the plan. Returns how many workplaces it serves."""
    with rehearsing(dates.PLANNED_ON):
        set_large_sites(season_id=season_id, by=by)
        plan = dispatch.make_plan(season_id=season_id, by=by)
        progress(0.7)
        dispatch.accept_plan(plan_id=plan.pk, by=by)
    progress(1.0)
    return int(plan.figures["served"])


def plan_newcomers(*, season_id: int, by: Actor) -> None:
    """Those who moved up from the waiting list get their visits, with as few changes for others as possible."""
    with rehearsing(dates.PLANNED_AGAIN_ON):
        revision = dispatch.revise_now(season_id=season_id, cause="newcomer", said=_JOINED, by=by)
        dispatch.approve_revision(revision_id=revision.pk, by=by)


def agree_dates(*, season_id: int, manager_of: int, by: Actor, progress: Callable[[float], None]) -> None:
    """The dates of the coming weeks: agreed by telephone, then proposed by link. `manager_of`: a workplace left to answer."""
    with rehearsing(dates.PLANNED_AGAIN_ON):
        coming = dispatch.appointments(season_id=season_id, until=AGREED_UNTIL, statuses=("planned",))
        dispatch.confirm_appointments(versions={one.id: one.version for one in coming}, by=by, note="전화 확인")
        progress(0.5)
    with rehearsing(dates.REHEARSED_ON):
        later = dispatch.appointments(season_id=season_id, since=AGREED_UNTIL + dt.timedelta(days=1), statuses=("planned",))
        own = [one for one in later if one.workplace_id == manager_of][:1]
        asked = [one for one in later if one.on <= PROPOSED_UNTIL and one.workplace_id != manager_of]
        for n, one in enumerate([*own, *asked]):
            proposal = dispatch.propose_date(appointment_id=one.id, version=one.version, by=by)
            answer = n - len(own)
            if answer >= UNANSWERED + OTHERS:
                dispatch.accept_date(proposal_id=proposal.pk, by=dispatch.link_holder(one.workplace_id))
            elif answer >= UNANSWERED:
                others = [dispatch.Offer(day, dt.time(14)) for day in dates.OTHER_DATES]
                dispatch.offer_dates(
                    proposal_id=proposal.pk, offers=others, note="오후가 좋습니다.", by=dispatch.link_holder(one.workplace_id)
                )
    progress(1.0)
