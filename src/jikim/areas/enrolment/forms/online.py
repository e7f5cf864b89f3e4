"""The online application: what the sheet asks, what dispatch needs to know, and the start by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions.online import BUSY_PERIODS
from jikim.rules.visit_hours import minutes_of_visit
from jikim.shared import codes
from jikim.shared.ui.day_hours import NAMES as HOURS
from jikim.shared.ui.day_hours import add_hours, check_hours
from jikim.shared.ui.words import say

SHIFTS = [
    ("", _("Please choose")), ("day", _("Day work only")), ("two", _("Two shifts")), ("three", _("Three shifts")),
    ("night", _("Night work only")), ("mixed", _("Different by day or by person")),
]  # fmt: skip
DAYS = [
    ("mon", _("Monday")), ("tue", _("Tuesday")), ("wed", _("Wednesday")), ("thu", _("Thursday")),
    ("fri", _("Friday")), ("sat", _("Saturday")), ("sun", _("Sunday")), ("holidays", _("Public holidays")),
]  # fmt: skip
LANGUAGES = [("ko", _("Korean")), ("en", _("English")), ("zh", _("Chinese")), ("vi", _("Vietnamese")), ("other", _("Another language"))]

#: the page's sections: heading, what it is about, its fields
SECTIONS: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
    (_("The site"), _("The one place where customers are served and where a consultant would visit. Apply once for each site."),
     ("name", "business_number", "region", "district", "address", "industry_code")),
    (_("Employer and client company"), _("Who runs the site and who it works for may be different companies. Say both."),
     ("employer_name", "client_name")),
    (_("How many people"), "", ("workers", "service_workers")),
    (_("Whom we may contact"), _("Somebody on the employer's side who can arrange visits."),
     ("contact_name", "contact_phone", "contact_email")),
    (_("When a visit suits"), _("Optional, but it makes for a better plan."),
     ("shifts", *HOURS, "closed_days", *(f"busy_{n}_{end}" for n in range(1, BUSY_PERIODS + 1) for end in ("from", "to")),
      "languages", "needs")),
)  # fmt: skip


def region_choices() -> list[tuple[str, str]]:
    return [("", str(_("Please choose"))), *((one.key, say(one.name)) for one in codes.regions())]


def industry_choices() -> list[tuple[str, Any]]:
    """Named industries under their sector; a division stands for whatever is not named."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, one in codes.industries().items():
        groups.setdefault(one.sector, []).append((code, say(one.name)))
    named = [(say(sector.name), groups[sector.key]) for sector in codes.sectors() if sector.key in groups]
    return [("", str(_("Please choose"))), *named]


class StartForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254,
        help_text=_("We send a link with which you fill in the form, stop, and go on later. No account is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class SelfCheckForm(forms.Form):
    """Asks only what decides; nothing is kept."""

    service_workers = forms.IntegerField(label=_("Customer service workers at the site"), min_value=0, max_value=99999)
    region = forms.ChoiceField(label=_("Region"), choices=lazy(region_choices, list))
    industry_code = forms.ChoiceField(label=_("Industry"), choices=lazy(industry_choices, list))


class ApplyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the site"), max_length=200,
        help_text=_("As people call it, with the branch: “Haneul Mart Mapo branch”."),
    )  # fmt: skip
    business_number = forms.CharField(
        label=_("Business registration number"), max_length=20,
        help_text=_("Ten digits, with or without hyphens. Branches may share one number."),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Region"), choices=lazy(region_choices, list))
    district = forms.CharField(label=_("City, county or district"), max_length=60, required=False)
    address = forms.CharField(label=_("Street address"), max_length=300, required=False)
    industry_code = forms.ChoiceField(
        label=_("Industry"), choices=lazy(industry_choices, list), help_text=_("What is done at this site, not by the company as a whole."),
    )  # fmt: skip
    employer_name = forms.CharField(
        label=_("Employer"), max_length=200, required=False,
        help_text=_("The company that employs most of the people at this site. Leave blank if it has the site's name."),
    )  # fmt: skip
    client_name = forms.CharField(
        label=_("Client company"), max_length=200, required=False,
        help_text=_("For whom the service is given, if somebody else: the bank whose calls are answered, the store in which the counter stands."),
    )  # fmt: skip
    workers = forms.IntegerField(label=_("All workers at this site"), min_value=0, max_value=999999)
    service_workers = forms.IntegerField(label=_("Of them, customer service workers"), min_value=0, max_value=999999)
    contact_name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact_phone = forms.CharField(
        label=_("Telephone"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )  # fmt: skip
    contact_email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    shifts = forms.ChoiceField(label=_("Shifts"), choices=SHIFTS, required=False)
    closed_days = forms.MultipleChoiceField(
        label=_("Closed on"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages your workers need"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    needs = forms.CharField(
        label=_("Anything a visitor should know"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Access, step-free entrance, a quiet room."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, who_counts: str = "", number_check_url: str = "", visit_minutes: Sequence[Sequence[int]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit_minutes = visit_minutes
        add_hours(self)
        self.fields["service_workers"].help_text = who_counts
        if number_check_url:
            self.fields["business_number"].widget.attrs.update({
                "hx-get": number_check_url, "hx-trigger": "change", "hx-target": "#number-check", "hx-swap": "innerHTML",
            })  # fmt: skip
        for n in range(1, BUSY_PERIODS + 1):
            for end, label in (("from", _("Busy period %(n)s from")), ("to", _("Busy period %(n)s to"))):
                self.fields[f"busy_{n}_{end}"] = forms.DateField(
                    label=label % {"n": n}, required=False, widget=forms.DateInput(format="%Y-%m-%d")
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(1, BUSY_PERIODS + 1):
            first, last = cleaned.get(f"busy_{n}_from"), cleaned.get(f"busy_{n}_to")
            if first and last and last < first:
                self.add_error(f"busy_{n}_to", ValidationError(_("The period ends before it begins.")))
        check_hours(self, cleaned, minutes_of_visit(self.visit_minutes, cleaned.get("service_workers") or 0))
        self._check_district(cleaned.get("region", ""), cleaned.get("district", ""))
        return cleaned

    def _check_district(self, region: str, district: str) -> None:
        """A district known to lie in other regions only; names nobody lists are believed."""
        homes = codes.homes_of(district)
        if region and homes and region not in {home.key for home in homes}:
            self.add_error("district", ValidationError(
                _("%(district)s is in %(homes)s. Please correct the region or the district.")
                % {"district": district, "homes": ", ".join(say(home.name) for home in homes)}
            ))  # fmt: skip

    def typed(self) -> dict[str, Any]:
        """Everything as typed, right or wrong, so that a draft loses nothing."""
        many = {"closed_days", "languages"}
        kept: dict[str, Any] = {}
        for name in self.fields:
            if name == "version":
                continue
            value = self.data.getlist(name) if name in many else str(self.data.get(name, "")).strip()[:2000]
            if value:
                kept[name] = value
        return kept

    @property
    def sections(self) -> list[tuple[Any, Any, list[Any]]]:
        return [(title, lead, [self[name] for name in names]) for title, lead, names in SECTIONS]
