"""release_rounds(): the one frozen result of each closed round, protected before it is stored.

Takes sums from the vault, never rows. Nothing is released while answers come in, and nothing is released twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.statistics.actions.change import change_content
from jikim.areas.statistics.actions.content import release_content, season_content
from jikim.areas.statistics.actions.extract import FOLLOW_UP, Extract, extract_of
from jikim.areas.statistics.actions.protecting import protected
from jikim.areas.statistics.actions.reference import Member, reference_content, size_class, spreads
from jikim.areas.statistics.models import Reference, Release
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Action, Actor
from jikim.rules.disclosure import Measure, Settings
from jikim.rules.packs import Pack
from jikim.rules.scoring import Instrument
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.packs import find_pack
from jikim.shared.turns import turn

#: raised whenever rules/disclosure or the contents below change what a release says
RULES_VERSION = "2"
_AT_ONCE = 200
_ELSEWHERE = Text(
    "다른 곳에서 이미 결과를 산출하고 있거나 마쳤습니다. 보고서 목록에서 확인해 주십시오.",
    "Somebody else is releasing these results or has done so. Please look at the list of reports.",
)

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Released:
    """How many rounds were released now, by form."""

    rounds: int
    forms: Mapping[str, int]


def release_rounds(*, season_id: int, by: Actor, progress: Progress | None = None) -> int:
    """Release every closed round of the season that has no release yet. Returns how many."""
    return release(season_id=season_id, by=by, progress=progress).rounds


def release(*, season_id: int, by: Actor, progress: Progress | None = None) -> Released:
    """The same, saying which forms came out.

    The reference is made from all first rounds of the season that are closed by now; the earlier ones' releases keep theirs.
    """
    require(by, Action.release_make)
    surveys.settle_vault()  # what was handed in rests in the spool until the round has ended
    waiting = surveys.closed_rounds(season_id=season_id)
    forms: Counter[str] = Counter()
    # a follow-up shows what its first round's release shows, so that one comes first
    kinds = sorted({(one.kind == FOLLOW_UP, one.instrument_id, one.instrument_version) for one in waiting})
    for kind in kinds:
        chosen = [one for one in waiting if (one.kind == FOLLOW_UP, one.instrument_id, one.instrument_version) == kind]
        forms += _release_instrument(season_id, find_pack(*kind[1:]), chosen, by, progress)
    return Released(sum(forms.values()), dict(forms))


def _release_instrument(
    season_id: int, pack: Pack, waiting: Sequence[surveys.RoundLine], by: Actor, progress: Progress | None
) -> Counter[str]:
    seen = Reference.objects.filter(season_id=season_id).count()
    season = enrolment.the_season(season_id)
    extract = extract_of(season_id, pack, waiting)
    latest = Reference.objects.filter(
        season_id=season_id, instrument_id=pack.id, instrument_version=pack.version
    ).order_by("-number").first()  # fmt: skip
    reference = latest if latest is not None and _adds_too_few(latest, extract, season.disclosure_minimum) else None
    settings = _settings(season, extract, pack.instrument, reference)
    places = {line.id: line for line in enrolment.workplaces(season_id=season_id, statuses=_EVERY_STATUS)}
    members = _members(season_id, extract, settings, places)
    if reference is None:
        content = reference_content(
            {str(one.id): members[str(one.id)] for one in extract.compared}, extract.season, settings, pack.instrument,
            latest.content if latest else None, hidden_enter=not extract.shrank,
        )  # fmt: skip
        content["rounds"] = sorted(one.id for one in extract.compared)
        content["counted"] = {str(one.id): extract.counted[one.id] for one in extract.compared}
        with turn("release", season_id):
            _require_waiting(season_id, waiting, seen)
            reference = _new_reference(season_id, content, pack, max(_data_day(one, season) for one in waiting), by)
    forms: Counter[str] = Counter()
    named = season_content(season, trial=pack.trial or season.is_trial)
    for start in range(0, len(waiting), _AT_ONCE):
        part = waiting[start : start + _AT_ONCE]
        with turn("release", season_id):
            _require_waiting(season_id, part)
            rows = [_row(one, members[str(one.id)], places[one.workplace_id], extract, settings, reference, pack,
                         named, _data_day(one, season), by) for one in part]  # fmt: skip
            Release.objects.bulk_create(rows)
            surveys.mark_released(round_ids=[one.id for one in part], by=by)
        forms.update(row.form for row in rows)
        if progress:
            progress((start + len(part)) / len(waiting))
    return forms


def _require_waiting(season_id: int, rounds: Sequence[surveys.RoundLine], seen: int | None = None) -> None:
    """Nobody else has released these, or frozen a reference, since they were read: a button pressed twice releases once."""
    waiting = {one.id for one in surveys.closed_rounds(season_id=season_id)}
    changed = seen is not None and Reference.objects.filter(season_id=season_id).count() != seen
    if changed or any(one.id not in waiting for one in rounds):
        raise Conflict(_ELSEWHERE)


def _adds_too_few(latest: Reference, extract: Extract, minimum: int) -> bool:
    """A new reference beside the old one would tell about the few who were added since."""
    there = set(latest.content.get("rounds", ()))
    return sum(extract.season.rounds[str(one.id)].whole.answered for one in extract.compared if one.id not in there) < minimum


def _new_reference(season_id: int, content: dict[str, Any], pack: Pack, data_date: dt.date, by: Actor) -> Reference:
    with transaction.atomic():
        number = Reference.objects.filter(season_id=season_id).count() + 1
        reference = Reference(season_id=season_id, number=number, **_frozen(content, pack, data_date, by))
        reference.save()
        audit.record(by, "reference.freeze", "reference", f"{season_id}/{number}", hash=reference.content_hash)
    return reference


_EVERY_STATUS = ("draft", "submitted", "eligible", "not_eligible", "enrolled", "waiting", "withdrawn")


def _settings(season: Any, extract: Extract, instrument: Instrument, reference: Reference | None) -> Settings:
    wholes = [extract.season.rounds[str(one.id)].whole for one in extract.compared]
    spread = spreads(wholes, instrument) if reference is None else reference.content["spread"]
    measures = {
        subscale.key: Measure(subscale.key, cutoffs_of(instrument, subscale.key), spread[subscale.key])
        for subscale in instrument.subscales
    }
    return Settings(
        measures=measures, unit_minimum=max(season.disclosure_minimum, season.disclosure_minimum_whole),
        whole_minimum=season.disclosure_minimum_whole,
        abuse_minimum=max(season.disclosure_minimum_abuse, season.disclosure_minimum),
    )  # fmt: skip


def cutoffs_of(instrument: Instrument, subscale_key: str) -> tuple[float, ...]:
    """Every published cut-off of a subscale, men's and women's."""
    reference = instrument.subscale(subscale_key).reference
    if reference is None:
        return ()
    bands = (*reference.men, *reference.women)
    return tuple(sorted({float(band.lower) for band in bands if band.lower is not None}))


def _first_reference(season_id: int) -> tuple[dict[int, int], int]:
    """Round → number of the first reference it is part of, and the number the next reference will have."""
    first_in: dict[int, int] = {}
    number = 0
    for number, content in Reference.objects.filter(season_id=season_id).order_by("number").values_list("number", "content"):
        for round_id in content.get("rounds", ()):
            first_in.setdefault(round_id, number)
    return first_in, number + 1


def _members(
    season_id: int, extract: Extract, settings: Settings, places: Mapping[int, enrolment.WorkplaceLine]
) -> dict[str, Member]:
    out: dict[str, Member] = {}
    first_in, coming = _first_reference(season_id)
    for one in extract.rounds:
        found, place = extract.statistics(one), places[one.workplace_id]
        safe = protected(found, settings, extract.first.get(one.id))
        out[str(one.id)] = Member(
            found.whole, safe.release, place.sector, size_class(place.service_workers), first_in.get(one.id, coming),
            safe.tables,
        )  # fmt: skip
    return out


def _row(
    one: surveys.RoundLine, member: Member, place: enrolment.WorkplaceLine, extract: Extract, settings: Settings,
    reference: Reference, pack: Pack, season: dict[str, Any], data_date: dt.date, by: Actor,
) -> Release:  # fmt: skip
    job = extract.season.main_job.get(str(one.id), "")
    content = release_content(
        one, member, place, season=season, main_job=job, asked=extract.asked[one.id], items=extract.items
    )
    if one.id in extract.pairs:
        content["change"] = change_content(extract.first[one.id], content, extract.pairs[one.id], settings)
    return Release(
        round_id=one.id, workplace_id=one.workplace_id, season_id=one.season_id, reference=reference,
        form=member.release.form.value, **_frozen(content, pack, data_date, by),
    )  # fmt: skip


def _data_day(one: surveys.RoundLine, season: Any) -> dt.date:
    """The day the answers are from. A season carried over later was answered within its own days: its papers bear
    the law of that time, and are the same whichever day somebody imports them."""
    assert one.closed_on is not None, "a closed round has its day"
    return min(one.closed_on, season.ends_on) if one.kind == "imported" else one.closed_on


def _frozen(content: dict[str, Any], pack: Pack, data_date: dt.date, by: Actor) -> dict[str, Any]:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "made_at": now(), "made_by_key": by.key, "data_date": data_date, "content": content,
        "content_hash": hashlib.sha256(canonical.encode()).hexdigest(), "instrument_id": pack.id,
        "instrument_version": pack.version, "instrument_hash": pack.content_hash, "rules_version": RULES_VERSION,
    }  # fmt: skip
