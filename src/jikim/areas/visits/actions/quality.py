"""Regular duties of quality: closed records are drawn for review, corrected ones come back to it, and the rest are accepted after some days."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Count

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.automatic import AUTOMATIC
from jikim.areas.visits.actions.terms import terms_row
from jikim.areas.visits.models import ReviewDraw, Visit, VisitTerms
from jikim.rules.visiting.sampling import draw
from jikim.rules.words import Text
from jikim.shared.clock import now, today
from jikim.shared.workflow import move_many
from jikim.shared.workflow.models import StatusChange

_BATCH = 200
_DRAWN = Text("기록 검토 대상으로 뽑혔습니다.", "Drawn for review.")
_AGAIN = Text("돌려보낸 기록을 고쳐 다시 마쳤습니다.", "The returned record was corrected and closed again.")
_PASSED = Text("검토 대상으로 뽑히지 않았고 마친 지 {days}일이 지나 그대로 확인합니다.",
               "Not drawn for review, and {days} days have passed since it was closed: accepted as it stands.")  # fmt: skip


def look_after_records() -> int:
    """Draw what was closed, take corrected records up again, accept what has waited. A regular duty; twice is once. Returns how many moved."""
    season = enrolment.season_facts(on=today())
    return look_after_season(season_id=season.id) if season else 0


def look_after_season(*, season_id: int) -> int:
    """The same for one season."""
    if not Visit.objects.filter(appointment__season_id=season_id, status="closed").exists():
        return 0
    terms = terms_row(season_id)
    moved = draw_closed(season_id=season_id, terms=terms)
    limit = now() - dt.timedelta(days=terms.accept_after_days)
    while True:
        with transaction.atomic():
            waiting = list(_closed(season_id).filter(draw__isnull=False, draw__is_drawn=False, closed_at__lte=limit)[:_BATCH])
            reason = _PASSED.fill(days=terms.accept_after_days)
            moved += move_many([(one, "accepted", reason) for one in waiting], by=AUTOMATIC)
        if len(waiting) < _BATCH:
            return moved


def draw_closed(*, season_id: int, terms: VisitTerms) -> int:
    """Each closed record is drawn once, in the order of closing. Drawn ones, and those returned before, go under review."""
    with transaction.atomic():
        enrolment.lock_season(season_id)  # two workers at once would count a consultant's draws twice
        closed = list(_closed(season_id).order_by("closed_at", "pk"))
        seen = {one.visit_id: one.is_drawn for one in ReviewDraw.objects.filter(visit__in=[one.pk for one in closed])}
        new = _draws([one for one in closed if one.pk not in seen], season_id, terms)
        ReviewDraw.objects.bulk_create(new)
        seen |= {one.visit_id: one.is_drawn for one in new}
        back = _returned([one.workflow_key() for one in closed])
        steps = [(one, "in_review", _AGAIN if one.workflow_key() in back else _DRAWN) for one in closed if seen[one.pk] or one.workflow_key() in back]
        return move_many(steps, by=AUTOMATIC)


def _closed(season_id: int):  # type: ignore[no-untyped-def]
    """Held until the transaction ends."""
    rows = Visit.objects.select_for_update(of=("self",)).filter(appointment__season_id=season_id, status="closed")
    return rows.select_related("appointment__workplace", "appointment__consultant__agency__organisation")


def _draws(visits: list[Visit], season_id: int, terms: VisitTerms) -> list[ReviewDraw]:
    if not visits:
        return []
    sent = Counter(line.consultant_id for line in dispatch.appointments(season_id=season_id, statuses=("planned", "proposed", "confirmed", "held")))
    rows = ReviewDraw.objects.filter(visit__appointment__season_id=season_id, is_drawn=True).values_list("visit__appointment__consultant_id")
    before = Counter(dict(rows.annotate(count=Count("pk"))))
    made = []
    for one in visits:
        who = one.appointment.consultant_id
        found = draw(
            seed=terms.review_seed, record=one.workflow_key(), percent=terms.review_percent, drawn_before=before[who], visits=max(1, sent[who])
        )
        made.append(ReviewDraw(
            visit=one, terms=terms, ticket=found.ticket, drawn_before=before[who], visits=max(1, sent[who]), is_drawn=found.is_drawn,
            is_spared=found.is_spared, at=now(),
        ))  # fmt: skip
        before[who] += found.is_drawn
    return made


def _returned(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        rows = StatusChange.objects.filter(thing_kind="visit", target="returned", thing_key__in=keys[start : start + 500])
        found |= set(rows.values_list("thing_key", flat=True))
    return found
