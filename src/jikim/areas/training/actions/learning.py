"""A workplace's own address of the courses on the phone; how a course counts."""

from __future__ import annotations

import secrets

from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.models import CourseCredit, LearnerLink
from jikim.areas.training.queries.courses import course, deck, occupation_of
from jikim.rules.access import Action, Actor
from jikim.rules.library.courses import Audience
from jikim.rules.training import CATEGORIES
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Invalid, require
from jikim.shared.clock import now, today
from jikim.shared.library.holders import note_holding
from jikim.shared.library.overlay import current

MOST_MINUTES = 240
_UNKNOWN = Text("없는 구분입니다.", "There is no such category.")
_MINUTES = Text(f"0분에서 {MOST_MINUTES}분까지 적을 수 있습니다.", f"Between 0 and {MOST_MINUTES} minutes.")


def shared_courses(*, workplace_id: int, by: Actor) -> LearnerLink | None:
    """The workplace's address, None while there is none. Refused out of reach."""
    require(by, Action.training_names, dispatch.workplace_where(workplace_id))
    return LearnerLink.objects.filter(workplace_id=workplace_id).first()


def share_courses(*, workplace_id: int, by: Actor) -> LearnerLink:
    """The workplace's address of the self-paced courses; made once. The workplace is remembered as holder of what its workers will read."""
    require(by, Action.training_names, dispatch.workplace_where(workplace_id))
    with transaction.atomic():
        job = occupation_of(workplace_id)
        one, made = LearnerLink.objects.get_or_create(
            workplace_id=workplace_id, defaults={"token": secrets.token_urlsafe(9), "occupation": job, "made_on": today()}
        )
        for given in current().courses.values():
            if given.audience is Audience.CUSTOMERS:
                continue
            drawn = deck(given.id, one.occupation, on=today())
            note_holding(
                document=f"course:{given.id}", holder_kind="workplace", holder_key=str(workplace_id), entries=drawn.entries, on=today(),
                edition=f"{drawn.edition}/phone",
            )  # fmt: skip
        if made:
            audit.record(by, "training.shared", "workplace", workplace_id)
        return one


def set_credit(*, course_key: str, category: str, most_minutes: int, by: Actor) -> CourseCredit:
    """From now on the course counts like this, in every log that is made. What was set before stays in the history."""
    require(by, Action.training_credit_set)
    course(course_key)
    wrong = {}
    if category not in {one.key for one in CATEGORIES}:
        wrong["category"] = _UNKNOWN
    if not 0 <= most_minutes <= MOST_MINUTES:
        wrong["most_minutes"] = _MINUTES
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        row = CourseCredit.objects.create(
            course=course_key, category=category, most_minutes=most_minutes, set_by_key=by.key, set_by_name=by.name[:120], set_at=now()
        )
        audit.record(by, "training.credit_set", "course", course_key, category=category, minutes=most_minutes)
    return row
