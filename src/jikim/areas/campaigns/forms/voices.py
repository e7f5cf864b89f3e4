"""The open pages' forms: five questions, a pledge. No name of a person is asked for anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.rules.library.courses import FormItem
from jikim.rules.words import Text
from jikim.shared.ui.words import say


class QuestionsForm(forms.Form):
    """Who answers (where that is asked) and the items, each on its scale."""

    def __init__(self, items: Sequence[FormItem], groups: Mapping[str, Text], data: object = None, *, asks: Any = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        missing = _("Please choose an answer.")
        if groups:
            self.fields["group"] = forms.ChoiceField(
                label=asks or _("I answer as"), choices=[(key, say(text)) for key, text in groups.items()], error_messages={"required": missing}
            )  # fmt: skip
        for item in items:
            self.fields[item.key] = forms.TypedChoiceField(
                label=say(item.text), coerce=int, choices=[(value, say(text)) for value, text in enumerate(item.scale.labels, 1)],
                error_messages={"required": missing},
            )  # fmt: skip
        self.items = [item.key for item in items]

    def answers(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in self.items}


class PledgeForm(forms.Form):
    """A pledge needs nothing. An organisation may give its name."""

    organisation = forms.CharField(label=_("Name of the organisation (if it wants to be named)"), max_length=80, required=False)
