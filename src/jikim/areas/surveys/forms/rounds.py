"""What is asked to prepare a round: its period, who is offered it, what may be asked of them, which questionnaires."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys.actions.preparing import DEFAULT_PACKS, REMINDER, Plan
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.rounds import consultants
from jikim.rules.asking import AGE, DIMENSIONS, JOB, TENURE, UNIT, Category
from jikim.rules.words import Text
from jikim.shared.packs import find_pack
from jikim.shared.ui.meanwhile import MeanwhileForm
from jikim.shared.ui.words import say

#: bands everybody uses, so that workplaces can be set side by side; those with nobody stay out
BANDS: dict[str, tuple[tuple[str, Text], ...]] = {
    AGE: (("20s", Text("20대 이하", "Under 30")), ("30s", Text("30대", "30s")), ("40s", Text("40대", "40s")),
          ("50+", Text("50대 이상", "50 and over"))),
    TENURE: (("<1", Text("1년 미만", "Under 1 year")), ("1-3", Text("1년 이상 3년 미만", "1 to 3 years")),
             ("3-10", Text("3년 이상 10년 미만", "3 to 10 years")), ("10+", Text("10년 이상", "10 years and more"))),
}  # fmt: skip
LINE = re.compile(r"^(?P<ko>[^/]+?)(?:\s*/\s*(?P<en>.+?))?[\s,:]+(?P<count>\d{1,5})\s*명?$")
_MOST_LINES = 40
_RESERVED = frozenset({"rest", "other", ""})


def _people() -> list[tuple[str, str]]:
    return [("", gettext("not decided yet")), *consultants().items()]


def _optional_packs() -> list[tuple[str, str]]:
    return [(name, say(find_pack(name).title)) for name in DEFAULT_PACKS[1:]]


def _lines_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("One per line: name and number, such as “Desk 1 24”. An English name may follow a slash: “상담1팀 / Desk 1 24”."),
    )  # fmt: skip


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d"))


class PeriodForm(forms.Form):
    begins_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    consultant_key = forms.ChoiceField(
        label=_("Consultant"), choices=lazy(_people, list), required=False,
        help_text=_("Whoever visits: prints the cards and hands them out. Sees this round and no other."),
    )  # fmt: skip


class ConsultantForm(forms.Form):
    consultant_key = forms.ChoiceField(label=_("Consultant"), choices=lazy(_people, list), required=False)


class EndForm(forms.Form):
    ends_on = _day(_("Last day"))


class FollowUpForm(MeanwhileForm, PeriodForm):
    """The second round asks what the first asked: only the time, the number of workers and the words are new."""

    headcount = forms.IntegerField(label=_("Customer service workers"), min_value=1, max_value=99_999,
                                   help_text=_("Everybody who is to be offered the survey."))  # fmt: skip
    reminder_ko = forms.CharField(label=_("Reminder (Korean)"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
                                  help_text=_("Printed on the notice and said at the visit."))  # fmt: skip
    reminder_en = forms.CharField(label=_("Reminder (English)"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(
            data["begins_on"], data["ends_on"], data["headcount"], consultant_key=data["consultant_key"],
            reminder=Text(data["reminder_ko"], data["reminder_en"]),
        )  # fmt: skip

    def put_back(self, refused: Invalid) -> None:
        """The action's reasons beside their fields."""
        for name, reason in refused.errors.items():
            there = name if name in self.fields else next((field for field in self.fields if field.startswith(f"{name}_")), None)
            self.add_error(there, say(reason))


class RoundForm(FollowUpForm):
    women = forms.IntegerField(label=_("of them women"), min_value=0, required=False)
    men = forms.IntegerField(label=_("of them men"), min_value=0, required=False)
    unit = _lines_field(_("Units"))
    job = _lines_field(_("Kinds of work"))
    packs = forms.MultipleChoiceField(
        label=_("Questionnaires beside the KELS-24"), choices=lazy(_optional_packs, list), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for dimension, bands in BANDS.items():
            for i, (_key, name) in enumerate(bands):
                self.fields[f"{dimension}_{i}"] = forms.IntegerField(label=say(name), min_value=0, required=False)

    @property
    def age(self) -> list[forms.BoundField]:
        return [self[f"{AGE}_{i}"] for i in range(len(BANDS[AGE]))]

    @property
    def tenure(self) -> list[forms.BoundField]:
        return [self[f"{TENURE}_{i}"] for i in range(len(BANDS[TENURE]))]

    def clean_unit(self) -> list[Category]:
        return _categories(self.cleaned_data["unit"])

    def clean_job(self) -> list[Category]:
        return _categories(self.cleaned_data["job"])

    def plan(self) -> Plan:
        data = self.cleaned_data
        plan = super().plan()
        categories = {UNIT: data["unit"], JOB: data["job"], **{name: self._bands(name) for name in BANDS}}
        return Plan(
            plan.begins_on, plan.ends_on, plan.headcount, {name: categories[name] for name in DIMENSIONS if categories[name]},
            data["women"], data["men"], plan.consultant_key, (DEFAULT_PACKS[0], *data["packs"]), plan.reminder,
        )  # fmt: skip

    def _bands(self, name: str) -> list[Category]:
        counts = [self.cleaned_data.get(f"{name}_{i}") for i in range(len(BANDS[name]))]
        return [Category(key, words, count) for (key, words), count in zip(BANDS[name], counts, strict=True) if count]


def _categories(text: str) -> list[Category]:
    """Lines of name and number; each wrong line is named."""
    found: list[Category] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = " ".join(raw.split())
        if not line:
            continue
        match = LINE.match(line)
        if match is None:
            raise ValidationError(gettext("Line %(number)d: a name and a number, please (%(line)s).") % {"number": number, "line": line[:40]})
        name = match["ko"].strip()[:60]
        key = f"{name}*" if name.lower() in _RESERVED or "+" in name else name
        found.append(Category(key, Text(name, (match["en"] or "").strip()[:60]), int(match["count"])))
    if len(found) > _MOST_LINES:
        raise ValidationError(gettext("At most %(most)d lines, please.") % {"most": _MOST_LINES})
    return found


def first_values(one: Round | None, *, headcount: int, **dates: Any) -> dict[str, Any]:
    """What the form shows before anything is typed: the round as it stands, else good defaults."""
    values: dict[str, Any] = {
        "headcount": headcount, "reminder_ko": REMINDER.ko, "reminder_en": REMINDER.en, "packs": list(DEFAULT_PACKS[1:]), **dates,
    }  # fmt: skip
    if one is not None:
        values |= {
            "begins_on": one.begins_on, "ends_on": one.ends_on, "headcount": one.headcount, "consultant_key": one.consultant_key,
            "reminder_ko": one.reminder_ko, "reminder_en": one.reminder_en, "packs": [part["id"] for part in one.packs],
            "women": one.asks.get("women"), "men": one.asks.get("men"),
            **{name: _as_lines(one.asks.get(name, ())) for name in (UNIT, JOB)},
            **{f"{name}_{i}": size for name in BANDS for i, size in _as_bands(name, one.asks.get(name, ()))},
        }  # fmt: skip
    return values


def _as_lines(parts: Iterable[Mapping[str, Any]]) -> str:
    """Categories back as they are typed."""
    return "\n".join(f"{one['ko']}{' / ' + one['en'] if one['en'] else ''} {one['headcount']}" for one in parts)


def _as_bands(name: str, parts: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Bands back in their fields; merged ones in the field of the first, since what they were merged from is not kept."""
    place = {key: i for i, (key, _words) in enumerate(BANDS[name])}
    return [(place[first], one["headcount"]) for one in parts if (first := one["key"].split("+")[0]) in place]
