"""What a round asks, for the worker's pages: one question to the database, the layout kept in memory. Knows no worker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import connection

from jikim.areas.surveys.models import Round
from jikim.rules.packs import Pack
from jikim.rules.questionnaire import DIMENSIONS, Questionnaire, asks_about, questionnaire
from jikim.rules.scoring.instrument import Instrument
from jikim.rules.words import Text
from jikim.shared.packs import find_pack


@dataclass(frozen=True, slots=True)
class Category:
    """One answer about the person; `key` is what is kept."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Layout:
    """The pinned packs laid out as pages, and the categories of the page about the person."""

    packs: tuple[Pack, ...]
    form: Questionnaire
    about: tuple[tuple[str, tuple[Category, ...]], ...]
    keep_sex: bool
    #: which packs, in one line: rounds that ask the same share their drawn pages
    asked_line: str = ""

    @property
    def instrument(self) -> Instrument:
        """The first pack's: what statistics are made from."""
        return self.form.blocks[0]

    def allowed(self, name: str) -> frozenset[str]:
        return next((frozenset(one.key for one in found) for other, found in self.about if other == name), frozenset())


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A round as the worker's pages need it."""

    id: int
    is_open: bool
    workplace_key: str
    season_id: int
    region: str
    layout: Layout


SEXES = (Category("F", Text("여성", "Woman")), Category("M", Text("남성", "Man")))


def asked_round(round_id: int) -> AskedRound | None:
    """One question by primary key; whether the round is open is never remembered.

    By hand: this runs with every page of every worker, and building the question costs more than answering it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(connection.vendor), [round_id])
        row = cursor.fetchone()
    if row is None:
        return None
    status, workplace_id, season_id, region, packs, asks = row
    layout = _layout(_text(packs), _text(asks))
    return AskedRound(round_id, status == "open", str(workplace_id), season_id, region, layout)


@cache
def _question(vendor: str) -> str:
    quote = connection.ops.quote_name
    rounds, places = quote(Round._meta.db_table), quote(Round._meta.get_field("workplace").related_model._meta.db_table)
    return (
        "SELECT r.status, r.workplace_id, r.season_id, w.region, r.packs, r.asks"  # noqa: S608 - names of our own tables
        f" FROM {rounds} r JOIN {places} w ON w.id = r.workplace_id WHERE r.id = %s"
    )


def _text(value: Any) -> str:
    """A JSON column as text, however the database hands it over."""
    return value if isinstance(value, str) else json.dumps(value)


def layout_of(one: Round) -> Layout:
    """The pages of a round that has been read already."""
    return _layout(json.dumps(one.packs), json.dumps(one.asks))


@lru_cache(maxsize=256)
def _layout(packs_json: str, asks_json: str) -> Layout:
    """Pinned once a round is prepared, so it is laid out once per process."""
    packs = tuple(_pinned(one) for one in json.loads(packs_json))
    asks: Mapping[str, Any] = json.loads(asks_json)
    about = tuple((name, _categories(name, asks)) for name in asks_about(asks))
    return Layout(packs, questionnaire(packs, asks), about, bool(asks.get("keep_sex")), packs_json)


def _pinned(one: Mapping[str, str]) -> Pack:
    pack = find_pack(one["id"], one["version"])
    if one.get("hash") and pack.content_hash != one["hash"]:
        raise LookupError(f"the pack {pack.label} is not the one this round was opened with")
    return pack


def _categories(name: str, asks: Mapping[str, Any]) -> tuple[Category, ...]:
    if name not in DIMENSIONS:
        return SEXES
    return tuple(Category(one["key"], Text(one.get("ko", one["key"]), one.get("en", ""))) for one in asks[name])
