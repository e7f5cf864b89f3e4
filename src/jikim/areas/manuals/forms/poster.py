"""What a manager tells about the channel of the own workplace."""

from __future__ import annotations

import re

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.manuals.queries.just_happened import jobs
from jikim.shared.ui.words import say


def _jobs() -> list[tuple[str, str]]:
    return [("", str(_("Whoever opens it chooses"))), *((job.key, say(job.title)) for job in jobs())]


class ContactForm(forms.Form):
    officer = forms.CharField(label=_("Officer's name"), max_length=60, help_text=_("Stands on a page anybody with the poster can open. Ask the officer first."))
    officer_role = forms.CharField(label=_("Officer's post"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    channel = forms.CharField(label=_("How to reach the channel"), max_length=300, required=False, help_text=_("Where, when and how a worker can tell it, such as a room, an hour, a messenger."))
    break_room = forms.CharField(label=_("Where one can rest"), max_length=120, required=False)
    customer_channel = forms.CharField(label=_("Where customers tell what went wrong"), max_length=60, required=False, help_text=_("A few words for notices customers read, such as a desk and its number. Not the channel of your own people."))
    occupation = forms.ChoiceField(label=_("Work at this workplace"), required=False, choices=lazy(_jobs, list))

    def clean_customer_channel(self) -> str:
        """It stands in the middle of a sentence."""
        told: str = self.cleaned_data["customer_channel"].strip().rstrip(".")
        if re.search(r"[.!?](\s|$)", told):
            raise forms.ValidationError(_("A few words, no sentence, such as: customer desk 02-1234-5678."))
        return told

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not re.fullmatch(r"\+?[0-9 ()-]{3,}", phone):
            raise forms.ValidationError(_("Write digits and hyphens only, such as 02-1234-5678."))
        return phone
