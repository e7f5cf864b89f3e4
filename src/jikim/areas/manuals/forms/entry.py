"""An entry of the library as a form, whatever its kind: one row a field, both languages beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jikim.rules.manuals.entry_form import Field, Shape, entry_from, fields_of
from jikim.rules.words import Text
from jikim.shared.ui.asking import small_enough

#: longer than this is no sentence any more
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One field as the page draws it."""

    id: str
    field: Field
    ko: str
    en: str
    errors: tuple[Text, ...]

    @property
    def is_pair(self) -> bool:
        return self.field.shape is Shape.BOTH

    @property
    def lines(self) -> int:
        """Height of the box."""
        return min(8, 2 + max(len(self.ko), len(self.en)) // 60)


class EntryForm:
    """The entry with what was typed over it; errors come from the pack's own check, by field."""

    def __init__(self, entry: Mapping[str, Any], data: QueryDict | None = None) -> None:
        self.entry = entry
        self.fields = fields_of(entry)
        self.data = data
        self.errors: list[tuple[str, Text]] = []
        self.note = (data.get("note", "") if data else "")[:500]

    def typed(self) -> dict[str, tuple[str, str]]:
        """Field name → what was typed, cut where it is longer than any sentence."""
        if self.data is None:
            return {}
        return {
            one.name: (self._value(at, "ko"), self._value(at, "en"))
            for at, one in enumerate(self.fields) if f"f{at}-ko" in self.data
        }  # fmt: skip

    def entry_typed(self) -> dict[str, Any]:
        return entry_from(self.entry, self.typed())

    def rows(self) -> list[Row]:
        typed = self.typed()
        return [
            Row(f"f{at}", one, *typed.get(one.name, (one.ko, one.en)), tuple(why for name, why in self.errors if name == one.name))
            for at, one in enumerate(self.fields)
        ]  # fmt: skip

    def other_errors(self) -> list[Text]:
        """Those that belong to no field."""
        known = {one.name for one in self.fields}
        return [Text(f"{name}: {why.ko}" if name else why.ko, f"{name}: {why.en}" if name else why.en) for name, why in self.errors if name not in known]

    def _value(self, at: int, language: str) -> str:
        assert self.data is not None
        return self.data.get(f"f{at}-{language}", "").replace("\0", "").replace("\r\n", "\n")[:LONGEST]


class PackForm(forms.Form):
    pack = forms.FileField(label=_("Pack (.yaml)"), validators=[small_enough], help_text=_("As it was exported here. Whatever differs becomes drafts; nothing holds before a second person has approved it."))
