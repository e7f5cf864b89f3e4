"""A distribution list comes in as a spreadsheet: staged, looked at, put in. The same row twice is one line of the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from jikim.areas.campaigns.actions.kits import hand_out
from jikim.areas.campaigns.models import KitHandout
from jikim.areas.campaigns.queries.kits import paper_pieces
from jikim.areas.campaigns.queries.ledger import RECEIVERS, WAYS
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Where, may
from jikim.rules.campaigns.intake import HANDOUT_FIELDS, HANDOUT_REQUIRED, check_handouts, handout_columns
from jikim.rules.intake import Checked, RowError
from jikim.rules.intake_cells import fold, words
from jikim.rules.intake_plan import Existing, Placed
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.imports import ImportPreview, ReadFile, batches, preview_of, read_list, rejects_of
from jikim.shared.turns import turn

KIND = "kits"
_NO_SEASON = Text("사업연도가 아직 없습니다.", "There is no season yet.")
_FAR = Text("맡으신 범위 밖의 지역입니다.", "Outside what your seat covers.")


def stage_handouts(*, data: bytes, file_name: str, by: Actor) -> ImportPreview:
    """Read and check a file and keep it until it is applied. Nothing goes in. Raises SheetError."""
    require(by, Action.kit_hand_out)
    season = _season_id()
    read, placed = _planned(data, season, by)
    draft = enrolment.keep_draft(kind=KIND, data=data, file_name=file_name, season_id=season, rows=len(placed), by=by, about=by.key)
    return preview_of(read, placed, season_id=season, file_name=file_name, draft_id=draft.pk)


def handouts_preview(*, draft_id: int, by: Actor) -> ImportPreview:
    """What applying a staged file would do now; after it was applied, what it did."""
    draft, read, placed = _staged(draft_id, by)
    return preview_of(read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, outcome=draft.outcome or None)


def apply_handouts(*, draft_id: int, by: Actor) -> ImportPreview:
    """Put a staged file's good rows in. Running it again changes nothing already in."""
    draft, read, placed = _staged(draft_id, by)
    for batch in batches([row for row in placed if row.outcome == "new"]):
        with turn("kits.import"):
            known = _known([_mark(row.checked) for row in batch])
            for row in batch:
                if _mark(row.checked) not in known:
                    hand_out(**row.checked.values, mark=_mark(row.checked), by=by)
            audit.record(by, "kits.import", "season", draft.season_id, rows=len(batch), file=draft.content_hash)
    shown = preview_of(read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, done=True)
    enrolment.note_applied(draft, shown.counts())
    return shown


def handouts_rejects(*, draft_id: int, by: Actor) -> bytes:
    """The rows that stayed out, with the reason beside each."""
    draft, read, placed = _staged(draft_id, by)
    errors = [error for row in placed for error in row.errors]
    enrolment.note_rejects(draft, rows=len(errors), by=by)
    return rejects_of(read, errors)


def _staged(draft_id: int, by: Actor) -> tuple[Any, ReadFile, list[Placed]]:
    """A staged file belongs to whoever sent it, except that the office sees everybody's."""
    require(by, Action.kit_hand_out)
    draft = enrolment.kept_draft(draft_id=draft_id, kind=KIND)
    if draft.about != by.key:
        require(by, Action.kit_pack)
    return (draft, *_planned(bytes(draft.content), draft.season_id, by))


def _planned(data: bytes, season_id: int, by: Actor) -> tuple[ReadFile, list[Placed]]:
    lines = {line.id: line for line in enrolment.workplaces(season_id=season_id, statuses=("submitted", "eligible", "enrolled", "waiting", "withdrawn"))}
    places = {line.number.upper(): line.id for line in lines.values()}
    regions = {fold(word): region.key for region in codes.regions() for word in _spellings(region)}
    pieces = {fold(word): piece.key for _, piece in paper_pieces() for word in (piece.key, piece.title.ko, piece.title.en)}

    def check(rows: list[tuple[int, dict[str, Any]]]) -> list[Checked]:
        return check_handouts(rows, pieces=pieces, ways=_folded(WAYS), kinds=_folded(RECEIVERS), regions=regions, places=places, today=today())

    read = read_list(
        data, names=HANDOUT_FIELDS, columns=handout_columns, required=HANDOUT_REQUIRED, is_heading=lambda row: len(handout_columns(row)) >= 3,
        is_filler=lambda raw: sum(1 for value in raw.values() if words(value)) <= 1, check=check,
    )  # fmt: skip
    known = _known([_mark(row) for row in read.rows if not row.errors])
    return read, [_place(row, known, lines, by) for row in read.rows]


def _place(row: Checked, known: dict[str, int], lines: dict[int, Any], by: Actor) -> Placed:
    if row.errors:
        return Placed("error", row)
    place = lines.get(row.values["workplace_id"] or 0)
    where = place.where if place else Where(region=row.values["region"])
    if not may(by, Action.kit_hand_out, where):
        return Placed("error", replace(row, errors=(RowError(row.row, "region", _FAR, HANDOUT_FIELDS["region"]),)))
    there = known.get(_mark(row))
    return Placed("unchanged", row, Existing(there, "", {})) if there else Placed("new", row)


def _known(marks: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(marks), 500):
        found |= dict(KitHandout.objects.filter(mark__in=marks[start : start + 500]).values_list("mark", "pk"))
    return found


def _mark(row: Checked) -> str:
    """What makes two rows the same line: everything they say but the note."""
    said = [str(row.values[key]) for key in ("on", "piece", "copies", "receiver", "receiver_kind", "way", "language", "workplace_id", "region")]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _folded(names: Any) -> dict[str, str]:
    return {fold(word): key for key, text in names.items() for word in (key, text.ko, text.en)}


def _spellings(region: codes.Region) -> list[str]:
    named = [word for one in region.names for word in (one.name.ko, one.name.en)]
    return [region.key, region.short.ko, region.short.en, *named, *region.also]


def _season_id() -> int:
    season = enrolment.season_facts(on=today(), season_id=None)
    if season is None:
        raise Conflict(_NO_SEASON)
    return int(season.id)
