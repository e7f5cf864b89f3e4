"""The ledger as a list coming in: what its names mean, what stands in already, what each row would do. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment import public as enrolment
from jikim.areas.manuals.models import ManualEdition, ManualHandout
from jikim.areas.manuals.queries.ledger import RECEIVERS, WAYS
from jikim.rules.intake import Checked, RowError
from jikim.rules.intake_cells import fold
from jikim.rules.intake_plan import Existing, Placed, differences
from jikim.rules.manuals import ledger_sheet as sheet
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.imports import ReadFile, read_list
from jikim.shared.library.overlay import current

#: what a person writes down; the others are written by the product and come back only as they are
BY_HAND = frozenset({"visit", "post", "mail", "event"})
_NOT_BY_HAND = Text("손으로 적는 방법이 아닙니다. 방문, 우편, 전자우편, 행사 가운데 하나로 적어 주십시오.",
                    "This is written by the programme itself. Give a visit, post, e-mail or an event.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are compared with."""

    known: sheet.Known
    lines: Mapping[tuple[object, ...], Existing]


def ground_of(season_id: int) -> Ground:
    editions: dict[str, set[int]] = defaultdict(set)
    for key, number in ManualEdition.objects.values_list("key", "number"):
        editions[key].add(number)
    places = enrolment.workplaces(season_id=season_id)
    known = sheet.Known(
        occupations={fold(word): job.key for job in current().occupations.values() for word in (job.key, job.title.ko, job.title.en)},
        ways=_spellings(WAYS), receivers=_spellings(RECEIVERS),
        workplaces={fold(one.number): (one.id, f"{one.number} {one.name}") for one in places},
        editions={key: frozenset(numbers) for key, numbers in editions.items()}, by_hand=BY_HAND, today=today(),
    )  # fmt: skip
    return Ground(known, _lines())


def read_ledger(source: bytes, ground: Ground) -> ReadFile:
    """Raises SheetError when it is no such list."""
    return read_list(
        source, names=sheet.FIELDS, columns=sheet.columns, required=sheet.REQUIRED, is_heading=sheet.is_heading, is_filler=sheet.is_filler,
        check=lambda rows: sheet.check_ledger(rows, ground.known),
    )  # fmt: skip


def place(checked: Checked, ground: Ground) -> Placed:
    """One row against what is in."""
    if checked.errors:
        return Placed("error", checked)
    there = ground.lines.get(sheet.identity(checked.values))
    if there is None:
        if checked.values["way"] not in ground.known.by_hand:
            wrong = RowError(checked.row, "way", _NOT_BY_HAND, sheet.FIELDS["way"])
            return Placed("error", Checked(checked.row, checked.values, (wrong,), (), checked.given))
        return Placed("new", checked)
    found = differences(checked, there, sheet.COMPARED, sheet.FIELDS)
    return Placed("conflict" if found else "unchanged", checked, there, found)


def _spellings(words: Mapping[str, Text]) -> dict[str, str]:
    return {fold(word): key for key, text in words.items() for word in (key, text.ko, text.en)}


def _lines() -> dict[tuple[object, ...], Existing]:
    found: dict[tuple[object, ...], Existing] = {}
    for one in ManualHandout.objects.select_related("edition", "workplace").order_by("pk"):
        values: dict[str, Any] = {
            "edition": one.edition.key, "number": one.edition.number, "language": one.language, "way": one.way, "on": one.on,
            "receiver_kind": one.receiver_kind, "receiver": one.receiver, "workplace": one.workplace_id, "copies": one.copies, "note": one.note,
        }  # fmt: skip
        name = one.workplace.number if one.workplace else one.receiver
        found[sheet.identity(values)] = Existing(one.pk, name, values)
    return found
