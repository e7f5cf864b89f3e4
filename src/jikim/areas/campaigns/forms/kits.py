"""An order, what is left at a visit, a line of the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.campaigns.actions.kits import Wanted
from jikim.areas.campaigns.queries.kits import paper_pieces
from jikim.areas.campaigns.queries.ledger import RECEIVERS, WAYS
from jikim.rules.library import Kit
from jikim.rules.library.kits import Piece
from jikim.shared import codes
from jikim.shared.clock import today
from jikim.shared.ui.words import say

LANGUAGES = [("ko", "한국어"), ("en", "English")]
_COPIES = 10_000


def _size(size: str) -> str:
    return str(_("Card")) if size == "card" else size


class _Pieces(forms.Form):
    """A number of copies beside each piece, of one size each."""

    def __init__(self, pieces: Sequence[tuple[Kit, Piece]], sized: bool, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.pieces = [(kit, piece, size) for kit, piece in pieces for size in (piece.sizes if sized else piece.sizes[:1])]
        for _kit, piece, size in self.pieces:
            name = say(piece.title) + (f" · {_size(size)}" if sized else "")
            self.fields[f"n-{piece.key}-{size}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=_COPIES, widget=forms.NumberInput(attrs={"min": 0, "max": _COPIES})
            )  # fmt: skip

    def wanted(self) -> list[Wanted]:
        return [
            Wanted(kit.id, piece.key, size, int(self.cleaned_data.get(f"n-{piece.key}-{size}") or 0)) for kit, piece, size in self.pieces
        ]  # fmt: skip

    def counts(self) -> list[tuple[Any, list[Any]]]:
        """By kit: its title, and the fields of its pieces."""
        kits = {kit.id: kit.title for kit, _piece, _size in self.pieces}
        return [(title, [self[f"n-{piece.key}-{size}"] for kit, piece, size in self.pieces if kit.id == key]) for key, title in kits.items()]


class OrderForm(_Pieces):
    """Which pieces, how many, where to."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    address = forms.CharField(label=_("Address to send to"), max_length=300)
    contact = forms.CharField(label=_("Who receives it"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(12), max_length=40)


class VisitHandoutForm(_Pieces):
    """What was left at the workplace."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


def _pieces() -> list[tuple[str, str]]:
    return [(piece.key, f"{say(kit.title)} · {say(piece.title)}") for kit, piece in paper_pieces()]


def _ways() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in WAYS.items() if key != "download"]


def _receivers() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in RECEIVERS.items() if key != "workplace"]


def _regions() -> list[tuple[str, str]]:
    return [("", "–"), *((one.key, say(one.short)) for one in codes.regions())]


class HandoutForm(forms.Form):
    """A line of the ledger: to anybody but a workplace, whose line is written from its own page."""

    piece = forms.ChoiceField(label=_("Piece"), choices=lazy(_pieces, list))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=1_000_000)
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    way = forms.ChoiceField(label=_("How"), choices=lazy(_ways, list))
    receiver_kind = forms.ChoiceField(label=_("To whom"), choices=lazy(_receivers, list))
    receiver = forms.CharField(label=_("Name of the receiver"), max_length=200, help_text=_("An organisation or an event, no private person."))
    region = forms.ChoiceField(label=_("Region"), choices=lazy(_regions, list), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
