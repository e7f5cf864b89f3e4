"""import_answers(): an operator brings a file of answers into the vault. Opens each workplace's imported round by itself.

Nothing in the main database points at an answer: it holds the round, and a count that is derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.actions.answer_rows import AnswerFile, PlaceRows, RowError, read_answers
from jikim.areas.surveys.actions.counting import recount
from jikim.areas.surveys.actions.preparing import with_round
from jikim.areas.surveys.actions.rounds import pinned
from jikim.areas.surveys.models import Round
from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import now, today
from jikim.shared.turns import turn
from jikim.shared.workflow import move_many
from jikim.vault.keys import vault_keys
from jikim.vault.records import Sheets
from jikim.vault.store import rewrite
from jikim.vault.write import Added, add_imported

#: rows in one transaction of the vault, well under 200 ms (a bigger workplace still goes in whole)
BATCH_ROWS = 2_500
#: rounds made in one transaction
BATCH_ROUNDS = 500
#: verdicts whose answers are taken: eligible, whether then enrolled or waiting
TAKEN = frozenset({"eligible", "enrolled", "waiting"})

_MORE_THAN_HEADCOUNT = Text(
    "응답자 {answered}명이 고객응대근로자 수 {headcount}명보다 많습니다({place}).",
    "{answered} answered, more than the {headcount} customer service workers of the workplace ({place}).",
)
_HAS_OTHERS = Text(
    "이 사업장({place})에는 파일에 없는 응답이 이미 들어 있어 바꾸지 않았습니다.",
    "The vault already holds answers of this workplace ({place}) that the file lacks; nothing was changed.",
)
_CLOSED = Text(
    "이 사업장({place})의 회차가 이미 마감되어 응답을 더 넣지 않았습니다.",
    "This workplace's round ({place}) is closed; no answers were added.",
)


@dataclass(frozen=True, slots=True)
class ImportedAnswers:
    """What became of a file: rows = imported + unchanged + conflicts + rows_in_error."""

    rows: int
    imported: int
    unchanged: int
    conflicts: int
    rows_in_error: int
    workplaces: int
    rounds_opened: int
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows, "imported": self.imported, "unchanged": self.unchanged, "conflicts": self.conflicts,
            "rows_in_error": self.rows_in_error, "workplaces": self.workplaces, "rounds_opened": self.rounds_opened,
            "errors": [one.as_json() for one in self.errors], "warnings": [one.as_json() for one in self.warnings],
        }  # fmt: skip


def import_answers(
    *, data: bytes, season_id: int, by: Actor, pack: str = "kels-24", progress: Callable[[float], None] | None = None
) -> ImportedAnswers:
    """Bring a file of answers in. Good rows go in, bad rows are listed; doing it again changes nothing.

    Raises Refused without the action, NoVaultKey without the key file, SheetError when the file cannot be read,
    Conflict when the season is no trial and the instrument's wording is not the official one.
    """
    require(by, Action.answers_import)
    keys = vault_keys()
    season = enrolment.the_season(season_id)
    instrument = pinned(season, pack)
    places = {line.number: line for line in _workplaces(season.pk)}
    taking_part = {number: line.status in TAKEN for number, line in places.items()}
    file = read_answers(data, taking_part=taking_part, instrument=instrument.instrument)
    made = _make_rounds(season.pk, [places[number] for number in file.places], instrument, by)
    rounds = _rounds(season.pk)
    done: dict[str, Added] = {}
    by_round = {str(rounds[places[number].id].pk): rows for number, rows in file.places.items()}
    for batch in _batches(by_round):
        sheets = {key: _sheets(rows) for key, rows in batch.items()}
        with transaction.atomic():
            # held until the answers are in: a round that is being closed must not take a few more after its count
            open_ = Round.objects.select_for_update(of=("self",)).filter(pk__in=list(map(int, batch)), status="open")
            closed = set(batch) - {str(pk) for pk in open_.values_list("pk", flat=True)}
            done |= add_imported(sheets, instrument=f"{instrument.id}@{instrument.version}", closed=closed)
        if progress:
            progress(len(done) / len(by_round))
    rewrite()
    recount(season_id=season.pk)
    result = _result(file, done, {number: rounds[places[number].id] for number in file.places}, made)
    with transaction.atomic():
        audit.record(
            by, "answers.import", "season", season.pk, file=keys.file_tag(data), pack=instrument.label,
            rows=_tens(result.rows), imported=_tens(result.imported), unchanged=_tens(result.unchanged),
            conflicts=_tens(result.conflicts), workplaces=result.workplaces,
        )  # fmt: skip
    return result


def _tens(count: int) -> int:
    """Whole tens for the record: an exact total less what is released would count a workplace that shows no figures."""
    return count // 10 * 10


def _workplaces(season_id: int) -> tuple[enrolment.WorkplaceLine, ...]:
    every = ("draft", "submitted", "eligible", "not_eligible", "enrolled", "waiting", "withdrawn")
    return enrolment.workplaces(season_id=season_id, statuses=every)


def _rounds(season_id: int) -> dict[int, Round]:
    found = Round.objects.filter(season_id=season_id, kind=Round.Kind.IMPORTED).select_related("workplace")
    return {one.workplace_id: one for one in found}


def _make_rounds(season_id: int, places: Iterable[enrolment.WorkplaceLine], pack: Any, by: Actor) -> int:
    """Imported rounds for those of these workplaces that have none, opened by the workflow, in batches. Returns how many."""
    waiting, count = list(places), 0
    for start in range(0, len(waiting), BATCH_ROUNDS):
        with turn("rounds", season_id):
            there = with_round(season_id, Round.Kind.IMPORTED)
            part = [place for place in waiting[start : start + BATCH_ROUNDS] if place.id not in there]
            Round.objects.bulk_create([
                Round(
                    season_id=season_id, workplace_id=place.id, kind=Round.Kind.IMPORTED, offered=place.service_workers,
                    instrument_id=pack.id, instrument_version=pack.version, instrument_hash=pack.content_hash,
                    opened_on=today(), status="prepared", status_since=now(),
                )
                for place in part
            ])  # fmt: skip
            made = Round.objects.filter(
                workplace_id__in=[place.id for place in part], kind=Round.Kind.IMPORTED
            ).select_related("workplace")
            count += move_many([(one, "open", NOTHING) for one in made], by=by)
    return count


def _batches(rows: Mapping[str, PlaceRows]) -> Iterator[dict[str, PlaceRows]]:
    batch: dict[str, PlaceRows] = {}
    size = 0
    for key, place in rows.items():
        if batch and size + len(place.numbers) > BATCH_ROWS:
            yield batch
            batch, size = {}, 0
        batch[key] = place
        size += len(place.numbers)
    if batch:
        yield batch


def _sheets(rows: PlaceRows) -> Sheets:
    return Sheets(
        np.array(rows.answers, np.int8), np.array(rows.sex, np.int8), rows.units, rows.ages, rows.tenures, rows.jobs
    )


def _result(file: AnswerFile, done: Mapping[str, Added], rounds: Mapping[str, Round], opened: int) -> ImportedAnswers:
    warnings: list[RowError] = []
    errors = list(file.errors)
    conflicts = 0
    for number, rows in file.places.items():
        one = rounds[number]
        added, first = done[str(one.pk)], rows.numbers[0]
        headcount = one.offered or 0
        if added.conflict:
            conflicts += len(rows.numbers)
            why = _CLOSED if one.status != "open" and not added.holds_others else _HAS_OTHERS
            errors.append(RowError(first, "workplace", why.fill(place=number)))
        if headcount and len(rows.numbers) > headcount:
            words = _MORE_THAN_HEADCOUNT.fill(answered=len(rows.numbers), headcount=headcount, place=number)
            warnings.append(RowError(first, "workplace", words))
    return ImportedAnswers(
        rows=file.rows, imported=sum(one.added for one in done.values()),
        unchanged=sum(one.unchanged for one in done.values()), conflicts=conflicts, rows_in_error=file.rows_in_error,
        workplaces=len(file.places), rounds_opened=opened, errors=tuple(sorted(errors, key=lambda e: e.row)),
        warnings=tuple(warnings),
    )  # fmt: skip
