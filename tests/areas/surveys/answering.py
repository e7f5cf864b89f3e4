"""An open round with code cards, made directly, and a worker who answers over the pages. For tests of the worker's pages."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.test import Client

from jikim.areas.surveys.models import CardCode, CardSheet, Round
from jikim.rules.cards import new_code
from jikim.shared import keyfiles
from jikim.shared.clock import now, today
from jikim.shared.packs import shipped
from jikim.shared.rowkey import new_row_key
from jikim.vault import by_code
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import workplace

PACKS = ("kels-24", "customer-abuse", "mood-8", "exhaustion-6")
ASKS = {
    "sex": True, "keep_sex": False,
    "unit": [
        {"key": "u1", "ko": "상담 1팀", "en": "Desk 1", "headcount": 20},
        {"key": "u2", "ko": "상담 2팀", "en": "Desk 2", "headcount": 20},
    ],
}  # fmt: skip


def open_round(
    number: str = "W1", *, cards: int = 3, packs: tuple[str, ...] = PACKS, asks: Mapping[str, Any] = ASKS,
    kind: str = "first", place: Any = None, status: str = "open",
) -> tuple[Round, list[str]]:  # fmt: skip
    """A round that takes answers, and the codes of its cards."""
    make_keys()
    place = place or workplace(number)
    pinned = [{"id": pack.id, "version": pack.version, "hash": pack.content_hash} for pack in map(shipped, packs)]
    one = Round.objects.create(
        season_id=place.season_id, workplace=place, kind=kind, status=status, status_since=now(), headcount=40,
        packs=pinned, asks=dict(asks), instrument_id=pinned[0]["id"], instrument_version=pinned[0]["version"],
        instrument_hash=pinned[0]["hash"], opened_on=today(), offered=40,
    )  # fmt: skip
    return one, print_cards(place, cards)


def print_cards(place: Any, cards: int, *, status: str = "printed") -> list[str]:
    number = CardSheet.objects.filter(workplace=place).count() + 1
    sheet = CardSheet.objects.create(
        workplace=place, number=number, cards=cards, printed_on=today(), printed_by="person:1", status=status,
        status_since=now(),
    )  # fmt: skip
    codes = [new_code(secrets.randbits) for _ in range(cards)]
    ring = keyfiles.ring(keyfiles.REGISTER)
    CardCode.objects.bulk_create(
        CardCode(id=new_row_key(), sheet=sheet, tag=ring.name(code.encode())) for code in codes
    )
    return codes


def sheet_of(one: Round, code: str) -> Any:
    """What is filled in so far."""
    return by_code.open_sheet(str(one.pk), by_code.lookup_names(str(one.workplace_id), code))


def own_sheet(one: Round, code: str) -> Any:
    """What was handed in."""
    return by_code.own_sheet(str(one.pk), by_code.lookup_names(str(one.workplace_id), code))


def state(one: Round, code: str) -> by_code.Held:
    return by_code.held(str(one.pk), by_code.lookup_names(str(one.workplace_id), code))


class Person:
    """A browser that sends what its pages ask for. Follows every redirect and remembers the last page."""

    def __init__(self, *, language: str = "ko", client: Client | None = None) -> None:
        self.client = client or Client()
        self.client.cookies["jikim_language"] = language
        self.path = ""
        self.text = ""
        self.status = 0
        self.trail: list[str] = []

    def opens(self, path: str) -> Person:
        return self._see(self.client.get(path))

    def sends(self, path: str, **fields: str) -> Person:
        return self._see(self.client.post(path, fields))

    def enters(self, code: str) -> Person:
        return self.opens("/q/").sends("/q/", code=code)

    def agrees(self, health: str = "yes") -> Person:
        return self.sends("/q/start/", health=health)

    def ticks(self, value: int = 1, **fields: str) -> Person:
        """Answer every question of this page with the choice at that place, and go on."""
        names = dict.fromkeys(re.findall(r'name="(a\d+|sex|unit|age|tenure|job)"', self.text))
        for name in names:
            choices = re.findall(rf'name="{name}" value="([^"]*)"', self.text)
            fields.setdefault(name, choices[min(value, len(choices) - 1)])
        return self.sends(self.path, go="on", **fields)

    def answers_all(self, value: int = 1) -> Person:
        while 'id="answers"' in self.text:
            self.ticks(value)
        return self

    def hands_in(self) -> Person:
        return self.sends(self.path, go="on")

    def _see(self, response: Any) -> Person:
        self.trail = [response.request["PATH_INFO"]]
        while response.status_code in {301, 302, 303} and response["Location"].startswith("/q/"):
            self.trail.append(response["Location"])
            response = self.client.get(response["Location"])
        self.response = response
        self.status, self.path = response.status_code, response.request["PATH_INFO"]
        self.text = response.content.decode() if not response.streaming else ""
        return self
