"""What consulting asks. Forms check shapes and never save."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.consulting.proofs import Proof
from jikim.areas.consulting.queries.words import OUTCOMES
from jikim.rules.words import Text
from jikim.shared.ui.words import say


def choices_of(names: dict[str, Text]) -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in names.items()]


class ItemForm(forms.Form):
    """Who, by when, what shows that it is done. `version`: what the person saw."""

    owner = forms.CharField(label=_("In charge"), max_length=120, required=False, help_text=_("A name or a post of the workplace"))
    due_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    evidence_wanted = forms.CharField(
        label=_("What will show that it is done"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


class AgreeForm(ItemForm):
    """The same to say yes with: nobody in charge and no day is no yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = self.fields["due_on"].required = True


class ProgressForm(forms.Form):
    """How far it is. For anybody of the workplace who works on it."""

    progress = forms.CharField(
        label=_("How far is it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has been done, and what is in the way. Please write no worker's name or health matter."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        return {"progress": self.cleaned_data["progress"]}


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("Picture or PDF"), help_text=_("JPEG, PNG or PDF, up to 15 MB. Place and device are taken out of pictures."))
    caption = forms.CharField(label=_("What it shows"), max_length=300, required=False)


class ProofForm(forms.Form):
    """A training given at the workplace, or its certificate, chosen instead of a file."""

    proof = forms.ChoiceField(label=_("Training given here"), widget=forms.RadioSelect)

    def __init__(self, proofs: Iterable[Proof], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["proof"].choices = [(one.key, say(one.words)) for one in proofs]  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """One line of the consultation record."""

    number = forms.TypedChoiceField(label=_("Visit"), choices=[(1, "1"), (2, "2"), (3, "3")], coerce=int)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("Advice given"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    told_to = forms.CharField(label=_("Told to"), max_length=120, required=False, help_text=_("The post, such as head of customer service"))
    outcome = forms.ChoiceField(label=_("What became of it"), choices=lazy(lambda: choices_of(OUTCOMES), list), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("If it was refused: why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def said(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "uuid"}


