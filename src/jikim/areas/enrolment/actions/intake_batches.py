"""Writes planned rows in short transactions: at most 500 rows or 200 ms each, safe to stop anywhere and to run again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Lower

from jikim.areas.enrolment.actions.automatic import AUTOMATIC
from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.actions.waiting_line import close_gap
from jikim.areas.enrolment.models import Application, Season, Workplace
from jikim.areas.enrolment.queries.intake import Ground, Plan, judged, verdict_of
from jikim.rules.access import Actor
from jikim.rules.intake import name_key
from jikim.rules.intake_plan import Existing, Placed, numbered, place
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.clock import now
from jikim.shared.imports import Progress, batches
from jikim.shared.workflow import move_many

#: what a row writes into a workplace
WRITTEN = ("name", "business_number", "employer_name", "client_name", "industry_code", "industry_name", "sector", "region",
           "district", "address", "latitude", "longitude", "workers", "service_workers", "contact_name", "contact_phone",
           "contact_email", "applied_on")  # fmt: skip


@dataclass(slots=True)
class Written:
    """What happened to each row, after the fact: a row may have come in by another hand meanwhile."""

    placed: dict[int, Placed] = field(default_factory=dict)
    eligible: dict[int, bool] = field(default_factory=dict)
    updated: int = 0


def write_plan(plan: Plan, *, update: bool, file_hash: str, by: Actor, progress: Progress | None = None) -> Written:
    """Put the new rows in, and apply differences where asked."""
    written = Written({row.checked.row: row for row in plan.placed}, dict(plan.eligible))
    claimed = frozenset(row.checked.values["number"] for row in plan.placed if row.checked.values.get("number"))
    new = [row for row in plan.placed if row.outcome == "new"]
    changed = [row for row in plan.placed if row.outcome == "conflict"] if update else []
    done, total = 0, len(new) + len(changed)
    for batch in batches(new):
        for row in _write_batch(batch, plan.ground, claimed, file_hash, by):
            written.placed[row.checked.row] = row
            written.eligible.pop(row.checked.row, None)
            if row.outcome != "error":
                written.eligible[row.checked.row] = verdict_of(row, plan.ground)
        done += len(batch)
        if progress:
            progress(done, total)
    for batch in batches(changed):
        for row, eligible in update_batch(batch, plan.ground, by):
            written.eligible[row.checked.row] = eligible
            written.updated += 1
        done += len(batch)
        if progress:
            progress(done, total)
    return written


def _write_batch(
    batch: Sequence[Placed], ground: Ground, claimed: frozenset[str], file_hash: str, by: Actor
) -> list[Placed]:
    with transaction.atomic():
        season = lock_season(ground.season.pk)
        rows = _looked_at_again(batch, ground, season)
        new = [row for row in rows if row.outcome == "new"]
        if new:
            _insert(new, ground, season, claimed)
            audit.record(by, "applicants.import", "season", season.pk, rows=len(new), first=new[0].checked.row,
                         last=new[-1].checked.row, file=file_hash)  # fmt: skip
    return rows


def _looked_at_again(batch: Sequence[Placed], ground: Ground, season: Season) -> list[Placed]:
    """Somebody may have put one of these in since the plan was made: look, with the season locked."""
    numbers = {row.checked.values["number"] for row in batch if row.checked.values["number"]}
    business = {row.checked.values["business_number"] for row in batch}
    fields = ("pk", "name_key", "number", *WRITTEN)
    here = Workplace.objects.filter(season=season)
    same_number = here.alias(folded=Lower("number")).filter(folded__in={number.lower() for number in numbers})
    found = [*here.filter(business_number__in=business).values(*fields), *same_number.values(*fields)]
    if not found:
        return list(batch)
    known = [(row, Existing(row["pk"], row["number"], row)) for row in found]
    existing = {(row["business_number"], row["name_key"]): one for row, one in known}
    holders = {one.number.casefold(): one for _, one in known}
    ground.verdicts.update(
        Application.objects.filter(workplace_id__in=[one.id for _, one in known]).values_list("workplace_id", "is_eligible")
    )
    return [_kept_remarks(place(row.checked, existing, holders), row) for row in batch]


def _kept_remarks(now_placed: Placed, planned: Placed) -> Placed:
    return planned if now_placed.outcome == "new" else now_placed


def _insert(rows: Sequence[Placed], ground: Ground, season: Season, claimed: frozenset[str]) -> None:
    taken: list[str] = []
    if any(not row.checked.values["number"] for row in rows):
        taken = list(Workplace.objects.filter(season=season).order_by().values_list("number", flat=True))
    numbers = numbered((row.checked for row in rows), taken, claimed)
    places = [
        Workplace(
            season=season, number=numbers[row.checked.row], name_key=name_key(row.checked.values["name"]), source="import",
            **{key: row.checked.values[key] for key in WRITTEN},
        )
        for row in rows
    ]  # fmt: skip
    Workplace.objects.bulk_create(places, batch_size=200)
    at = now()
    steps: list[tuple[Application, Text]] = []
    for row, workplace in zip(rows, places, strict=True):
        verdict = judged(row.checked.values, row.checked.identity, ground.rules, ground.served)
        application = Application(
            workplace=workplace, season=season, status="submitted", status_since=at, submitted_at=at, decided_at=at,
            is_eligible=verdict.eligible, reason_ko=verdict.reason.ko, reason_en=verdict.reason.en,
            warnings=[{"ko": asked.reason.ko, "en": asked.reason.en} for asked in row.questions],
        )  # fmt: skip
        steps.append((application, verdict.reason))
    Application.objects.bulk_create([application for application, _ in steps], batch_size=200)
    move_many(
        [(one, "eligible" if one.is_eligible else "not_eligible", reason) for one, reason in steps], by=AUTOMATIC
    )


def update_batch(batch: Sequence[Placed], ground: Ground, by: Actor) -> list[tuple[Placed, bool]]:
    """Apply the differences of these rows and judge them again."""
    done: list[tuple[Placed, bool]] = []
    with transaction.atomic():
        lock_season(ground.season.pk)
        ids = [row.existing.id for row in batch if row.existing]
        places = {p.pk: p for p in Workplace.objects.filter(pk__in=ids)}
        applications = {a.workplace_id: a for a in Application.objects.select_for_update().filter(workplace_id__in=ids).order_by("pk")}
        for row in batch:
            assert row.existing is not None
            workplace, application = places[row.existing.id], applications[row.existing.id]
            application.workplace = workplace
            done.append((row, apply_differences(row, workplace, application, ground, by)))
    return done


def apply_differences(row: Placed, workplace: Workplace, application: Application, ground: Ground, by: Actor) -> bool:
    """Write the differing fields and give the verdict anew. The caller holds the transaction. Returns the verdict."""
    # letters, cards and answers carry the number: once given it stays
    fields = [difference.field for difference in row.differences if difference.field != "number"]
    for name in fields:
        setattr(workplace, name, row.checked.values[name])
    if "industry_code" in fields or "industry_name" in fields:
        workplace.sector = codes.sector_of(workplace.industry_code, workplace.industry_name)
    # not the whole row: when visits suit is said beside this
    workplace.save(update_fields=[*WRITTEN, "name_key"])
    told = {d.field: [str(d.before or ""), str(d.after)] for d in row.differences if not d.field.startswith("contact_")}
    audit.record(by, "workplace.corrected", "application", application.workflow_key(), fields=fields, values=told)
    remarks = [question.reason for question in row.questions]
    if len(fields) < len(row.differences):
        remarks.append(Text(f"파일의 관리번호는 {row.checked.values['number']}이지만 {workplace.number}을(를) 그대로 둡니다.",
                            f"The file says number {row.checked.values['number']}; {workplace.number} is kept."))  # fmt: skip
    return rejudge(application, ground, asked=remarks)


def rejudge(application: Application, ground: Ground, *, asked: Sequence[Text] = ()) -> bool:
    """Give the verdict on a corrected workplace; an enrolled one is never thrown out by a rule, the clerk is asked."""
    workplace = application.workplace
    values = {name: getattr(workplace, name) for name in WRITTEN}
    verdict = judged(values, (workplace.business_number, name_key(workplace.name)), ground.rules, ground.served)
    remarks = [*asked]
    changed = application.is_eligible is not verdict.eligible
    to = "eligible" if verdict.eligible else "not_eligible"
    if changed and application.status in ("enrolled", "withdrawn"):
        remarks.append(Text(f"정정한 내용으로는 판정이 달라집니다: {verdict.reason.ko}",
                            f"With the corrected values the verdict would differ: {verdict.reason.en}"))  # fmt: skip
        verdict_stands = bool(application.is_eligible)
    else:
        verdict_stands = verdict.eligible
        application.is_eligible = verdict.eligible
        if application.status in ("submitted", "eligible", "not_eligible") or not verdict.eligible:
            application.reason_ko, application.reason_en = verdict.reason.ko, verdict.reason.en
    known = {warning["ko"] for warning in application.warnings}
    application.warnings = [*application.warnings, *({"ko": r.ko, "en": r.en} for r in remarks if r.ko not in known)]
    application.save(update_fields=["is_eligible", "reason_ko", "reason_en", "warnings"])
    if changed and application.status not in ("enrolled", "withdrawn", "draft") and application.status != to:
        if application.status == "waiting":
            place, application.waiting_place = application.waiting_place, None
            application.save(update_fields=["waiting_place"])
            close_gap(application.season_id, place)
        application.decided_at = now()
        move_many([(application, to, verdict.reason)], by=AUTOMATIC, extra_fields=["decided_at"])
    return verdict_stands
