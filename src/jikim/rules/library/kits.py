"""Kits: notices, cards, posters, call messages, scripts, a pledge, banners, to be filled with a workplace's own data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library.courses import FormItem
from jikim.rules.library.entry import Origin
from jikim.rules.words import Text

#: What a piece may be filled with. Whoever fills it gives every one of them, or leaves out the line it stands in.
PLACES = ("workplace", "helpline", "officer", "channel")


class For(StrEnum):
    EMPLOYERS = "employers"
    CONSUMERS = "consumers"


class Form(StrEnum):
    NOTICE = "notice"
    COUNTER_CARD = "counter_card"
    POSTER = "poster"
    CALL_WAITING = "call_waiting"
    CALL_ENDING = "call_ending"
    SCRIPT = "script"
    PLEDGE = "pledge"
    BANNER = "banner"
    LEAFLET = "leaflet"

    @property
    def label(self) -> Text:
        return _FORMS[self]


_FORMS = {
    Form.NOTICE: Text("안내문", "Notice"), Form.COUNTER_CARD: Text("창구 카드", "Counter card"), Form.POSTER: Text("포스터", "Poster"),
    Form.CALL_WAITING: Text("연결음 안내", "Message while the call is put through"), Form.CALL_ENDING: Text("통화를 마치는 말", "Words that end a call"),
    Form.SCRIPT: Text("방송·응대 문안", "Script"), Form.PLEDGE: Text("다짐", "Pledge"), Form.BANNER: Text("배너 문구", "Banner text"),
    Form.LEAFLET: Text("쪽지", "Leaflet"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. heading: the large line (empty for what is spoken); lines: the text in order; where: where it is put or played.

    sizes        paper, such as ("A4", "A3"); empty for what is spoken or shown on a screen
    occupations  keys it is made for; empty: all
    """

    key: str
    form: Form
    title: Text
    heading: Text
    lines: tuple[Text, ...]
    where: Text
    sizes: tuple[str, ...]
    occupations: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Kit:
    """One kit in one immutable version. awareness: the five questions asked before and after a campaign (one kit has them)."""

    id: str
    version: str
    title: Text
    audience: For
    pieces: tuple[Piece, ...]
    awareness: tuple[FormItem, ...]
