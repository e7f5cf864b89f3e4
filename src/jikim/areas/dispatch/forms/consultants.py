"""A consultant: who, with which qualification, from where, on which days. Forms check shapes and never save."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch.forms.agencies import date_field, region_choices
from jikim.areas.dispatch.queries.consultants import ConsultantPage
from jikim.areas.dispatch.queries.words import LANGUAGES, QUALIFICATIONS
from jikim.rules import intake_cells as cells
from jikim.rules.intake_agencies import days
from jikim.shared.ui.asking import small_enough
from jikim.shared.ui.words import say

_RANGE = re.compile(r"(.+?)\s*[~–]\s*(.+)")
_LONGEST_LEAVE = dt.timedelta(days=366)


def _qualifications() -> list[tuple[str, str]]:
    return [("", "–"), *((key, say(text)) for key, text in QUALIFICATIONS.items())]


def _languages() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in LANGUAGES.items()]


class ConsultantForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)
    qualification = forms.ChoiceField(label=_("Qualification"), choices=lazy(_qualifications, list), required=False)
    qualified_until = date_field(_("Qualified until"), help_text=_("Empty when the qualification does not run out."))
    region = forms.ChoiceField(label=_("Base region"), choices=lazy(region_choices, list))
    district = forms.CharField(label=_("Base district"), max_length=60, required=False, help_text=_("Where the day's journey begins and ends."))
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=32.5, max_value=39.5)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=123.5, max_value=132.5)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=lazy(_languages, list), widget=forms.CheckboxSelectMultiple)
    days_a_month = forms.IntegerField(label=_("Days a month"), min_value=0, max_value=31)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    @staticmethod
    def of(page: ConsultantPage) -> dict[str, Any]:
        line = page.line
        return {
            "version": page.version, "name": line.name, "qualification": page.qualification_key,
            "qualified_until": line.qualified_until, "region": line.region, "district": line.district, "latitude": line.latitude,
            "longitude": line.longitude, "languages": list(line.languages), "days_a_month": line.days_per_month,
            "email": line.email, "phone": line.phone,
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        """A qualification left empty in a change is not taken away: it cannot be un-checked by leaving it out."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return said if said["qualification"] else {key: value for key, value in said.items() if key != "qualification"}


class AvailabilityForm(forms.Form):
    """Days in a month, one field for each month that may differ, and days off."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    days_a_month = forms.IntegerField(label=_("Days a month"), min_value=0, max_value=31)

    def __init__(self, *args: Any, months: Iterable[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = [(f"month_{month:%Y_%m}", f"{month:%Y-%m}") for month in months]
        for name, key in self.months:
            year, month = key.split("-")
            self.fields[name] = forms.IntegerField(
                label=_("Days in %(year)s-%(month)s") % {"year": year, "month": month}, required=False, min_value=0, max_value=31,
            )  # fmt: skip
        self.fields["days_off"] = forms.CharField(
            label=_("Days off"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Separated by commas or lines: 2017-05-02, 2017-07-31 ~ 2017-08-04. Weekends and public holidays need not be listed."),
        )  # fmt: skip

    @staticmethod
    def of(page: ConsultantPage) -> dict[str, Any]:
        by_month = {f"month_{key.replace('-', '_')}": value for key, value in page.line.days_by_month.items()}
        off = ", ".join(day.isoformat() for day in page.line.days_off)
        return {"version": page.version, "days_a_month": page.line.days_per_month, "days_off": off, **by_month}

    def clean_days_off(self) -> list[dt.date]:
        found: set[dt.date] = set()
        for part in re.split(r"[,;\n、，]+", self.cleaned_data["days_off"]):
            if not part.strip():
                continue
            try:
                found |= _span(part)
            except cells.Unreadable as wrong:
                raise forms.ValidationError(say(wrong.reason)) from None
        return sorted(found)

    def days_by_month(self) -> Mapping[str, int]:
        return {key: self.cleaned_data[name] for name, key in self.months if self.cleaned_data.get(name) is not None}


def _span(written: str) -> set[dt.date]:
    told = _RANGE.fullmatch(written.strip())
    if told is None:
        return set(days(written.strip()))
    first, last = min(days(told[1].strip())), max(days(told[2].strip()))
    if last < first or last - first > _LONGEST_LEAVE:
        raise forms.ValidationError(_("“%(span)s” is no span of days.") % {"span": written.strip()})
    return {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}


class ProofForm(forms.Form):
    proof = forms.FileField(label=_("Proof of the qualification"), validators=[small_enough], help_text=_("PDF, PNG or JPEG, up to 20 MB. Cover resident registration numbers."))


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation to an account goes there."))
