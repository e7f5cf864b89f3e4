"""The season's own numbers, its quotas, milestones and holidays. Every change asks for its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions.seasons import HolidayValue, MilestoneValue, QuotaValue
from jikim.areas.enrolment.queries.change_words import EXISTING_CONTRACTS
from jikim.areas.enrolment.queries.seasons import FIELD_NAMES, QuotaLine, SeasonPage
from jikim.shared import codes
from jikim.shared.ui.words import say


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d"), help_text=help_text)


def _regions() -> list[tuple[str, str]]:
    return [(one.key, say(one.name)) for one in codes.regions()]


def _sectors() -> list[tuple[str, str]]:
    return [(one.key, say(one.name)) for one in codes.sectors()]


def _existing_contracts() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in EXISTING_CONTRACTS.items()]


class ChangeForm(forms.Form):
    """What every edit of a season carries: the version it started from and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the change and shown in the history."),
    )  # fmt: skip


def bands_said(bands: Iterable[Sequence[int]]) -> str:
    """[[0, 120], [50, 150]] as a clerk writes it: “0:120, 50:150”."""
    return ", ".join(f"{least}:{minutes}" for least, minutes in bands)


class BandsField(forms.CharField):
    """Minutes by headcount; gives pairs of numbers. What they may be is the action's to say."""

    def to_python(self, value: Any) -> Any:
        pairs = [part.partition(":") for part in str(value or "").replace("，", ",").split(",") if part.strip()]
        if not all(least.strip().isdecimal() and minutes.strip().isdecimal() for least, _colon, minutes in pairs):
            raise forms.ValidationError(_("Write pairs of numbers: “0:120, 50:150, 300:180”."))
        return [[int(least), int(minutes)] for least, _colon, minutes in pairs]


def days_said(days: Iterable[int]) -> str:
    """[2, 2, 1] as a clerk writes it: “2, 2, 1”."""
    return ", ".join(map(str, days))


class DaysField(forms.CharField):
    """Days of the three visits; gives three numbers. What they may be is the action's to say."""

    def to_python(self, value: Any) -> Any:
        parts = [part.strip() for part in str(value or "").replace("，", ",").replace("·", ",").split(",")]
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):
            raise forms.ValidationError(_("Write three numbers, for the first, second and third visit: “2, 2, 1”."))
        return [int(part) for part in parts]


class SeasonForm(ChangeForm):
    """Labels come from the season's own field names, so that form, history and audit say the same."""

    name_ko = forms.CharField(max_length=120)
    name_en = forms.CharField(max_length=120, required=False)
    starts_on = date_field("")
    ends_on = date_field("")
    call_opens_on = date_field("", required=False)
    call_closes_on = date_field("", required=False)
    target = forms.IntegerField(min_value=1, max_value=1_000_000)
    intensive_target = forms.IntegerField(min_value=0, max_value=1_000_000)
    minimum_service_workers = forms.IntegerField(min_value=0, max_value=100_000)
    regions_admitted = forms.MultipleChoiceField(
        choices=lazy(_regions, list), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all are admitted."),
    )  # fmt: skip
    sectors_admitted = forms.MultipleChoiceField(
        choices=lazy(_sectors, list), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all are admitted."),
    )  # fmt: skip
    admits_earlier_seasons = forms.BooleanField(required=False)
    existing_contracts = forms.ChoiceField(
        choices=lazy(_existing_contracts, list), widget=forms.RadioSelect,
        help_text=_("Agencies declare which workplaces they serve under contract. The plan follows this setting; each pair kept apart has its reason."),
    )  # fmt: skip
    who_counts_ko = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    who_counts_en = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    is_trial = forms.BooleanField(required=False)
    disclosure_minimum = forms.IntegerField(min_value=5, max_value=1000, help_text=_("Never under 5."))
    disclosure_minimum_whole = forms.IntegerField(min_value=5, max_value=1000, help_text=_("Never under 5."))
    disclosure_minimum_abuse = forms.IntegerField(min_value=5, max_value=1000, help_text=_("Never under 5."))
    answers_kept_until = date_field(
        "", required=False, help_text=_("Empty means two years after the season's end. Afterwards the operator destroys the answers."),
    )
    fair_share_times = forms.IntegerField(min_value=1, max_value=20)
    visit_minutes = BandsField(max_length=200, help_text=_("Fewest customer service workers and minutes: “0:120, 50:150, 300:180”."))
    visits_minutes = forms.IntegerField(min_value=60, max_value=1440)
    day_minutes = forms.IntegerField(min_value=60, max_value=1440)
    rest_hours = forms.IntegerField(min_value=0, max_value=15, help_text=_("After a late visit the consultant's next day begins later. It matters only where workplaces ask for visits at night or early in the morning; 0 means no such rule."))
    large_site_from = forms.IntegerField(min_value=1, max_value=100_000, required=False, help_text=_("Such a site shares the days of its visits with nobody. Empty means no site counts as large."))
    large_site_days = DaysField(max_length=20, help_text=_("“2, 2, 1”: two working days in a row for the first and second visit, one for the third. At most five; without large sites it has no effect."))
    start_by_lottery = forms.BooleanField(
        required=False, help_text=_("For the evaluation: only where the start was drawn can the report speak of an effect. The draw itself is held from the visit plan."),
    )  # fmt: skip

    field_order = ("version", "name_ko", "name_en", "starts_on", "ends_on", "call_opens_on", "call_closes_on", "target",
                   "intensive_target", "minimum_service_workers", "regions_admitted", "sectors_admitted",
                   "admits_earlier_seasons", "existing_contracts", "who_counts_ko", "who_counts_en", "is_trial", "disclosure_minimum",
                   "disclosure_minimum_whole", "disclosure_minimum_abuse", "answers_kept_until",
                   "fair_share_times", "visit_minutes", "visits_minutes", "day_minutes",
                   "rest_hours", "large_site_from", "large_site_days", "start_by_lottery", "reason")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in FIELD_NAMES:
                field.label = say(FIELD_NAMES[name])

    @staticmethod
    def of(page: SeasonPage) -> dict[str, Any]:
        """The season's present values."""
        return {
            "version": page.version, "name_ko": page.line.name.ko, "name_en": page.line.name.en,
            "starts_on": page.line.starts_on, "ends_on": page.line.ends_on,
            "call_opens_on": page.call_opens_on, "call_closes_on": page.call_closes_on, "target": page.line.target,
            "intensive_target": page.intensive_target, "minimum_service_workers": page.minimum_service_workers,
            "regions_admitted": list(page.regions_admitted), "sectors_admitted": list(page.sectors_admitted),
            "existing_contracts": page.existing_contracts, "admits_earlier_seasons": page.admits_earlier_seasons, "who_counts_ko": page.who_counts.ko,
            "who_counts_en": page.who_counts.en, "is_trial": page.is_trial,
            "disclosure_minimum": page.disclosure_minimum, "disclosure_minimum_whole": page.disclosure_minimum_whole,
            "disclosure_minimum_abuse": page.disclosure_minimum_abuse, "answers_kept_until": page.answers_kept_until,
            "fair_share_times": page.fair_share_times, "visit_minutes": bands_said(page.visit_minutes),
            "visits_minutes": page.visits_minutes, "day_minutes": page.day_minutes,
            "rest_hours": page.rest_hours, "large_site_from": page.large_site_from, "large_site_days": days_said(page.large_site_days), "start_by_lottery": page.start_by_lottery,
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}


class NewSeasonForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2017, max_value=2100)


class QuotaForm(ChangeForm):
    """A least and a most for each region and sector; blank means none."""

    field_order = None

    def __init__(self, *args: Any, present: Sequence[QuotaLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = {(line.kind, line.key): line for line in present}
        reason = self.fields.pop("reason")
        self.rows: list[tuple[str, str, Any]] = []
        for kind, listed in (("region", codes.regions()), ("sector", codes.sectors())):
            for one in listed:
                line = have.get((kind, one.key))
                for end in ("minimum", "maximum"):
                    words = _("%(place)s: least") if end == "minimum" else _("%(place)s: most")
                    self.fields[f"{kind}_{one.key}_{end}"] = forms.IntegerField(
                        label=words % {"place": say(one.name)}, required=False, min_value=0, max_value=100_000,
                        initial=(getattr(line, end) or None) if line else None,
                        widget=forms.NumberInput(attrs={"class": "krds-input small", "inputmode": "numeric"}),
                    )  # fmt: skip
                self.rows.append((kind, one.key, one.name))
        self.fields["reason"] = reason

    def groups(self) -> list[tuple[Any, list[tuple[Any, Any, Any]]]]:
        """For the page: heading, then (name, least, most) of each row."""
        titles = {"region": _("By region"), "sector": _("By sector")}
        return [
            (title, [(name, self[f"{kind}_{key}_minimum"], self[f"{kind}_{key}_maximum"])
                     for kind, key, name in self.rows if kind == wanted])
            for wanted, title in titles.items()
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind, key, _name in self.rows:
            low, high = cleaned.get(f"{kind}_{key}_minimum"), cleaned.get(f"{kind}_{key}_maximum")
            if low is not None and high is not None and low > high:
                self.add_error(f"{kind}_{key}_maximum", _("The most is smaller than the least."))
        return cleaned

    def quotas(self) -> list[QuotaValue]:
        found = []
        for kind, key, _name in self.rows:
            low, high = self.cleaned_data.get(f"{kind}_{key}_minimum"), self.cleaned_data.get(f"{kind}_{key}_maximum")
            if low or high is not None:
                found.append(QuotaValue(kind, key, low or 0, high))
        return found


class MilestoneRow(forms.Form):
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    name_ko = forms.CharField(label=_("Name (Korean)"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name (English)"), max_length=120, required=False)
    starts_on = date_field(_("From"), required=False)
    ends_on = date_field(_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.get(name) for name in ("name_ko", "name_en", "ends_on")) and not cleaned.get("starts_on"):
            self.add_error("starts_on", _("Please give a date."))
        if cleaned.get("starts_on") and not cleaned.get("name_ko") and not cleaned.get("name_en"):
            self.add_error("name_ko", _("Please give a name."))
        return cleaned


class HolidayRow(forms.Form):
    on = date_field(_("Date"), required=False)
    name_ko = forms.CharField(label=_("Name (Korean)"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name (English)"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("name_ko") or cleaned.get("name_en")) and not cleaned.get("on"):
            self.add_error("on", _("Please give a date."))
        if cleaned.get("on") and not cleaned.get("name_ko") and not cleaned.get("name_en"):
            self.add_error("name_ko", _("Please give a name."))
        return cleaned


MilestoneRows = forms.formset_factory(MilestoneRow, extra=3, max_num=60)
HolidayRows = forms.formset_factory(HolidayRow, extra=3, max_num=120)


def milestones_of(rows: Iterable[forms.Form]) -> list[MilestoneValue]:
    """The filled rows; a row emptied is a milestone taken away."""
    found: list[MilestoneValue] = []
    for n, row in enumerate(rows, 1):
        said = row.cleaned_data
        if said.get("starts_on"):
            name_ko, name_en = said["name_ko"] or said["name_en"], said["name_en"]
            found.append(MilestoneValue(said["key"] or f"added-{n}-{said['starts_on']}", name_ko, name_en, said["starts_on"], said["ends_on"]))
    return found


def holidays_of(rows: Iterable[forms.Form]) -> list[HolidayValue]:
    return [
        HolidayValue(said["on"], said["name_ko"] or said["name_en"], said["name_en"])
        for said in (row.cleaned_data for row in rows) if said.get("on")
    ]  # fmt: skip
