"""An agency's contract, a declared conflict, a declined allotment, what a leaving agency hands over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch.queries.agencies import AgencyPage
from jikim.areas.dispatch.queries.leaving import HandedOver
from jikim.rules import intake_cells as cells
from jikim.shared import codes
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.words import say


def region_choices() -> list[tuple[str, str]]:
    return [(one.key, say(one.name)) for one in codes.regions()]


def date_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d"), **more)


class AgencyForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Agency"), max_length=200)
    regions = forms.MultipleChoiceField(label=_("Regions covered"), choices=lazy(region_choices, list), required=False, widget=forms.CheckboxSelectMultiple)
    visits_a_month = forms.IntegerField(label=_("Visits a month at most"), min_value=0, max_value=1_000_000)
    contract_number = forms.CharField(label=_("Contract number"), max_length=80, required=False)
    contract_starts_on = date_field(_("Contract from"))
    contract_ends_on = date_field(_("Contract until"))
    contact_name = forms.CharField(label=_("Contact"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, changes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:  # the name is the organisation's and carries seats and earlier seasons
            del self.fields["name"]

    @staticmethod
    def of(page: AgencyPage) -> dict[str, Any]:
        line = page.line
        return {
            "version": page.version, "regions": list(line.region_keys), "visits_a_month": line.monthly_visit_maximum,
            "contract_number": line.contract_number, "contract_starts_on": line.contract_starts_on,
            "contract_ends_on": line.contract_ends_on, "contact_name": line.contact_name, "contact_phone": line.contact_phone,
            "contact_email": line.contact_email,
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


class ConflictForm(forms.Form):
    number = forms.CharField(
        label=_("Number"), max_length=40, required=False, help_text=_("The workplace's number in the programme, if you know it. Otherwise give the business number."),
    )  # fmt: skip
    business_number = forms.CharField(label=_("Business number"), max_length=20, required=False)
    name = forms.CharField(
        label=_("Workplace"), max_length=200, required=False,
        help_text=_("With a name only the employer's site of that name is meant; without one all its sites."),
    )  # fmt: skip
    since_on = date_field(_("Since"))
    until_on = date_field(_("Until"), help_text=_("Empty while it goes on."))
    what = forms.CharField(label=_("What for"), max_length=300, required=False, help_text=_("For example: occupational health management under contract; earlier employment; family."))

    def clean_business_number(self) -> str:
        said = self.cleaned_data["business_number"]
        if not said.strip():
            return ""
        try:
            return cells.business_number(said)
        except cells.Unreadable as wrong:
            raise forms.ValidationError(say(wrong.reason)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("number") and not cleaned.get("business_number"):
            self.add_error("number", _("Please give the number or the business number."))
        if cleaned.get("since_on") and cleaned.get("until_on") and cleaned["until_on"] < cleaned["since_on"]:
            self.add_error("until_on", _("It ends before it begins."))
        return cleaned


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The programme office and the next agency read it; the workplace does not."),
    )  # fmt: skip


class LeaveForm(ReasonForm):
    sure = forms.BooleanField(label=_("I have told the agency. Its open visits are to be given to others."))


class HandOverForm(forms.Form):
    """A note for each workplace left behind."""

    def __init__(self, *args: Any, left_behind: list[HandedOver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in left_behind:
            self.fields[f"note_{one.workplace_id}"] = forms.CharField(
                label=f"{one.number} {one.name}", required=False, max_length=4000, initial=one.note,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("What the next agency must know: whom to ask for, what was agreed, where papers are. No word about a worker's answers."),
            )  # fmt: skip

    def notes(self) -> dict[int, str]:
        return {int(key.removeprefix("note_")): value for key, value in self.cleaned_data.items()}
