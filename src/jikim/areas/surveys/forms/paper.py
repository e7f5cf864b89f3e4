"""Keying a paper form: one short box per line, as it stands on the paper. Checks that a value exists on the line's scale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.surveys.actions.keying import lines_of
from jikim.areas.surveys.actions.paper import MOST_AT_ONCE, about_fields
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.answering import layout_of
from jikim.rules.cards import UnreadableCode
from jikim.rules.paper import UNREADABLE, read_form_number
from jikim.rules.scoring.instrument import MISSING
from jikim.rules.words import Text
from jikim.shared.ui.words import say

CONSENT = {"1": True, "2": False, "": None}


class IssueForm(forms.Form):
    count = forms.IntegerField(label=_("How many forms"), min_value=1, max_value=MOST_AT_ONCE, initial=10)
    language = forms.ChoiceField(label=_("Language of the form"), choices=[("ko", "한국어"), ("en", "English")])


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Form number"), max_length=20, help_text=_("The 8 characters at the top right of the form."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}),
    )  # fmt: skip

    def clean_number(self) -> str:
        try:
            return read_form_number(self.cleaned_data["number"])
        except UnreadableCode as wrong:
            raise forms.ValidationError(say(wrong.reason)) from wrong


class LineField(forms.CharField):
    """One digit. Blank is not answered; 9 is ticked twice or unreadable and counts as not answered."""

    def __init__(self, label: str, values: Iterable[int], **kwargs: Any) -> None:
        self.values = frozenset(values)
        box = {"inputmode": "numeric", "maxlength": "1", "autocomplete": "off", "class": "key-box"}
        super().__init__(label=label, required=False, max_length=1, widget=forms.TextInput(attrs=box), **kwargs)

    def clean(self, value: Any) -> int:
        text = super().clean(value).strip()
        if text in ("", str(UNREADABLE)):
            return MISSING
        if not text.isdigit() or int(text) not in self.values:
            lowest, highest = min(self.values), max(self.values)
            raise forms.ValidationError(
                gettext("%(lowest)d to %(highest)d, or 9 if it cannot be read.") % {"lowest": lowest, "highest": highest}
            )
        return int(text)


class KeyingForm(forms.Form):
    """The whole form. `only` keeps the lines that differ, for the third look at the paper."""

    def __init__(self, one: Round, *args: Any, only: frozenset[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about: list[str] = []
        self.parts: list[tuple[Text, list[str]]] = []
        self._options: dict[str, list[str]] = {}
        layout = layout_of(one)
        for kind, title, options in about_fields(layout):
            self._add_choice(kind, title, options, only)
        if layout.form.asks_health:
            self._add_choice("health", _CONSENT, [("1", _AGREES), ("2", _REFUSES)], only)
        titles = {block.id: block for block in layout.form.blocks}
        part = ""
        for key, column in lines_of(one):
            block = titles[column.pack]
            if column.pack != part:
                part = column.pack
                self.parts.append((block.title, []))
            if only is None or key in only:
                label = f"{block.item_keys.index(column.item.key) + 1}. {say(column.item.text)}"
                self.fields[key] = LineField(label, (c.value for c in column.item.scale.choices))
                self.parts[-1][1].append(key)

    def _add_choice(self, name: str, title: Text, options: list[tuple[str, Text]], only: frozenset[str] | None) -> None:
        if only is not None and name not in only:
            return
        numbered = [(str(i), f"{i} {say(label)}") for i, (_key, label) in enumerate(options, 1)]
        self._options[name] = [key for key, _label in options]
        self.fields[name] = forms.ChoiceField(
            label=say(title), required=False, choices=[("", gettext("– not filled in")), *numbered]
        )
        self.about.append(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(str(self.data.get(name, "")).strip() for name in self.fields):
            raise forms.ValidationError(_("Nothing has been keyed. If the form is empty, mark it as void."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """As the action takes them: keys of categories, True/False/None for the consent, whole numbers for the lines."""
        out: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name == "health":
                out[name] = CONSENT[value]
            elif name in self._options:
                out[name] = self._options[name][int(value) - 1] if value else ""
            else:
                out[name] = value
        return out

    def about_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.about]

    def blocks(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(say(title), [self[name] for name in names]) for title, names in self.parts if names]


_CONSENT = Text("건강 질문 동의", "Consent to health questions")
_AGREES, _REFUSES = Text("동의", "agrees"), Text("동의하지 않음", "does not agree")


class VoidForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect,
        choices=[("blank", _("It is empty")), ("torn", _("It cannot be read")), ("late", _("It came after the round had closed")),
                 ("twice", _("It was handed in twice"))],
    )  # fmt: skip


class DestroyForm(forms.Form):
    way = forms.ChoiceField(
        label=_("How they were destroyed"), widget=forms.RadioSelect,
        choices=[("shredded", _("Shredded")), ("dissolved", _("Pulped")), ("burned", _("Burned"))],
    )  # fmt: skip
    witness_name = forms.CharField(label=_("Name of the witness"), max_length=120)
    done = forms.BooleanField(label=_("I have destroyed every form listed here, together with its envelope."))
