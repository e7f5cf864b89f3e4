"""The counsellor's forms: a passphrase, a talk, a note, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.rules.counselling import CHANNELS, CLOSINGS, REFERRALS
from jikim.shared.clock import today
from jikim.shared.ui.words import say

LEAST = 12


def _channels() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in CHANNELS.items()]


def _closings() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in CLOSINGS.items()]


def _referrals() -> list[tuple[str, str]]:
    return [("", str(_("Nowhere"))), *((key, say(text)) for key, text in REFERRALS.items())]


def _hidden(label: Any, help_text: Any = "") -> forms.CharField:
    """Not the sign-in password: browsers are asked not to keep it."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class UnlockForm(forms.Form):
    passphrase = _hidden(_("Passphrase of your key"))


class NewKeyForm(forms.Form):
    """A new passphrase, twice, and that its loss is understood."""

    new_passphrase = _hidden(_("New passphrase"), _("Twelve characters or more. Several words you will remember are better than signs."))
    again = _hidden(_("The same passphrase once more"))
    understood = forms.BooleanField(
        label=_("I understand: if I forget this passphrase, nobody can open what was sealed to me."),
        error_messages={"required": _("Please confirm that you have read this.")},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, second = data.get("new_passphrase", ""), data.get("again", "")
        if first and (len(first) < LEAST or len(set(first)) < 5):
            self.add_error("new_passphrase", _("Too short or too simple: use twelve characters or more."))
        elif first and second and first != second:
            self.add_error("again", _("The two entries differ."))
        return data


class ReplaceKeyForm(NewKeyForm):
    lost = forms.BooleanField(
        label=_("I have lost my old passphrase and give up what was sealed to the old key."),
        error_messages={"required": _("Please confirm that you have read this.")},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Counselling note"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("It is sealed when you save it. A note is never changed: write one more to correct it."),
    )  # fmt: skip


class SessionForm(forms.Form):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    channel = forms.ChoiceField(label=_("How"), choices=lazy(_channels, list))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return on


class CloseForm(forms.Form):
    closing = forms.ChoiceField(label=_("Why it is closed"), choices=lazy(_closings, list), widget=forms.RadioSelect)
    referral = forms.ChoiceField(label=_("Referred to"), choices=lazy(_referrals, list), required=False)
