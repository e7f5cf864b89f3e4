"""Signatures, the scan, the end of an agreement, and a report that one was broken."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions.breaches import MATTERS, TEXT_LENGTH
from jikim.shared.ui.asking import small_enough
from jikim.shared.ui.words import say


class SignatureForm(forms.Form):
    party = forms.ChoiceField(
        label=_("Who signed"), widget=forms.RadioSelect,
        choices=[("employer", _("The employer")), ("workers", _("The workers' representative"))],
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the signatory"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(format="%Y-%m-%d"))


class ScanForm(forms.Form):
    scan = forms.FileField(label=_("Scan of the signed agreement"), validators=[small_enough], help_text=_("PDF, PNG or JPEG, up to 20 MB."))


class WithdrawalForm(forms.Form):
    """An applicant's own words, in whatever language."""

    reason = forms.CharField(label=_("Why do you withdraw?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def _matters() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in MATTERS.items()]


class BreachForm(forms.Form):
    """Asks for no name, no contact, no time."""

    matters = forms.MultipleChoiceField(
        label=_("What happened"), choices=lazy(_matters, list), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick at least one, or write below."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("In your own words"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Write nothing by which you or a colleague could be recognised."),
    )  # fmt: skip


class HandlingForm(forms.Form):
    handling = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
