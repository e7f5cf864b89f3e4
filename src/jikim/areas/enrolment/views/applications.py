"""Applications: the list with its export, one application whole, a clerk's verdict, a withdrawal, the letter."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions import decisions
from jikim.areas.enrolment.actions.letters import letter as make_letter
from jikim.areas.enrolment.forms.decisions import VerdictForm
from jikim.areas.enrolment.queries import applications as queries
from jikim.areas.enrolment.queries.detail import ApplicationDetail, application_detail
from jikim.areas.enrolment.queries.export import HEADINGS, export_applications
from jikim.areas.enrolment.views import actor, season_of
from jikim.rules.access import Action, Actor, Verdict, Where, may
from jikim.rules.intake import shown_business_number
from jikim.rules.visit_hours import spoken, visit_hours
from jikim.rules.words import Text
from jikim.rules.workflow import APPLICATION
from jikim.shared import codes
from jikim.shared.access import acts
from jikim.shared.ui import formats
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.table_export import FORMS, send
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def _statuses(request: HttpRequest) -> list[Choice]:
    return [Choice(state.key, state.name) for state in APPLICATION.states if state.key != "draft"]


def region_choices(request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, one.name) for one in codes.regions()]


def _sectors(request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, one.name) for one in codes.sectors()]


TABLE = Table(
    key="applications",
    caption=_("Applications"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("application", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name),
        Column("sector", _("Sector"), value=lambda row: row.sector_name, priority=2),
        Column("workers", _("Workers"), numeric=True, priority=2),
        Column("service_workers", _("Customer service workers"), numeric=True),
        Column("applied_on", _("Applied on"), priority=2),
        Column("status", _("Status"), status="application"),
        Column("waiting_place", _("Waiting place"), numeric=True, priority=2),
        Column("warnings", _("Questions"), value=lambda row: row.warnings or None, numeric=True, sortable=False, priority=2),
    ),
    filters=(
        Filter("status", _("Status"), choices=_statuses),
        Filter("region", _("Region"), choices=region_choices),
        Filter("sector", _("Sector"), choices=_sectors),
        Filter("open", _("Questions"), choices=[Choice("yes", _("With questions")), Choice("no", _("Without questions"))]),
    ),
    default_sort="number",
    search=_("Name, number, business number or place"),
    export=Action.applicants_export,
    empty=_("No application has come in yet."),
)  # fmt: skip
#: the export holds everything an import reads, so that it can be corrected and sent back
EXPORT = Table(
    key="applications", caption=_("Applications"),
    columns=tuple(Column(str(n), heading, value=itemgetter(n)) for n, (heading, _width) in enumerate(HEADINGS)),
)  # fmt: skip


@acts(Action.applicants_see)
def applications(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    form = request.GET.get("export", "")
    if form in FORMS:
        asked = TABLE.asked(request)
        export = export_applications(
            by=by, filters=_filters(season.id, asked), sort=_sort(asked), language=get_language() or "ko"
        )
        return send(EXPORT, asked, lambda _asked: (export.rows, export.total), form, None)
    return respond(
        request, TABLE, "enrolment/applications.html", rows=lambda asked: _rows(by, season.id, asked),
        context={"season": season, "may_import": may(by, Action.applicants_import)},
    )  # fmt: skip


@acts(Action.application_see)
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    by = actor(request)
    detail = application_detail(by=by, application_id=application_id)
    return render(request, "enrolment/application.html", {
        "detail": detail, "facts": place_facts(detail), "contact": contact_facts(detail), "history": timeline(detail),
        "plans": plan_facts(detail.particulars), "can_judge": can_judge(by, detail), "can_withdraw": can(by, detail, "withdrawn"),
        "can_letter": may_letter(by, detail), "is_staff": bool(may(by, Action.applicants_see)),
        "may_plan": bool(may(by, Action.plan_make)), "sees_agreement": bool(may(by, Action.agreement_record)),
        "can_edit": may(by, Action.application_edit, Where(region=detail.line.region, workplace=str(detail.line.workplace_id))),
    })  # fmt: skip


@acts(Action.application_decide)
def application_judge(request: HttpRequest, application_id: int) -> HttpResponse:
    """A clerk's own verdict, with the reason in words the employer will read."""
    detail = application_detail(by=actor(request), application_id=application_id)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decisions.judge(
            application_id=application_id, eligible=said["verdict"] == "eligible",
            reason=Text(said["reason_ko"], said["reason_en"]), by=actor(request),
        )  # fmt: skip
        messages.success(request, gettext("The verdict has been recorded."))
        return redirect("application", application_id)
    return render(request, "enrolment/application_judge.html", {"detail": detail, "form": form})


@acts(Action.application_withdraw)
def application_withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    detail = application_detail(by=actor(request), application_id=application_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = Text(form.cleaned_data["reason_ko"], form.cleaned_data["reason_en"])
        done = decisions.withdraw_application(application_id=application_id, reason=reason, by=actor(request))
        messages.success(request, gettext("The application has been withdrawn.") + " " + say(done.why))
        return redirect("application", application_id)
    verdict = can(actor(request), detail, "withdrawn")
    return render(request, "enrolment/application_withdraw.html", {"detail": detail, "form": form, "verdict": verdict})


@acts(Action.letter_see)
def application_letter(request: HttpRequest, application_id: int, language: str) -> HttpResponse:
    made = make_letter(application_id=application_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF as a download that no cache keeps."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history as the timeline draws it."""

    thing_kind: str
    target: str
    at: Any
    actor_name: str
    reason_ko: str
    reason_en: str
    note: str
    actor_key: str = ""


def timeline(detail: ApplicationDetail) -> list[Step]:
    return [
        Step("application", line.target, line.at, line.actor_name, line.reason.ko, line.reason.en, line.note, line.actor_key)
        for line in detail.history
    ]


def place_facts(detail: ApplicationDetail) -> list[tuple[Any, Any]]:
    line = detail.line
    return [
        (_("Number"), line.number), (_("Business registration number"), shown_business_number(line.business_number)),
        (_("Employer"), line.employer_name), (_("Client company"), detail.client_name),
        (_("Industry"), _industry(line.industry_name, detail.industry_code)),
        (_("Sector"), line.sector_name), (_("Address of the site"), detail.address),
        (_("All workers at this site"), line.workers), (_("Of them, customer service workers"), line.service_workers),
        (_("Applied on"), line.applied_on),
        (_("Came by"), _("Online form") if line.source == "online" else _("Spreadsheet")),
    ]  # fmt: skip


def _industry(name: str, code: str) -> str:
    """As the application names it; in the reader's language where the name is the list's own."""
    listed = codes.find_industry(code) if code else None
    shown = say(listed.name) if listed and listed.name.ko == name else name
    return f"{shown} ({code})" if code else shown


def contact_facts(detail: ApplicationDetail) -> list[tuple[Any, Any]]:
    return [(_("Name"), detail.contact_name), (_("Telephone"), detail.contact_phone), (_("E-mail"), detail.contact_email)]


def can(by: Actor, detail: ApplicationDetail, to: str) -> Verdict:
    """May this actor move the application there now? The state first, then the seat."""
    arrow = APPLICATION.arrow(detail.line.status, to)
    if arrow is None:
        here, there = detail.line.status_name, APPLICATION.state(to).name
        return Verdict(False, Text(f"지금 상태가 ‘{here.ko}’이므로 ‘{there.ko}’(으)로 바꿀 수 없습니다.",
                                   f"The application is “{here.en}”, so it cannot become “{there.en}”."))  # fmt: skip
    return may(by, arrow.action, Where(region=detail.line.region, workplace=str(detail.line.workplace_id)))


def can_judge(by: Actor, detail: ApplicationDetail) -> Verdict:
    """Any verdict that could still be given."""
    verdicts = [can(by, detail, to) for to in ("eligible", "not_eligible")]
    return next((one for one in verdicts if one), verdicts[0])


def may_letter(by: Actor, detail: ApplicationDetail) -> Verdict:
    if detail.line.is_eligible is None and detail.line.status != "withdrawn":
        return Verdict(False, Text("아직 판정 전입니다.", "No decision has been made yet."))
    return may(by, Action.letter_see, Where(region=detail.line.region, workplace=str(detail.line.workplace_id)))


def plan_facts(particulars: dict[str, Any]) -> list[tuple[Any, Any]]:
    """What the form asked for the planning of visits, in words."""
    from jikim.areas.enrolment.forms.online import DAYS, LANGUAGES, SHIFTS

    def named(keys: Any, choices: list[tuple[str, Any]]) -> str:
        names = dict(choices)
        return ", ".join(str(names.get(key, key)) for key in ([keys] if isinstance(keys, str) else keys or []))

    once = particulars.get("one_day_visits") or {}
    excepted = f"{once['reason']} ({once['by']}, {formats.dated(once['on'])})" if once else ""
    busy = "; ".join(f"{one['from']} – {one['to']}" for one in particulars.get("busy_periods", []))
    found = [
        (_("Shifts"), named(particulars.get("shifts"), SHIFTS)), (_("Closed on"), named(particulars.get("closed_days"), DAYS)),
        (_("Hours for visits"), spoken(visit_hours(particulars))), (_("Busy periods"), busy), (_("Languages your workers need"), named(particulars.get("languages"), LANGUAGES)),
        (_("Anything a visitor should know"), particulars.get("needs", "")), (_("Excepted from the rule for large sites"), excepted),
    ]  # fmt: skip
    return [(label, value) for label, value in found if value]


def _rows(by: Actor, season_id: int, asked: Asked) -> tuple[Any, int]:
    found = queries.applications(
        by=by, filters=_filters(season_id, asked), sort=_sort(asked), page=asked.page, per_page=asked.page_size or 500
    )
    return found.rows, found.total


def _sort(asked: Asked) -> str:
    return f"-{asked.sort}" if asked.descending else asked.sort


def _filters(season_id: int, asked: Asked) -> queries.ApplicationFilter:
    def chosen(key: str) -> frozenset[str]:
        return frozenset({asked.filters[key]} if key in asked.filters else ())

    return queries.ApplicationFilter(
        season_id=season_id, statuses=chosen("status"), regions=chosen("region"), sectors=chosen("sector"),
        warned={"yes": True, "no": False}.get(asked.filters.get("open", "")), text=asked.search,
    )  # fmt: skip
