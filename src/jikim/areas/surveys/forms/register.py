"""The register of offers, and the reason a sheet of cards is replaced."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys.actions.offers import Offered
from jikim.areas.surveys.queries.names import WAYS
from jikim.rules.words import Text
from jikim.shared.ui.words import say

#: why a sheet is printed anew; a list, so that the reason stands there in both languages
REPLACED: dict[str, Text] = {
    "download": Text("내려받거나 인쇄하지 못했습니다.", "It could not be downloaded or printed."),
    "lost": Text("카드를 잃어버렸습니다.", "The cards were lost."),
    "spoilt": Text("카드가 훼손되었습니다.", "The cards were spoilt."),
    "seen": Text("다른 사람이 코드를 보았을 수 있습니다.", "Somebody else may have seen the codes."),
}  # fmt: skip


def _ways() -> list[tuple[str, str]]:
    return [(key, say(name)) for key, name in WAYS.items()]


def _reasons() -> list[tuple[str, str]]:
    return [(key, say(name)) for key, name in REPLACED.items()]


class OfferForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    count = forms.IntegerField(
        label=_("How many were offered the survey"), min_value=-99_999, max_value=99_999,
        help_text=_("To correct an earlier entry, write the difference with a minus sign."),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("How"), choices=lazy(_ways, list), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("How those who were absent are reached. No names."),
    )  # fmt: skip

    def entry(self) -> Offered:
        data = self.cleaned_data
        return Offered(data["on"], data["way"], data["count"], data["note"])

    def put_back(self, refused: Invalid) -> None:
        for name, reason in refused.errors.items():
            self.add_error(name if name in self.fields else None, say(reason))


class ReplaceForm(forms.Form):
    why = forms.ChoiceField(label=_("Why the sheet is printed anew"), choices=lazy(_reasons, list), widget=forms.RadioSelect)

    def reason(self) -> Text:
        return REPLACED[self.cleaned_data["why"]]
