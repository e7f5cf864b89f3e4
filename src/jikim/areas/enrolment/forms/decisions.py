"""A clerk's verdict, the import's file, the lottery's source and seed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.shared.ui.asking import ReasonForm


class VerdictForm(ReasonForm):
    verdict = forms.ChoiceField(
        label=_("Verdict"), widget=forms.RadioSelect,
        choices=[("eligible", _("Eligible")), ("not_eligible", _("Not eligible"))],
    )  # fmt: skip
    field_order = ("verdict", "reason_ko", "reason_en")


class FreezeForm(forms.Form):
    """The draw must be named before anybody can know its result."""

    draw_source = forms.CharField(
        label=_("Public draw whose result will be the seed"), max_length=300,
        help_text=_("For example: “numbers of the 750th Lotto draw, in rising order, as printed by the operator”."),
    )  # fmt: skip
    draw_on = forms.DateField(label=_("Date of the draw"), widget=forms.DateInput(format="%Y-%m-%d"))


class SeedForm(forms.Form):
    seed = forms.CharField(
        label=_("Result of the draw"), max_length=200,
        help_text=_("Exactly as published. It cannot be changed afterwards: everybody can see it and recompute the order."),
    )  # fmt: skip
