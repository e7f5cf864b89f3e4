"""What training says on the home page: sessions of today and those not closed, for whoever gives or announces them; the manager's to come."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.sessions import reached
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on."""
    found: list[Waiting] = []
    if not may(actor, Action.training_see) and not may(actor, Action.training_announce):
        return found
    rows, day = TrainingSession.objects.filter(reached(actor)), today()
    if Role.CONSULTANT in actor.roles:
        mine, page = rows.filter(trainer_key=actor.key, scope="workplace"), reverse("trainings")
        found += [
            Waiting(Text("오늘 할 교육", "Training sessions today"), mine.filter(on=day, status__in=("planned", "open")).count(), page, 13),
            Waiting(Text("마감할 교육: 인원을 적어 주십시오", "Sessions to close with their head count"),
                    (mine.filter(on__lt=day, status__in=("planned", "open")) | mine.filter(status="held")).count(), page, 19),
        ]  # fmt: skip
    if may(actor, Action.training_announce):
        public = rows.exclude(scope="workplace")
        late = (public.filter(on__lt=day, status__in=("planned", "open")) | public.filter(status="held")).count()
        found.append(Waiting(Text("마감할 공개 교육", "Public sessions to close"), late, reverse("public_trainings"), 48))
    if Role.MANAGER in actor.roles:
        coming = rows.filter(scope="workplace", on__gte=day, status__in=("planned", "open")).count()
        found.append(Waiting(Text("예정된 우리 사업장 교육: 근무시간 안에 참석할 수 있게 해 주십시오", "Training to come: please free your people for it"), coming, reverse("trainings"), 14))
    return found
