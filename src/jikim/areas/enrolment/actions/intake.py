"""Applications come in: by spreadsheet (staged, looked at, applied) or one by one from a form. Every change of data is audited."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from jikim.areas.enrolment.actions.automatic import AUTOMATIC
from jikim.areas.enrolment.actions.drafts import keep_draft, kept_draft, note_applied, note_rejects
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.intake_batches import WRITTEN, apply_differences, write_plan
from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.models import Application, OnlineDraft, Season, Workplace
from jikim.areas.enrolment.queries.import_preview import preview_of
from jikim.areas.enrolment.queries.intake import bare_ground, judged, plan_import, read_applicants
from jikim.areas.enrolment.queries.intake import check_values as checked_values
from jikim.areas.enrolment.queries.seasons import next_number
from jikim.rules.access import Action, Actor, Where
from jikim.rules.intake import Checked, name_key
from jikim.rules.intake_plan import Existing, Placed, differences
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.imports import ImportPreview, Progress, rejects_of
from jikim.shared.workflow import move

KIND = "applicants"
_ALREADY = Text(
    "같은 사업자등록번호와 사업장명으로 이미 접수된 신청이 있습니다({number}). 다른 지점이면 사업장명에 지점 이름을 붙여 주십시오.",
    "An application with the same business number and name is already in ({number}). If this is another site, add the site to its name.",
)


def import_file(
    *, path: Path, season: Season, by: Actor, update: bool = False, dry_run: bool = False, progress: Progress | None = None,
    rejects: Path | None = None,
) -> ImportPreview:
    """Read, check and import a file in one go (the console's way). Raises SheetError."""
    require(by, Action.applicants_import)
    content = path.read_bytes()
    read = read_applicants(content)
    plan = plan_import(read, season)
    written = None
    if rejects is not None:  # a place that cannot be written is found before anything goes in
        rejects.parent.mkdir(parents=True, exist_ok=True)
        rejects.open("ab").close()
    if not dry_run:
        written = write_plan(plan, update=update, file_hash=hashlib.sha256(content).hexdigest(), by=by, progress=progress)
    shown = preview_of(plan, written, file_name=path.name, draft_id=None)
    if rejects is not None:
        rejects.write_bytes(rejects_of(read, shown.errors))
    return shown


def stage_import(*, data: bytes, file_name: str, season_id: int, by: Actor) -> ImportPreview:
    """Read and check a file and keep it until it is applied. Nothing goes in. Raises SheetError."""
    require(by, Action.applicants_import)
    plan = plan_import(read_applicants(data), Season.objects.get(pk=season_id))
    draft = keep_draft(kind=KIND, data=data, file_name=file_name, season_id=season_id, rows=len(plan.placed), by=by)
    return preview_of(plan, None, file_name=file_name, draft_id=draft.pk)


def import_preview(*, draft_id: int, by: Actor) -> ImportPreview:
    """What applying a staged file would do now; after it was applied, what it did."""
    draft, plan = _staged(draft_id, by)
    return preview_of(plan, None, file_name=draft.file_name, draft_id=draft.pk, outcome=draft.outcome or None)


def apply_import(*, draft_id: int, by: Actor, update: bool = False, progress: Progress | None = None) -> ImportPreview:
    """Put a staged file's good rows in. Running it again changes nothing already in."""
    draft, plan = _staged(draft_id, by)
    written = write_plan(plan, update=update, file_hash=draft.content_hash, by=by, progress=progress)
    shown = preview_of(plan, written, file_name=draft.file_name, draft_id=draft.pk)
    note_applied(draft, shown.counts())
    return shown


def rejects_sheet(*, draft_id: int, by: Actor) -> bytes:
    """The rows that stayed out, as a workbook like the one sent, with the reason beside each."""
    draft, plan = _staged(draft_id, by)
    note_rejects(draft, rows=len(plan.errors), by=by)
    return rejects_of(plan.read, plan.errors)


def check_values(values: Mapping[str, Any]) -> Checked:
    """The checks of an import for values typed into a form: `.errors`, `.questions`, `.values`."""
    return checked_values(dict(values))


def receive_workplace(*, season_id: int, values: Mapping[str, Any], by: Actor, source: str = "online") -> Application:
    """Take one application in, not yet handed in. Raises Invalid field by field, Conflict when the workplace is in already."""
    checked = checked_values(dict(values))
    if source != "online":
        require(by, Action.application_edit, Where(region=checked.values["region"] or "*"))
    if checked.errors:
        raise Invalid({error.field: error.reason for error in reversed(checked.errors)})
    with transaction.atomic():
        season = lock_season(season_id)
        known = _same_workplace(season, checked)
        if known:
            raise Conflict(_ALREADY.fill(number=known.number))
        number = checked.values["number"] or next_number(season)
        if Workplace.objects.filter(season=season, number__iexact=number).exists():
            raise Invalid({"number": Text(f"관리번호 {number}은(는) 이미 쓰이고 있습니다.", f"The number {number} is already in use.")})
        workplace = Workplace.objects.create(
            season=season, number=number, source=source, **{key: checked.values[key] for key in WRITTEN}
        )
        application = Application.objects.create(
            workplace=workplace, season=season, status="draft", status_since=now(),
            warnings=[{"ko": asked.reason.ko, "en": asked.reason.en} for asked in checked.questions],
        )  # fmt: skip
        audit.record(by, "application.received", "application", application.workflow_key(), source=source)
    return application


def submit_application(*, application_id: int, by: Actor) -> Application:
    """Hand a draft in; the season's rules give their verdict at once, with its reason."""
    with transaction.atomic():
        application = Application.objects.select_related("workplace", "season").get(pk=application_id)
        move(application, "submitted", by=by)
        application.submitted_at = application.decided_at = now()
        ground = bare_ground(application.season)
        values = {key: getattr(application.workplace, key) for key in WRITTEN}
        identity = (application.workplace.business_number, application.workplace.name_key)
        verdict = judged(values, identity, ground.rules, ground.served)
        application.is_eligible = verdict.eligible
        application.reason_ko, application.reason_en = verdict.reason.ko, verdict.reason.en
        application.save(update_fields=["is_eligible", "reason_ko", "reason_en", "submitted_at", "decided_at"])
        move(application, "eligible" if verdict.eligible else "not_eligible", by=AUTOMATIC, reason=verdict.reason)
    return application


class ChangedMeanwhile(Conflict):
    """Somebody else changed what this correction changes too. `fields` names where; nothing was written."""

    def __init__(self, fields: Collection[str]) -> None:
        super().__init__(Text("그사이 다른 사람이 같은 항목을 고쳤습니다.", "Somebody else has changed the same fields meanwhile."))
        self.fields = frozenset(fields)


def correct_workplace(
    *, application_id: int, values: Mapping[str, Any], by: Actor, reason: str = "", seen: Mapping[str, Any] | None = None
) -> Application:
    """Correct what an application says and judge it again. Fields not given stay. Raises Invalid.

    seen   the values as they stood on the form: only what differs from them is written, so that two people correct
           different fields side by side; ChangedMeanwhile where both changed the same one to something else
    """
    season_id = Application.objects.values_list("season_id", flat=True).get(pk=application_id)
    with transaction.atomic():
        season = lock_season(season_id)
        # the workplace as well: what another correction wrote a moment ago must be read, not written over
        rows = Application.objects.select_for_update(of=("self", "workplace"), no_key=True).select_related("workplace", "season")
        application = rows.get(pk=application_id)
        require(by, Action.application_edit, application.where())
        workplace = application.workplace
        stored = {key: getattr(workplace, key) for key in ("number", *WRITTEN)}
        if seen is not None:
            values = {key: value for key, value in values.items() if key not in seen or not _same(value, seen[key])}
            both = [key for key, value in values.items() if key in seen and not _same(stored[key], seen[key]) and not _same(stored[key], value)]
            if both:
                raise ChangedMeanwhile(both)
        checked = checked_values({**stored, **values, "number": workplace.number})
        if checked.errors:
            raise Invalid({error.field: error.reason for error in reversed(checked.errors)})
        renamed = [key for key in ("name", "business_number") if checked.values[key] != stored[key]]
        if renamed:
            known = _same_workplace(season, checked)
            if known and known.pk != workplace.pk:
                raise Conflict(_ALREADY.fill(number=known.number))
        ground = bare_ground(application.season)
        known_values = Existing(workplace.pk, workplace.number, stored)
        row = Placed("conflict", checked, known_values, differences(checked, known_values))
        cleared = [key for key in values if key in _CLEARABLE and not checked.values.get(key) and stored.get(key)]
        for key in cleared:
            setattr(workplace, key, None if key in ("applied_on", "latitude", "longitude") else "")
        workplace.name, workplace.business_number = checked.values["name"], checked.values["business_number"]
        apply_differences(row, workplace, application, ground, by)
        if reason or renamed or cleared:
            audit.record(by, "application.correction", "application", application.workflow_key(), reason=reason, cleared=cleared,
                         renamed={key: [stored[key], checked.values[key]] for key in renamed})  # fmt: skip
        _tell_draft(application, set(values), by)
    return application


def _same(one: Any, other: Any) -> bool:
    """As a form shows them: nothing and an empty text look alike."""
    return str("" if one is None else one).strip() == str("" if other is None else other).strip()


def _tell_draft(application: Application, corrected: set[str], by: Actor) -> None:
    """The employer's form starts from what stands now, so that their next correction does not undo a clerk's."""
    draft = OnlineDraft.objects.select_for_update().filter(application=application).first()
    if draft is None or by.key == f"link:online:{draft.pk}":
        return
    now_there = {key: getattr(application.workplace, key) for key in corrected if key in draft.values}
    draft.values, draft.version = draft.values | now_there, draft.version + 1
    draft.save(update_fields=["values", "version"])


_CLEARABLE = frozenset({"employer_name", "client_name", "industry_code", "industry_name", "district", "address", "latitude",
                        "longitude", "contact_name", "contact_phone", "contact_email", "applied_on"})  # fmt: skip


def already_in(*, season_id: int, values: Mapping[str, Any]) -> Text | None:
    """Why a workplace cannot be received once more; None when it is not in yet."""
    known = _same_workplace(Season.objects.get(pk=season_id), checked_values(dict(values)))
    return _ALREADY.fill(number=known.number) if known else None


def _same_workplace(season: Season, checked: Checked) -> Workplace | None:
    return Workplace.objects.filter(
        season=season, business_number=checked.values["business_number"], name_key=name_key(checked.values["name"])
    ).first()


def _staged(draft_id: int, by: Actor):  # type: ignore[no-untyped-def]
    require(by, Action.applicants_import)
    draft = kept_draft(draft_id=draft_id, kind=KIND)
    return draft, plan_import(read_applicants(bytes(draft.content)), draft.season)


__all__ = [
    "ChangedMeanwhile", "already_in", "apply_import", "check_values", "correct_workplace", "import_file", "import_preview", "receive_workplace",
    "rejects_sheet", "stage_import", "submit_application",
]  # fmt: skip
