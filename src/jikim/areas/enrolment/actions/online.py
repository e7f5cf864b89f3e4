"""The online application of an employer without an account: a signed link by mail, a draft, one hand-in, corrections.

The draft is kept as typed and checked when it is handed in, by the same rules as an import. Handing in twice is handing
in once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from jikim.areas.enrolment.actions import intake
from jikim.areas.enrolment.actions.automatic import AUTOMATIC
from jikim.areas.enrolment.actions.prospects import link_application
from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.actions.visit_wishes import EXCEPTION
from jikim.areas.enrolment.models import Application, OnlineDraft, Prospect, Season
from jikim.areas.enrolment.queries.seasons import call_state
from jikim.areas.people.public import read_signed_link, signed_link
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.visit_hours import said_hours
from jikim.rules.words import Text
from jikim.shared import audit, codes, mail
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.turns import turn

LINK_KIND = "online"
LINK_LIFE = dt.timedelta(days=60)
#: what is told to dispatch and asked nowhere else; the rest of the form is the applicants' sheet
PARTICULARS = ("shifts", "closed_days", "languages", "needs")
BUSY_PERIODS = 3
#: until enrolment is decided an applicant may correct what was sent
CORRECTABLE = frozenset({"submitted", "eligible", "not_eligible"})
_CORRECTED = Text("신청인이 온라인에서 고쳤습니다.", "Corrected online by the applicant.")


def start_online(*, season_id: int, email: str, language: str, prospect_id: int | None = None) -> None:
    """Mail a signed link to that address: to a new form, and to whatever it has already begun. Says nothing back."""
    address = email.strip().lower()
    with turn("online draft", season_id, address):
        season = Season.objects.get(pk=season_id)
        _require_call(season)
        prospect = Prospect.objects.filter(pk=prospect_id, season=season).first() if prospect_id else None
        begun = list(OnlineDraft.objects.filter(season=season, email=address).select_related("application__workplace"))
        if not any(not draft.values for draft in begun):
            begun.append(OnlineDraft.objects.create(
                season=season, email=address, language=language, started_at=now(), prospect=prospect
            ))  # fmt: skip
        mail.send(address, _START_SUBJECT.say(language), _start_body(season, begun, language),
                  kind="application", language=language)  # fmt: skip


def send_link(*, application_id: int, by: Actor) -> str:
    """Mail the workplace the address of its own page, however its application came in. Returns where it went."""
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).select_related("workplace", "season").get(pk=application_id)
        place = application.workplace
        require(by, Action.applicants_see, application.where())
        require(by, Action.application_edit, application.where())
        if not place.contact_email:
            raise Conflict(Text("담당자의 전자우편 주소가 없습니다. 먼저 신청 내용에 주소를 넣어 주십시오.",
                                "There is no e-mail address of a contact. Please add one to the application first."))  # fmt: skip
        draft, _made = OnlineDraft.objects.get_or_create(application=application, defaults={
            "season": application.season, "email": place.contact_email.lower(), "started_at": now(),
            "values": {key: str(getattr(place, key)) for key in sorted(_SHEET_FIELDS) if getattr(place, key)},
        })  # fmt: skip
        language, season = draft.language, application.season
        mail.send(
            place.contact_email, _LINK_SUBJECT.fill(number=place.number).say(language),
            _LINK.fill(name=place.name, link=link_to(draft), season=Text(season.name_ko, season.name_en).say(language)).say(language),
            kind="application", language=language,
        )  # fmt: skip
        audit.record(by, "application.link_sent", "application", application.workflow_key())
    return place.contact_email


def draft_of(token: str) -> OnlineDraft:
    """The draft a signed link opens. Raises Refused with the reason for a bad or old link."""
    link = read_signed_link(kind=LINK_KIND, token=token)
    return OnlineDraft.objects.select_related("season", "application__workplace").get(pk=int(link.key))


def applicant(draft: OnlineDraft) -> Actor:
    """Whoever holds the draft's link: the manager of the workplace it became, and of nothing else."""
    keys = {draft.application.workplace.key} if draft.application else set()
    return Actor(f"link:online:{draft.pk}", "신청인(링크)", (Grant(Role.MANAGER, frozenset(keys)),))


def save_online(*, draft_id: int, version: int, values: Mapping[str, Any], language: str) -> OnlineDraft:
    """Keep what was typed, right or wrong. Raises Conflict when another window has saved since."""
    with transaction.atomic():
        draft = OnlineDraft.objects.select_for_update().get(pk=draft_id)
        if draft.version != version:
            raise Conflict(Text(
                "다른 창에서 먼저 저장했습니다. 아래 내용을 확인하고 다시 저장해 주십시오.",
                "Another window has saved in the meantime. Please check what you see below and save again.",
            ))  # fmt: skip
        draft.values, draft.language = dict(values), language
        draft.version, draft.saved_at = version + 1, now()
        draft.save(update_fields=["values", "language", "version", "saved_at"])
    return draft


def submit_online(*, draft_id: int) -> Application:
    """Hand the draft in. Raises Invalid field by field, Conflict when the call is closed or the workplace is in already."""
    with transaction.atomic():
        _lock_season_of(draft_id)
        draft = OnlineDraft.objects.select_for_update(of=("self",)).select_related("season").get(pk=draft_id)
        if draft.application_id is not None:
            return Application.objects.select_related("workplace").get(pk=draft.application_id)
        _require_call(draft.season)
        made = intake.receive_workplace(
            season_id=draft.season_id, values=sheet_values(draft.values), source="online", by=applicant(draft)
        )
        made.workplace.particulars = particulars(draft.values)
        made.workplace.save(update_fields=["particulars"])
        draft.application = made
        draft.save(update_fields=["application"])
        done = intake.submit_application(application_id=made.pk, by=applicant(draft))
        if draft.prospect_id is not None:
            _credit(draft, done)
        _confirm(draft, done)
    return done


def correct_online(*, draft_id: int, version: int, values: Mapping[str, Any], language: str) -> Application:
    """Change what was handed in, until enrolment is decided; the verdict is given anew."""
    with transaction.atomic():
        _lock_season_of(draft_id)
        draft = save_online(draft_id=draft_id, version=version, values=values, language=language)
        draft = OnlineDraft.objects.select_related("season", "application__workplace").get(pk=draft.pk)
        application = draft.application
        assert application is not None
        if application.status not in CORRECTABLE:
            raise Conflict(Text("선정 여부가 결정되어 더 고칠 수 없습니다. 지역본부에 연락해 주십시오.",
                                "Enrolment has been decided, so this can no longer be changed here. "
                                "Please call the regional office."))  # fmt: skip
        changed = intake.correct_workplace(
            application_id=application.pk, values=corrected_values(values), reason=_CORRECTED.ko, by=applicant(draft)
        )
        place = changed.workplace  # held since it was corrected: what the office excepted meanwhile is there
        kept = {EXCEPTION: place.particulars[EXCEPTION]} if EXCEPTION in place.particulars else {}
        type(place).objects.filter(pk=place.pk).update(particulars=particulars(values) | kept)
    return changed


def refusal_of(draft: OnlineDraft) -> Text | None:
    """What keeps a draft from being handed in although its fields are right; None when nothing does."""
    state = call_state(draft.season, today())
    return intake.already_in(season_id=draft.season_id, values=sheet_values(draft.values)) if state.open else state.reason


def faults_of(values: Mapping[str, Any]) -> dict[str, Text]:
    """What an import would say to these values, field by field; for a form that is not ready to be handed in."""
    return {error.field: error.reason for error in reversed(intake.check_values(sheet_values(values)).errors)}


def link_to(draft: OnlineDraft) -> str:
    """A fresh absolute address of the draft's page."""
    token = signed_link(kind=LINK_KIND, key=str(draft.pk), expires_at=now() + LINK_LIFE)
    return f"{settings.JIKIM_BASE_URL}{reverse('apply_form', args=[token])}"


def sheet_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The form's fields that are also columns of the applicants' sheet."""
    kept = {key: value for key, value in values.items() if key in _SHEET_FIELDS}
    industry = codes.find_industry(str(values.get("industry_code", "")))
    return {**kept, "industry_name": industry.name.ko if industry else "", "applied_on": today()}


def corrected_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a correction: what was emptied is empty, and the day of the application stays."""
    said = sheet_values(values)
    return {key: said.get(key, "") for key in _SHEET_FIELDS | {"industry_name"}}


def particulars(values: Mapping[str, Any]) -> dict[str, Any]:
    """The rest, for whoever plans the visits. Busy periods are pairs of ISO dates; a lone date is one day."""
    kept = {key: values[key] for key in PARTICULARS if values.get(key)}
    busy = []
    for n in range(1, BUSY_PERIODS + 1):
        first, last = values.get(f"busy_{n}_from"), values.get(f"busy_{n}_to")
        if first or last:
            busy.append({"from": first or last, "to": last or first})
    return {**kept, **said_hours(values), **({"busy_periods": busy} if busy else {})}


_SHEET_FIELDS = frozenset({
    "name", "employer_name", "client_name", "business_number", "industry_code", "region", "district",
    "address", "workers", "service_workers", "contact_name", "contact_phone", "contact_email",
})  # fmt: skip


def _lock_season_of(draft_id: int) -> None:
    """Before the draft: a clerk who corrects the same application holds the season first, too."""
    lock_season(OnlineDraft.objects.values_list("season_id", flat=True).get(pk=draft_id))


def _require_call(season: Season) -> None:
    state = call_state(season, today())
    if not state.open:
        raise Conflict(state.reason)


def _credit(draft: OnlineDraft, application: Application) -> None:
    """Whoever found the workplace is credited; a prospect already closed stays as it is."""
    prospect = Prospect.objects.select_for_update().get(pk=draft.prospect_id)
    if prospect.status in ("found", "contacted"):
        link_application(
            prospect_id=prospect.pk, application_id=application.pk, by=AUTOMATIC, note="online"
        )


_LINK_SUBJECT = Text("[지킴] 신청 현황을 볼 수 있는 링크({number})", "[Jikim] Your application's page ({number})")
_LINK = Text(
    "{name}의 {season} 참여 신청 현황을 아래 주소에서 보실 수 있습니다. 통지서와 참여 협약서도 여기에서 내려받으십시오.\n\n{link}\n\n"
    "링크는 60일 동안 쓸 수 있습니다. 링크를 가진 사람은 누구나 신청 내용을 볼 수 있으니 함께 처리할 사람에게만 전달해 주십시오.",
    "The application of {name} for {season} is at the address below, with your letters and the participation agreement.\n\n{link}\n\n"
    "The link works for 60 days. Whoever has it can see the application: pass it on only to somebody who works on it with you.",
)
_START_SUBJECT = Text("[지킴] 참여 신청을 이어가는 링크", "[Jikim] Your link to the application form")
_START = Text(
    "{season} 참여 신청 링크를 보내 드립니다.\n\n{links}\n\n"
    "링크는 60일 동안 쓸 수 있으며, 적으신 내용은 저장할 때마다 보관됩니다. 이 링크를 가진 사람은 누구나 신청 내용을 볼 수 있으니 "
    "함께 작성할 사람에게만 전달해 주십시오.\n신청하신 적이 없다면 이 메일을 지우시면 됩니다.",
    "Here is your link to apply for {season}.\n\n{links}\n\n"
    "It works for 60 days, and what you type is kept every time you save. Whoever has the link can see the application: "
    "pass it on only to somebody who fills it in with you.\nIf you did not ask for this, just delete it.",
)
_NEW, _BEGUN = Text("새 신청서", "New form"), Text("작성 중: {name}", "Begun: {name}")
_SENT = Text("접수됨: {number} {name}", "Received: {number} {name}")
_CONFIRM_SUBJECT = Text("[지킴] 신청을 접수했습니다({number})", "[Jikim] We have received your application ({number})")
_CONFIRM = Text(
    "{name}의 {season} 참여 신청을 접수했습니다.\n\n관리번호: {number}\n판정: {reason}\n\n"
    "결과 통지서와 다음에 할 일은 아래 주소에서 보실 수 있습니다. 선정이 결정되기 전까지는 신청 내용을 고칠 수 있습니다.\n{link}",
    "We have received the application of {name} for {season}.\n\nNumber: {number}\nVerdict: {reason}\n\n"
    "Letters and what to do next are at the address below. Until enrolment is decided you can correct what you sent.\n{link}",
)


def _start_body(season: Season, drafts: list[OnlineDraft], language: str) -> str:
    lines = []
    for draft in sorted(drafts, key=lambda one: one.pk):
        if draft.application is not None:
            place = draft.application.workplace
            label = _SENT.fill(number=place.number, name=place.name)
        else:
            name = str(draft.values.get("name") or "")
            label = _BEGUN.fill(name=name) if name else _NEW
        lines.append(f"{label.say(language)}\n{link_to(draft)}")
    return _START.fill(season=Text(season.name_ko, season.name_en).say(language), links="\n\n".join(lines)).say(language)


def _confirm(draft: OnlineDraft, application: Application) -> None:
    language, place = draft.language, application.workplace
    facts = {
        "name": place.name, "number": place.number, "link": link_to(draft),
        "season": Text(draft.season.name_ko, draft.season.name_en).say(language),
        "reason": Text(application.reason_ko, application.reason_en).say(language),
    }  # fmt: skip
    mail.send(draft.email, _CONFIRM_SUBJECT.fill(**facts).say(language), _CONFIRM.fill(**facts).say(language),
              kind="application", language=language)  # fmt: skip
