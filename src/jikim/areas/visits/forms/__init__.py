"""What visits ask. Forms check shapes and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.visits.actions.checks import EXPLAINED, HAPPENED, LENGTH, SATISFACTION
from jikim.rules.visiting.headcount import PROPOSAL_NAMES
from jikim.rules.words import Text
from jikim.shared.ui.words import say


def choices_of(names: dict[Any, Text]) -> list[tuple[str, str]]:
    return [(str(getattr(key, "value", key)), say(text)) for key, text in names.items()]


class ReasonForm(forms.Form):
    """A reason others will read, in Korean and if possible in English."""

    reason_ko = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    reason_en = forms.CharField(label=_("Reason in English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def reason(self) -> Text:
        return Text(self.cleaned_data["reason_ko"], self.cleaned_data["reason_en"])


class HeadcountForm(ReasonForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=lazy(lambda: choices_of(PROPOSAL_NAMES), list), widget=forms.RadioSelect,
    )  # fmt: skip
    settlement = forms.CharField(
        label=_("Note for the settlement"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What of the visits made is paid. The agency reads it on its statement."),
    )  # fmt: skip
    field_order = ("decision", "reason_ko", "reason_en", "settlement")


class SheetForm(forms.Form):
    sheet = forms.FileField(label=_("Filled spreadsheet"), help_text=_(".xlsx or .csv"))


_OF_A_VISIT = ("length", "explained", "satisfaction")


class CheckForm(forms.Form):
    """Five questions for the workplace. Never about a person."""

    #: a browser would insist on every answer even where there was no visit
    use_required_attribute = False

    happened = forms.ChoiceField(label=_("Did the visit take place?"), choices=lazy(lambda: choices_of(HAPPENED), list), widget=forms.RadioSelect)
    length = forms.ChoiceField(
        label=_("About how long was it?"), choices=lazy(lambda: choices_of(LENGTH), list), widget=forms.RadioSelect
    )  # fmt: skip
    explained = forms.ChoiceField(
        label=_("Was it made clear what to do next?"), choices=lazy(lambda: choices_of(EXPLAINED), list), widget=forms.RadioSelect
    )  # fmt: skip
    satisfaction = forms.ChoiceField(
        label=_("How satisfied are you?"), choices=lazy(lambda: choices_of(SATISFACTION), list), widget=forms.RadioSelect
    )  # fmt: skip
    comment = forms.CharField(
        label=_("Anything you want to add"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please write no worker's name, answer or health matter here."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Where there was no visit the other questions make no sense."""
        said = super().clean() or {}
        if said.get("happened") != "no":
            return said
        for name in _OF_A_VISIT:
            self.errors.pop(name, None)
        return said | dict.fromkeys(_OF_A_VISIT, "")
