"""Statements and objections: the office draws up, freezes and answers; the agency reads its own and objects line by line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions import objecting, settling
from jikim.areas.visits.actions.statement_paper import statement_paper
from jikim.areas.visits.forms.settlement import AnswerForm, MonthForm, ObjectionForm, month_name
from jikim.areas.visits.models import Objection, Statement, StatementLine
from jikim.areas.visits.queries import statement_lists as lists
from jikim.areas.visits.queries import statements as queries
from jikim.areas.visits.queries.missing import missing_lines
from jikim.areas.visits.views import PDF, actor, private
from jikim.rules.access import Action, may
from jikim.rules.settling import ITEM_NAMES
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, acts
from jikim.shared.clock import today
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def whole(won: Decimal | None) -> int | None:
    """Won as a number of a table and a spreadsheet."""
    return None if won is None else int(won)


def _objection_words(row: queries.LineFacts) -> str | None:
    if row.objection:
        return say(LIFECYCLES["objection"].state(row.objection).name)
    return gettext("Object") if row.may_object else None


def _objection_link(row: queries.LineFacts) -> str:
    if row.objection:
        return reverse("objection", args=[row.objection_id])
    return reverse("line_object", args=[row.line_id]) if row.may_object else ""


def _states(kind: str) -> list[Choice]:
    return [Choice(state.key, say(state.name)) for state in LIFECYCLES[kind].states]


def _months(request: HttpRequest) -> list[Choice]:
    return [Choice(f"{one:%Y-%m-%d}", month_name(one)) for one in lists.months_of(season_id=enrolment.the_season().pk, by=actor(request))]


STATEMENTS = Table(
    key="statements", caption=_("Settlement statements"),
    columns=(
        Column("month", _("Month"), value=lambda row: month_name(row.month), link=lambda row: reverse("statement", args=[row.id])),
        Column("agency", _("Agency")),
        Column("status", _("Status"), status="statement"),
        Column("lines", _("Lines"), numeric=True, sortable=False),
        Column("total", _("Amount (won)"), value=lambda row: whole(row.total), numeric=True, sortable=False),
        Column("open_objections", _("Objections to answer"), value=lambda row: row.open_objections or None, numeric=True, sortable=False),
    ),
    filters=(Filter("month", _("Month"), choices=_months), Filter("status", _("Status"), choices=lambda request: _states("statement"))),
    default_sort="-month", search=_("Agency"), empty=_("There is no statement yet."),
)  # fmt: skip
LINES = Table(
    key="statement_lines", caption=_("Lines of the statement"),
    columns=(
        Column("workplace_number", _("Number")),
        Column("workplace_name", _("Workplace")),
        Column("item", _("For"), value=lambda row: row.item_name),
        Column("number", _("Visit"), numeric=True),
        Column("on", _("Day")),
        Column("won", _("Amount (won)"), value=lambda row: whole(row.won), numeric=True),
        Column("objection", _("Objection"), value=_objection_words, link=_objection_link, sortable=False),
        Column("region", _("Region"), value=lambda row: row.region_name, priority=3),
        Column("due_on", _("Accepted or decided on"), priority=3),
        Column("service_workers", _("Customer service workers"), numeric=True, export_only=True),
    ),
    filters=(Filter("item", _("For"), choices=lambda request: [Choice(item.value, say(name)) for item, name in ITEM_NAMES.items()]),),
    default_sort="workplace_number", search=_("Number or workplace"), empty=_("There is no line."),
)  # fmt: skip
OBJECTIONS = Table(
    key="objections", caption=_("Objections"),
    columns=(
        Column("workplace", _("Workplace"), value=lambda row: row.line.workplace_name, link=lambda row: reverse("objection", args=[row.id]), sortable=False),
        Column("item", _("For"), value=lambda row: row.line.item_name, sortable=False),
        Column("won", _("Amount (won)"), value=lambda row: whole(row.line.won), numeric=True, sortable=False),
        Column("claimed", _("Claimed (won)"), value=lambda row: whole(row.claimed), numeric=True),
        Column("status", _("Status"), status="objection"),
        Column("granted", _("Granted (won)"), value=lambda row: whole(row.granted), numeric=True, sortable=False),
        Column("month", _("Month"), value=lambda row: month_name(row.month), priority=2),
        Column("agency", _("Agency"), priority=2),
        Column("raised_at", _("Raised on"), value=lambda row: localtime(row.raised_at).date(), priority=2),
        Column("reason", _("Reason"), sortable=False, export_only=True),
        Column("answer", _("Answer"), sortable=False, export_only=True),
    ),
    filters=(Filter("status", _("Status"), choices=lambda request: _states("objection")),),
    default_sort="-raised_at", search=_("Number, workplace or agency"), empty=_("No objection has been raised."),
)  # fmt: skip


@acts(Action.settlement_see)
def statements(request: HttpRequest) -> HttpResponseBase:
    season, by = enrolment.the_season(), actor(request)
    return respond(
        request, STATEMENTS, "visits/statements.html",
        context={"season_name": Text(season.name_ko, season.name_en), "form": MonthForm(months=_past_months(season.starts_on)),
                 "may_freeze": may(by, Action.settlement_freeze), "is_agency": bool(may(by, Action.line_object))},
        rows=lambda asked: lists.statement_lines(season_id=season.pk, asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "statement", season.pk, form=form, rows=count),
    )  # fmt: skip


@acts(Action.settlement_freeze)
def statements_draw_up(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    form = MonthForm(request.POST or None, months=_past_months(season.starts_on))
    if request.method == "POST" and form.is_valid():
        made = settling.draw_up(season_id=season.pk, month=form.chosen(), by=actor(request))
        messages.success(request, gettext("New statements: %(count)s") % {"count": made} if made else gettext("There is no new statement to draw up for that month."))
    return redirect("statements")


@acts(Action.settlement_see)
def statement(request: HttpRequest, statement_id: int) -> HttpResponseBase:
    try:
        page = _page(request, statement_id)
    except Conflict as refused:
        messages.warning(request, say(refused.reason))
        return redirect("visit_terms")
    audit.record(actor(request), "statement.read", "statement", statement_id)
    seen = settling.draft_hash(statement_id=statement_id) if page.status == "draft" and page.may_freeze else ""
    return respond(
        request, LINES, "visits/statement.html", context={"page": page, "total": whole(page.total), "seen": seen, "month": month_name(page.month)},
        rows=lambda asked: queries.lines_asked(page, asked),
        exported=lambda asked, form, count: audit.record(actor(request), "export", "statement", statement_id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.settlement_freeze)
def statement_freeze(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Frozen as it was on the page. A second click, or the second of two people, is told 409."""
    if request.method == "POST":
        settling.freeze_statement(statement_id=statement_id, seen=request.POST.get("seen", ""), by=actor(request))
        messages.success(request, gettext("The statement is frozen. The agency can read it now."))
    return redirect("statement", statement_id)


@acts(Action.settlement_freeze)
def statement_settle(request: HttpRequest, statement_id: int) -> HttpResponse:
    if request.method == "POST":
        settling.settle_statement(statement_id=statement_id, by=actor(request))
        messages.success(request, gettext("The statement is settled."))
    return redirect("statement", statement_id)


@acts(Action.settlement_see)
def statement_pdf(request: HttpRequest, statement_id: int, language: str) -> HttpResponse:
    page = _page(request, statement_id)
    made = statement_paper(page=page, language=language, by=actor(request))
    response = HttpResponse(made.data, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return private(response)


@acts(Action.line_object)
def line_object(request: HttpRequest, line_id: int) -> HttpResponse:
    try:
        line, one = lists.line_of(line_id=line_id, by=actor(request))
    except StatementLine.DoesNotExist:
        raise Http404 from None
    form = ObjectionForm(request.POST or None, initial={"claimed": line.won})
    if request.method == "POST" and form.is_valid():
        try:
            made = objecting.raise_objection(line_id=line_id, reason=form.text(), claimed=form.cleaned_data["claimed"], by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Your objection has reached the office."))
            return redirect("objection", made.pk)
    return private(render(request, "visits/line_object.html", {"line": line, "statement": one, "month": month_name(one.month), "form": form}))


@acts(Action.settlement_see)
def objections(request: HttpRequest) -> HttpResponseBase:
    season, by = enrolment.the_season(), actor(request)
    return respond(
        request, OBJECTIONS, "visits/objections.html",
        context={"season_name": Text(season.name_ko, season.name_en), "missing": missing_lines(season_id=season.pk, by=by)},
        rows=lambda asked: lists.objection_lines(season_id=season.pk, asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "objection", season.pk, form=form, rows=count),
    )  # fmt: skip


@acts(Action.settlement_see)
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    one = _objection(request, objection_id)
    return private(render(request, "visits/objection.html", _shown(one, AnswerForm(initial={"granted": one.claimed}))))


@acts(Action.objection_answer)
def objection_answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answered once; the second answer is told 409."""
    one = _objection(request, objection_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objecting.answer_objection(objection_id=objection_id, granted=form.won(), reason=form.text(), by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Answered. The agency reads the reason."))
            return redirect("objection", objection_id)
    return private(render(request, "visits/objection.html", _shown(one, form)))


def _page(request: HttpRequest, statement_id: int) -> queries.StatementPage:
    try:
        return queries.statement_page(statement_id=statement_id, by=actor(request), today=today())
    except Statement.DoesNotExist:
        raise Http404 from None


def _objection(request: HttpRequest, objection_id: int) -> lists.ObjectionLine:
    try:
        return lists.objection(objection_id=objection_id, by=actor(request))
    except Objection.DoesNotExist:
        raise Http404 from None


def _shown(one: lists.ObjectionLine, form: AnswerForm) -> dict[str, Any]:
    return {"one": one, "form": form, "month": month_name(one.month), "corrected_in": month_name(one.corrected_in) if one.corrected_in else ""}


def _past_months(starts_on: dt.date) -> list[dt.date]:
    """Months of the season that are over, the last one first."""
    found, month = [], starts_on.replace(day=1)
    while month < today().replace(day=1) and len(found) < 24:
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found[::-1]


