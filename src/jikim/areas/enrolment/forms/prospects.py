"""A find, a contact try, a refusal."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions.prospects import CHANNELS, ProspectFacts
from jikim.areas.enrolment.forms.online import region_choices
from jikim.shared.ui.words import say


def _channels() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in CHANNELS.items()]


class ProspectForm(forms.Form):
    name = forms.CharField(label=_("Name of the site"), max_length=200)
    region = forms.ChoiceField(label=_("Region"), choices=lazy(region_choices, list))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
                           help_text=_("How it was found, who might decide."))  # fmt: skip

    def facts(self) -> ProspectFacts:
        return ProspectFacts(**self.cleaned_data)


class TryForm(forms.Form):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    channel = forms.ChoiceField(label=_("How"), choices=lazy(_channels, list))
    outcome = forms.CharField(label=_("What came of it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
