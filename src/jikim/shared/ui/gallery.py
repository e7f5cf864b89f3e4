"""The gallery's made-up content: each component once, in each state it can take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jikim.rules.access import Verdict
from jikim.rules.words import Text
from jikim.rules.workflow import APPLICATION
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond


class Sample(forms.Form):
    name = forms.CharField(label=_("Workplace"), help_text=_("As on the business registration."))
    workers = forms.IntegerField(label=_("Workers"), min_value=1)
    opens_on = forms.DateField(label=_("Opens on"), required=False)
    region = forms.ChoiceField(label=_("Region"), choices=[("", _("Choose one")), ("11", _("Seoul")), ("26", _("Busan"))])
    channel = forms.MultipleChoiceField(
        label=_("How customers are served"), widget=forms.CheckboxSelectMultiple,
        choices=[("face", _("Face to face")), ("phone", _("By telephone")), ("home", _("At the customer's home"))],
    )  # fmt: skip
    shift = forms.ChoiceField(label=_("Shifts"), widget=forms.RadioSelect, choices=[("1", _("One")), ("2", _("Two or more"))])
    note = forms.CharField(label=_("Anything else"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    file = forms.FileField(label=_("File"), help_text=_("Up to 20 MB"), required=False)
    agreed = forms.BooleanField(label=_("I have read the agreement"))


@dataclass(frozen=True, slots=True)
class SampleRow:
    number: str
    name: str
    workers: int
    status: str
    applied_on: dt.date


STATES = [state.key for state in APPLICATION.states]
ROWS = [
    SampleRow(f"W{n:04}", f"{('한빛', '다온', '새솔', '가람')[n % 4]} 고객센터 {n}", 10 + n * 7 % 190, STATES[n % len(STATES)],
              dt.date(2017, 4, 3) + dt.timedelta(days=n % 25))
    for n in range(1, 128)
]  # fmt: skip
TABLE = Table(
    key="samples",
    caption=_("Sample applications"),
    columns=(
        Column("number", _("Number"), link=lambda row: f"#{row.number}"),
        Column("name", _("Workplace")),
        Column("workers", _("Workers"), numeric=True),
        Column("status", _("Status"), status="application"),
        Column("applied_on", _("Applied on")),
    ),
    filters=(Filter("status", _("Status"), [Choice(state.key, state.name) for state in APPLICATION.states]),),
    default_sort="number",
    search=_("Number or name"),
    page_size=10,
)


@dataclass(frozen=True, slots=True)
class SampleChange:
    target: str
    at: dt.datetime
    actor_name: str
    reason_ko: str = ""
    reason_en: str = ""
    note: str = ""
    thing_kind: str = "application"


def _rows(asked: Asked) -> tuple[list[SampleRow], int]:
    found = [row for row in ROWS if asked.search in row.number + row.name]
    found = [row for row in found if row.status == asked.filters.get("status", row.status)]
    found.sort(key=lambda row: getattr(row, asked.sort), reverse=asked.descending)
    return found[asked.slice], len(found)


def show(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    return respond(request, TABLE, "ui/gallery.html", rows=_rows, context={
        "form": Sample(), "faulty": Sample({"workers": "-3"}, prefix="faulty"), "states": STATES,
        "tones": ["primary", "secondary", "gray", "success", "warning", "danger", "information"],
        "notices": ["info", "success", "warning", "danger"],
        "refused": Verdict(False, Text("사업이 마감되어 바꿀 수 없습니다.", "The season is closed; this cannot be changed.")),
        "steps": [Text("사업장", "Workplace"), Text("고객 응대", "Serving customers"), Text("확인", "Check"), Text("제출", "Send")],
        "facts": [(_("Workplace"), "한빛 고객센터"), (_("Workers"), 1234), (_("Applied on"), dt.date(2017, 4, 3)), (_("Note"), None)],
        "history": [
            SampleChange("submitted", now - dt.timedelta(days=3), "김하늘"),
            SampleChange("eligible", now - dt.timedelta(days=1), "이준서", "고객응대근로자가 24명으로 기준(10명)을 충족합니다.",
                         "24 customer service workers meet the minimum of 10."),
        ],
    })  # fmt: skip
