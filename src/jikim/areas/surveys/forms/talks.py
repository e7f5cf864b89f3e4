"""How the talks of a visit go, and how many there were. No field takes free text: nothing about a person can be written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.surveys.queries.talks import TalkPage
from jikim.rules import talking as rules
from jikim.shared.ui.words import say


def _modes() -> list[tuple[str, str]]:
    return [(mode.value, f"{say(name)} – {say(rules.MODE_MEANS[mode])}") for mode, name in rules.MODE_NAMES.items()]


class ArrangeForm(forms.Form):
    mode = forms.ChoiceField(label=_("How workers come"), choices=lazy(_modes, list), widget=forms.RadioSelect)
    begins = forms.TimeField(
        label=_("First turn at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 600}),
        help_text=_("By default when the work with the manager and in the rooms is done."),
    )  # fmt: skip
    slots = forms.IntegerField(label=_("How many turns of ten minutes"), min_value=0, max_value=99, help_text=_("Leave lunch out: set fewer turns, or a later first one."))
    workers = forms.IntegerField(label=_("Customer service workers at work that day"), min_value=0, max_value=99_999)
    groups = forms.IntegerField(
        label=_("Groups (teams or shifts) that take turns"), min_value=0, max_value=99,
        help_text=_("Columns of the rota. They carry numbers, never names."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def of(page: TalkPage) -> dict[str, Any]:
        now = page.arranged
        return {
            "mode": now.mode.value, "begins": page.first.start if page.first else page.visit.ends, "slots": now.slots,
            "workers": now.workers, "groups": now.groups, "version": page.version,
        }  # fmt: skip

    def arranged(self, start: dt.time) -> rules.Arrangement:
        data = self.cleaned_data
        begins: dt.time = data["begins"]
        after = begins.hour * 60 + begins.minute - start.hour * 60 - start.minute
        return rules.Arrangement(rules.Mode(data["mode"]), after, data["slots"], data["groups"], data["workers"])


class NotesForm(forms.Form):
    """Counts for the day, by kind of advice."""

    talks = forms.IntegerField(label=_("How many talks took place"), min_value=0, max_value=999)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in rules.ADVICE.items():
            self.fields[kind] = forms.IntegerField(label=say(name), min_value=0, max_value=999, required=False)

    @staticmethod
    def of(page: TalkPage) -> dict[str, Any]:
        tally = page.tally
        return {"talks": tally.talks, "version": tally.version, **tally.advice} if tally else {}

    @property
    def kinds(self) -> list[forms.BoundField]:
        return [self[kind] for kind in rules.ADVICE]

    def advice(self) -> dict[str, int]:
        return {kind: self.cleaned_data.get(kind) or 0 for kind in rules.ADVICE}
