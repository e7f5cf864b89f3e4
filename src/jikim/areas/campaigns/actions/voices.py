"""Counts what people say: visits to a short address, the five questions, pledges. Never who, from where, or with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from jikim.areas.campaigns.models import AwarenessCount, Campaign, Channel, ChannelDay, PledgeDay, PledgeName
from jikim.areas.campaigns.queries.awareness import POINTS, phase_of, questions
from jikim.rules.campaigns import score
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.clock import now, today

_CLOSED = Text("지금은 답을 받지 않습니다.", "No answers are taken at present.")
_OVER = Text("이 캠페인은 끝났습니다. 관심을 가져 주셔서 고맙습니다.", "This campaign is over. Thank you for your interest.")


def count_visit(channel: Channel, many: int = 1) -> None:
    """So many more visits on this day."""
    _one_more(ChannelDay, "visits", many, channel=channel, on=today())


def count_pledge(campaign: Campaign, *, name: str = "", many: int = 1) -> None:
    """So many more pledges on this day. A name waits for an editor; the same name again is the same one."""
    if campaign.status != "running":
        raise Conflict(_OVER)
    with transaction.atomic():
        _one_more(PledgeDay, "count", many, campaign=campaign, on=today())
        told = " ".join(name.split())[:80]
        if told:
            PledgeName.objects.get_or_create(
                campaign=campaign, name=told, defaults={"offered_on": today(), "status": "offered", "status_since": now()}
            )


def count_campaign_answers(campaign: Campaign, *, group: str, answers: Mapping[str, int]) -> None:
    """A sheet of the campaign's page, in the phase the day lies in. Conflict while nothing is asked."""
    phase = phase_of(campaign, today())
    if not phase:
        raise Conflict(_CLOSED)
    count_answers(scope=campaign.slug, group=group, phase=phase, answers=answers)


def count_answers(*, scope: str, group: str, phase: str, answers: Mapping[str, int], region: str = "") -> None:
    """Takes a sheet apart into counts: six rows are raised by one, and nothing says which belonged together.

    KeyError for a missing answer, ValueError for one that is not on its scale.
    """
    items = questions()
    points = score(items, answers).points
    # in the order of the rows, as in count_many: two who count at once never wait for each other
    told = sorted([*((item.key, answers[item.key]) for item in items), (POINTS, points)])
    with transaction.atomic():
        for item, value in told:
            _one_more(AwarenessCount, "count", scope=scope, group=group, phase=phase, region=region, item=item, value=value)


def count_many(*, scope: str, group: str, phase: str, sheets: Sequence[Mapping[str, int]], region: str = "") -> None:
    """Sheets handed in on paper, or of a model season, at once."""
    items, found = questions(), {}
    for answers in sheets:
        for item, value in (*((one.key, answers[one.key]) for one in items), (POINTS, score(items, answers).points)):
            found[item, value] = found.get((item, value), 0) + 1
    with transaction.atomic():
        for (item, value), many in sorted(found.items()):
            _one_more(AwarenessCount, "count", many, scope=scope, group=group, phase=phase, region=region, item=item, value=value)


def _one_more(model: Any, column: str, many: int = 1, /, **where: Any) -> None:
    """Raise a count by so many; of two who make the row at once one raises the other's."""
    if model.objects.filter(**where).update(**{column: F(column) + many}):
        return
    try:
        with transaction.atomic():
            model.objects.create(**where, **{column: many})
    except IntegrityError:
        model.objects.filter(**where).update(**{column: F(column) + many})
