"""Paper forms as the keying seat sees them: numbers and states, never a workplace; and the protocols of destruction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from jikim.areas.surveys.models import PaperDestruction, PaperForm, Round
from jikim.rules.access import Action, Actor
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow


@dataclass(frozen=True, slots=True)
class FormRow:
    number: str
    status: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Protocol:
    """What was destroyed when, how, by whom and before whom."""

    id: int
    on: dt.date
    way: str
    done_by_name: str
    witness_name: str
    count: int
    numbers: tuple[str, ...]


def paper_forms(*, by: Actor, asked: Asked) -> tuple[list[FormRow], int]:
    """Every form, whatever workplace it came from."""
    require(by, Action.paper_key)
    found, total = narrow(
        PaperForm.objects.all(), asked, sort={"number": "number", "status": "status", "since": "status_since"},
        search=("number",), filters={"status": "status"},
    )  # fmt: skip
    return [FormRow(one.number, one.status, timezone.localtime(one.status_since).date()) for one in found], total


def paper_counts(*, by: Actor) -> dict[str, int]:
    """How many forms are in which state."""
    require(by, Action.paper_key)
    return dict(PaperForm.objects.values_list("status").annotate(n=Count("pk")).order_by())


def ready_for_destruction(*, by: Actor) -> list[str]:
    require(by, Action.paper_key)
    return list(PaperForm.objects.filter(status__in=("settled", "void")).order_by("number").values_list("number", flat=True))


def protocols(*, by: Actor) -> list[Protocol]:
    require(by, Action.paper_key)
    return [_protocol(one, ()) for one in PaperDestruction.objects.all()]


def protocol(*, by: Actor, protocol_id: int) -> Protocol:
    """One protocol with the numbers of its forms. Raises PaperDestruction.DoesNotExist."""
    require(by, Action.paper_key)
    one = PaperDestruction.objects.get(pk=protocol_id)
    return _protocol(one, tuple(one.forms.values_list("number", flat=True)))


def _protocol(one: PaperDestruction, numbers: tuple[str, ...]) -> Protocol:
    return Protocol(one.pk, one.on, one.way, one.done_by_name, one.witness_name, one.count, numbers)


@dataclass(frozen=True, slots=True)
class PaperRound:
    """The round whose forms are to be printed. `issued` is how many were."""

    id: int
    number: str
    name: str
    is_open: bool
    issued: int


def paper_round(*, by: Actor, round_id: int) -> PaperRound:
    """Raises Round.DoesNotExist, or Refused out of reach."""
    one = Round.objects.select_related("workplace").get(pk=round_id)
    require(by, Action.paper_issue, one.where())
    place = one.workplace
    return PaperRound(one.pk, place.number, place.name, one.status == "open", one.paper_forms.count())
