"""A line of the distribution ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.manuals.queries.general import SIZES, shelf
from jikim.areas.manuals.queries.ledger import RECEIVERS, WAYS
from jikim.areas.manuals.queries.ledger_sheet import BY_HAND
from jikim.rules.manuals import Edition, Kind
from jikim.shared.clock import today
from jikim.shared.ui.words import say


def _kinds() -> list[tuple[str, str]]:
    return [(one.value, say(one.label)) for one in Kind]


def _jobs() -> list[tuple[str, str]]:
    return [(one.key, say(one.title)) for one in shelf()]


def _sizes() -> list[tuple[str, str]]:
    return [("", "–"), *((one.value, say(one.label)) for one in SIZES.values())]


def _ways() -> list[tuple[str, str]]:
    return [(key, say(WAYS[key])) for key in WAYS if key in BY_HAND]


def _receivers() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in RECEIVERS.items()]


class HandoutForm(forms.Form):
    kind = forms.ChoiceField(label=_("Manual"), choices=lazy(_kinds, list))
    occupation = forms.ChoiceField(label=_("Occupation"), choices=lazy(_jobs, list))
    size = forms.ChoiceField(label=_("Number of workers"), choices=lazy(_sizes, list), required=False, help_text=_("Of the employers' manual only."))
    language = forms.ChoiceField(label=_("Language"), choices=[("ko", "한국어"), ("en", "English")])
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    way = forms.ChoiceField(label=_("How"), choices=lazy(_ways, list))
    receiver_kind = forms.ChoiceField(label=_("To whom"), choices=lazy(_receivers, list))
    receiver = forms.CharField(label=_("Name of the receiver"), max_length=200, required=False, help_text=_("An organisation or an event, no private person."))
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=1_000_000)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        practice = cleaned.get("kind") == Kind.PRACTICE
        if practice and not cleaned.get("size"):
            self.add_error("size", _("Choose the number of workers the manual was made for."))
        if not practice:
            cleaned["size"] = ""
        return cleaned

    def edition(self) -> Edition:
        said = self.cleaned_data
        return Edition(Kind(said["kind"]), said["occupation"], next((one for one in SIZES.values() if one.value == said["size"]), None))
