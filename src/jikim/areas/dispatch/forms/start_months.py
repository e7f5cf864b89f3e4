"""What the draw of the months of start asks: which public draw, and later its result. Never saves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch.forms.plan import date_field


class FreezeStartForm(forms.Form):
    """The draw must be named before anybody can know its result."""

    draw_source = forms.CharField(
        label=_("Public draw that gives the seed"), max_length=300,
        help_text=_("One whose result is published by somebody else, named so that everybody finds it: “numbers of the 750th Lotto draw, in rising order”."),
    )  # fmt: skip
    draw_on = date_field(_("Day of the draw"), help_text=_("Later than today. Only months after the draw are dealt out."))


class StartSeedForm(forms.Form):
    seed = forms.CharField(
        label=_("Published result"), max_length=200,
        help_text=_("Exactly as published. It cannot be changed afterwards, and everybody can recompute the months from it."),
    )  # fmt: skip
