"""What the plan's pages ask: a what-if, what happened before a re-plan, where a visit goes by hand, other dates. Never saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch.actions.proposing import MOST_OFFERS, Offer
from jikim.rules.visit_hours import said_hours
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.clock import today
from jikim.shared.ui.day_hours import add_hours, check_hours, initial_hours
from jikim.shared.ui.meanwhile import MeanwhileForm
from jikim.shared.ui.words import say

Choices = Sequence[tuple[str, str]]


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d"), help_text=help_text)


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 600}))


def typed(said: str) -> Text:
    """What somebody wrote, for both languages: nobody translates it."""
    return Text(said.strip(), said.strip())


def _regions() -> Choices:
    return [("", "–"), *((one.key, say(one.name)) for one in codes.regions())]


class MakeForm(forms.Form):
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=2_000_000_000, initial=1,
                              help_text=_("The same seed makes the same plan from the same facts."))  # fmt: skip


class WhatIfForm(forms.Form):
    """One other setting at a time, so that the difference has one cause."""

    target = forms.IntegerField(label=_("Another target"), min_value=1, max_value=100_000, required=False)
    fair_share_times = forms.IntegerField(label=_("Another limit, times the fair share"), min_value=1, max_value=20, required=False)
    agency = forms.ChoiceField(label=_("An agency"), required=False)
    region = forms.ChoiceField(label=_("covers this region too"), choices=lazy(_regions, list), required=False)
    consultant = forms.ChoiceField(label=_("A consultant"), required=False)
    days = forms.IntegerField(label=_("has so many days a month"), min_value=0, max_value=31, required=False)

    def __init__(self, *args: Any, agencies: Choices = (), consultants: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "–"), *agencies]  # type: ignore[attr-defined]
        self.fields["consultant"].choices = [("", "–"), *consultants]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("agency")) != bool(said.get("region")):
            self.add_error("region" if said.get("agency") else "agency", _("Choose both the agency and the region."))
        if bool(said.get("consultant")) != (said.get("days") is not None):
            self.add_error("days" if said.get("consultant") else "consultant", _("Choose the consultant and give the days."))
        asked = [bool(said.get("target")), bool(said.get("fair_share_times")), bool(said.get("agency")), bool(said.get("consultant"))]
        if not self.errors and sum(asked) != 1:
            self.add_error(None, _("Change one thing at a time, so that the difference has one cause."))
        return said

    def asked(self) -> dict[str, Any]:
        said = {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}
        return {key: int(value) if key in ("agency", "consultant") else value for key, value in said.items()}


class RevisionForm(forms.Form):
    """What happened. Only an absence needs more than a sentence: whatever else changed is known already."""

    cause = forms.ChoiceField(label=_("What has happened?"), widget=forms.RadioSelect, choices=[
        ("absence", _("A consultant cannot come for some days")), ("newcomer", _("Workplaces have joined or withdrawn")),
        ("other", _("Something else has changed (people, regions, closed days)")),
    ])  # fmt: skip
    consultant = forms.ChoiceField(label=_("Consultant"), required=False)
    first = date_field(_("From"), required=False)
    last = date_field(_("To"), required=False)
    said = forms.CharField(label=_("In your words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                           help_text=_("Kept with the re-plan. No diagnosis, please: “ill” is enough."))  # fmt: skip

    def __init__(self, *args: Any, consultants: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultant"].choices = [("", "–"), *consultants]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("cause") == "absence":
            for name in ("consultant", "first", "last"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in for an absence."))
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The period ends before it begins."))
        if said.get("cause") == "absence" and said.get("first") and said["first"] <= today():
            self.add_error("first", _("Only days from tomorrow on can be planned anew. A visit of today or before that did not take place is reported in its visit record as “not held”."))
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said["cause"] != "absence":
            return {}
        return {"consultant": int(said["consultant"]), "from": said["first"].isoformat(), "to": said["last"].isoformat()}


class MoveForm(forms.Form):
    """A place by hand. `version` is the appointment's, so that an old page overwrites nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    consultant = forms.ChoiceField(label=_("Consultant"))
    on = date_field(_("Date"))
    start = time_field(_("Begins at"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
                             help_text=_("Needed when the new place breaks a rule; kept with the appointment."))  # fmt: skip

    def __init__(self, *args: Any, consultants: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultant"].choices = list(consultants)  # type: ignore[attr-defined]


class ProposeManyForm(forms.Form):
    until = date_field(_("Propose every planned visit up to"), help_text=_("Each workplace gets one mail for each visit, with a link to accept or offer other dates."))


class OffersForm(forms.Form):
    """Up to three other dates. The first is needed."""

    note = forms.CharField(label=_("Anything else"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        for n in range(1, MOST_OFFERS + 1):
            self.fields[f"on_{n}"] = date_field(_("Date %(n)s") % {"n": n}, required=n == 1)
            self.fields[f"start_{n}"] = time_field(_("Time %(n)s") % {"n": n}, required=False)
        self.fields["note"] = note

    def offers(self) -> list[Offer]:
        said = self.cleaned_data
        return [
            Offer(said[f"on_{n}"], said.get(f"start_{n}") or dt.time(10))
            for n in range(1, MOST_OFFERS + 1) if said.get(f"on_{n}")
        ]  # fmt: skip


class ClosedDaysForm(MeanwhileForm):
    """When a workplace cannot be visited; the plan never proposes these. Of two who save at once the second is asked."""

    closed_days = forms.MultipleChoiceField(label=_("Closed on"), required=False, widget=forms.CheckboxSelectMultiple, choices=[
        ("mon", _("Monday")), ("tue", _("Tuesday")), ("wed", _("Wednesday")), ("thu", _("Thursday")), ("fri", _("Friday")),
        ("sat", _("Saturday")), ("sun", _("Sunday")), ("holidays", _("Public holidays")),
    ])  # fmt: skip
    shifts = forms.ChoiceField(label=_("Shifts"), required=False, choices=[
        ("", "–"), ("day", _("Day work only")), ("two", _("Two shifts")), ("three", _("Three shifts")), ("night", _("Night work only")),
        ("mixed", _("Different by day or by person")),
    ])  # fmt: skip

    def __init__(self, *args: Any, visit_minutes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit_minutes = visit_minutes
        add_hours(self)
        for n in range(1, 4):
            for end, label in (("from", _("Busy period %(n)s from")), ("to", _("Busy period %(n)s to"))):
                self.fields[f"busy_{n}_{end}"] = date_field(label % {"n": n}, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in range(1, 4):
            first, last = said.get(f"busy_{n}_from"), said.get(f"busy_{n}_to")
            if first and last and last < first:
                self.add_error(f"busy_{n}_to", _("The period ends before it begins."))
        check_hours(self, said, self.visit_minutes)
        return said

    @staticmethod
    def of(said: Any) -> dict[str, Any]:
        """What the workplace has said so far."""
        initial = {"closed_days": said.get("closed_days") or [], "shifts": said.get("shifts") or ""} | initial_hours(said)
        for n, one in enumerate((said.get("busy_periods") or [])[:3], 1):
            initial |= {f"busy_{n}_from": one.get("from"), f"busy_{n}_to": one.get("to")}
        return initial

    def particulars(self) -> dict[str, Any]:
        said = self.cleaned_data
        busy = []
        for n in range(1, 4):
            first, last = said.get(f"busy_{n}_from"), said.get(f"busy_{n}_to")
            if first or last:
                busy.append({"from": (first or last).isoformat(), "to": (last or first).isoformat()})
        return {"closed_days": said["closed_days"], "shifts": said["shifts"], "busy_periods": busy} | said_hours(said)


class LargeSiteForm(MeanwhileForm):
    """One large site whose visits are to be made on one day all the same."""

    excepted = forms.BooleanField(label=_("Each visit of this site is made on one day"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept with the workplace and in the record."))
