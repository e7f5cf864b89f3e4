"""A form that notices when what it showed has been changed by somebody else before it is saved. Loses nothing that was typed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext


class MeanwhileForm(forms.Form):
    """For forms whose `initial` is what stands in the database now. The first save after somebody else's is asked about once.

    A page that draws its fields by name draws `form.seen` too. Between looking and writing lie milliseconds: what must not
    be lost even then has a version of its own, checked under the lock.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._present = _mark(self.initial)
        self.initial = {**self.initial, "seen": self._present}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.pop("seen", "")
        if sent and sent != self._present:
            data = self.data.copy()
            data[self.add_prefix("seen")] = self._present
            self.data = data
            differ = ", ".join(str(self[name].label) for name in self.changed_data if name != "seen")
            self.add_error(None, gettext(
                "Somebody else has changed this meanwhile. What you typed is still here; it differs from what stands now in: %(fields)s. "
                "Look at it, then save again: your values will then count."
            ) % {"fields": differ or "–"})  # fmt: skip
        return cleaned


def _mark(initial: dict[str, Any]) -> str:
    """A fingerprint of values, whatever kind they are."""
    told = json.dumps(initial, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]
