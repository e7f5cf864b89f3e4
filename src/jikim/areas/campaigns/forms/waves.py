"""A wave of mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.campaigns.models import Campaign
from jikim.areas.campaigns.queries.waves import SOURCES
from jikim.shared.ui.words import say


def _sources() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in SOURCES.items()]


class WaveForm(forms.Form):
    """When, to whom, how fast, and the letter in both languages."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d"), help_text=_("A working day within the period, seven days or more from other waves."))
    source = forms.ChoiceField(label=_("To whom"), choices=lazy(_sources, list), widget=forms.RadioSelect)
    parts = forms.IntegerField(label=_("Split the recipients into"), min_value=1, max_value=12, initial=1, help_text=_("Parts. Each goes with a wave of its own; nobody is in two."))
    part = forms.IntegerField(label=_("This wave is part"), min_value=1, max_value=12, initial=1)
    pace = forms.IntegerField(label=_("Letters an hour"), min_value=10, max_value=6000, initial=200)
    channel = forms.TypedChoiceField(label=_("Its link counts under"), required=False, coerce=int, empty_value=None)
    is_advertising = forms.BooleanField(
        label=_("It is advertising"), required=False,
        help_text=_("Then the subject begins with (광고), as the law asks. Telling of a public programme is none. Opting out is offered in every letter either way."),
    )  # fmt: skip
    subject_ko = forms.CharField(label=_("Subject (Korean)"), max_length=120)
    subject_en = forms.CharField(label=_("Subject (English)"), max_length=160)
    body_ko = forms.CharField(label=_("Letter (Korean)"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    body_en = forms.CharField(label=_("Letter (English)"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, campaign: Campaign, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["channel"].choices = [("", "–"), *((one.pk, say(one.name)) for one in campaign.channels.all())]  # type: ignore[attr-defined]
