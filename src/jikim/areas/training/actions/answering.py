"""Takes in a quiz: a score and counts, once for each form. Never who, never when, never the answers of one beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from jikim.areas.training.models import SelfPaced, TrainingAttempt, TrainingSession, TrainingTally
from jikim.areas.training.queries.courses import course
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library import FormItem
from jikim.rules.training import SATISFACTION, Asked, asked_items, asked_questions, item_value, scored
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.clock import today
from jikim.shared.library.overlay import current

#: part of a quiz → the state of the session in which it is taken in
PARTS = {"before": "open", "after": "held"}
#: in whose name rules act; a participant is nobody the record knows
AUTOMATIC = Actor("rules", "사업 규칙(자동)", (Grant(Role.CONSOLE),))
_NOT_NOW = Text("지금은 이 문항을 받지 않습니다. 진행하는 분의 안내를 기다려 주십시오.", "These questions are not being taken now. Please wait for the trainer.")


def mark_of(key: str, part: str) -> str:
    """A keyed hash of a form's random key and what it is for: marks of one form cannot be laid beside each other without the form."""
    return salted_hmac(f"jikim.training.{part}", key, algorithm="sha256").hexdigest()


def questions_of(course_key: str, occupation: str, seed: str) -> tuple[Asked, ...]:
    return asked_questions(course(course_key), current().occupations.get(occupation), seed)


def items_of(course_key: str, part: str) -> tuple[FormItem, ...]:
    """The questions of opinion of that part; after a session with the three of how it was liked."""
    own = asked_items(course(course_key), part)
    return (*own, *SATISFACTION) if part == "after" else own


def hand_in(*, session_id: int, part: str, key: str, answers: Mapping[str, str]) -> tuple[int, int]:
    """(right, asked). A second tap with the same form counts nothing twice and gets the same score.

    answers: field name → what was sent: quiz question's key → option, `item-KEY` → 1 … n. Conflict outside the part's time.
    """
    one = TrainingSession.objects.get(pk=session_id)
    asked = questions_of(one.course, one.occupation, key)
    points, total = scored(asked, chosen(answers))
    if TrainingAttempt.objects.filter(mark=mark_of(key, part)).exists():
        return points, total
    try:
        with transaction.atomic():
            # the lock keeps a closing that happens now behind us
            held = TrainingSession.objects.select_for_update().get(pk=session_id)
            if held.status != PARTS[part]:
                raise Conflict(_NOT_NOW)
            TrainingAttempt.objects.create(session=held, part=part, mark=mark_of(key, part), points=points, asked=total)
            _count(held, part, asked, answers)
    except IntegrityError:  # the other tap was faster
        pass
    return points, total


def finish_self_paced(*, course_key: str, occupation: str, key: str, answers: Mapping[str, str], workplace_id: int | None) -> tuple[int, int]:
    """The same for a course taken alone; counted by the month, for the workplace whose address was used."""
    points, total = scored(questions_of(course_key, occupation, key), chosen(answers))
    mark = mark_of(key, "self")
    if TrainingAttempt.objects.filter(mark=mark).exists():
        return points, total
    try:
        with transaction.atomic():
            row, _ = SelfPaced.objects.get_or_create(workplace_id=workplace_id, course=course_key, month=today().replace(day=1))
            TrainingAttempt.objects.create(self_paced=row, part="self", mark=mark, points=points, asked=total)
            SelfPaced.objects.filter(pk=row.pk).update(finished=F("finished") + 1, points=F("points") + points, asked=F("asked") + total)
    except IntegrityError:
        pass
    return points, total


def chosen(answers: Mapping[str, str]) -> dict[str, int]:
    return {name: int(value) for name, value in answers.items() if value.isascii() and value.isdigit() and len(value) < 3}


def _count(one: TrainingSession, part: str, asked: tuple[Asked, ...], answers: Mapping[str, str]) -> None:
    picked = chosen(answers)
    found = [(f"quiz/{each.key}", int(picked.get(each.key) == each.question.right)) for each in asked]
    for item in items_of(one.course, part):
        value = item_value(item, answers.get(f"item-{item.key}", ""))
        if value is not None:
            found.append((f"item/{item.key}", value))
    # the session's row is locked: nobody else counts at this moment
    there = {(row[1], row[2]): row[0] for row in TrainingTally.objects.filter(session=one, part=part).values_list("pk", "item", "value")}
    TrainingTally.objects.filter(pk__in=[there[each] for each in found if each in there]).update(count=F("count") + 1)
    TrainingTally.objects.bulk_create(
        [TrainingTally(session=one, part=part, item=name, value=value, count=1) for name, value in found if (name, value) not in there]
    )
