"""Writes down whom a workplace's people turn to, gives its poster a new address, and prints it; also the poster without a workplace."""

from __future__ import annotations

import datetime as dt
import io
import secrets
from functools import lru_cache
from typing import Any

import segno
from django.db import transaction

from jikim.areas.enrolment.public import workplace_of
from jikim.areas.manuals.models import PosterContact
from jikim.areas.manuals.queries.just_happened import first_to_talk, urgent_lines
from jikim.areas.manuals.queries.poster import Place, now_address, poster_of
from jikim.rules.access import Action, Actor, Where
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf

TOKEN_BYTES = 9
#: of the general poster's words, set into its file
WRITTEN_ON = dt.date(2026, 11, 1)
NOTHING_YET = Text(
    "아직 담당자가 적혀 있지 않습니다. 사업장 담당자가 ‘우리 담당자 안내’에 적으면 포스터를 인쇄할 수 있습니다.",
    "Nobody is named yet. Once the workplace's manager fills in “Our contact”, the poster can be printed.",
)
#: what the poster says, in both languages
_WORDS: dict[str, Text] = {
    "title": Text("방금 힘든 일이 있었습니까?", "Has a customer just treated you badly?"),
    "lead": Text("당신 잘못이 아닙니다. 멈추고 쉬어도 됩니다.", "It was not your fault. You may stop and rest."),
    "scan": Text("휴대전화로 찍어 보십시오", "Scan it with your phone"),
    "gives": Text("다음 10분에 할 일 · 응대를 끝내는 말 · 남겨 둘 것 · 도와줄 곳", "The next ten minutes · words to end it · what to keep · who helps"),
    "go": Text("우리 사업장에서는", "At our workplace"),
    "officer": Text("담당자", "Officer"), "phone": Text("전화", "Telephone"), "channel": Text("알리는 방법", "How to tell it"),
    "break_room": Text("쉬는 곳", "Where to rest"),
    "helps": Text("지금 걸 수 있는 전화", "Numbers to call now"),
    "write": Text("우리 일터에서 알릴 사람과 전화", "Whom to tell here, and the telephone"),
    "quiet": Text("이름도 코드도 필요 없습니다. 누가 보았는지 회사도 공단도 알 수 없습니다.",
                  "No name, no code. Neither your company nor the programme can see who looked."),
}  # fmt: skip


def set_contact(
    *, workplace_id: int, officer: str, officer_role: str = "", phone: str = "", channel: str = "", break_room: str = "",
    occupation: str = "", customer_channel: str = "", by: Actor,
) -> str:  # fmt: skip
    """Returns the token; the address stays the same when the words change."""
    with transaction.atomic():
        _require(workplace_id, by)
        told = {
            "officer": officer, "officer_role": officer_role, "phone": phone, "channel": channel, "break_room": break_room,
            "occupation": occupation, "customer_channel": customer_channel, "changed_on": today(),
        }  # fmt: skip
        one, _ = PosterContact.objects.update_or_create(
            workplace_id=workplace_id, defaults=told, create_defaults={**told, "token": _token()}
        )  # fmt: skip
        audit.record(by, "poster.contact_set", "workplace", workplace_id)
        return str(one.token)


def poster_paper(*, workplace_id: int, language: str, by: Actor) -> bytes:
    """The poster as tagged PDF, A4. Conflict while nobody is named; Refused out of reach."""
    place = poster_of(workplace_id=workplace_id, by=by)
    if place is None:
        raise Conflict(NOTHING_YET)
    audit.record(by, "poster.printed", "workplace", workplace_id, language=language)
    return compile_pdf("manuals/poster.typ", _poster(place, language), language, data_date=place.changed_on)


def _poster(place: Place, language: str) -> dict[str, Any]:
    """In the language asked for, large, and in the other beneath: who needs it may read no Korean, or nothing else."""
    other = "en" if language == "ko" else "ko"
    officer = f"{place.officer} ({place.officer_role})" if place.officer_role else place.officer
    said = [("officer", officer), ("phone", place.phone), ("channel", place.channel), ("break_room", place.break_room)]
    return {
        "words": {key: [text.say(language), text.say(other)] for key, text in _WORDS.items()}, "other": other, "workplace": place.workplace,
        "contacts": [[_WORDS[key].say(language), _WORDS[key].say(other), value] for key, value in said if value],
        "address": place.address.removeprefix("https://").removeprefix("http://"), "qr": qr_svg(place.address),
    }  # fmt: skip


def general_poster(*, language: str, on: dt.date) -> bytes:
    """The poster for any workplace or library, A4: it leads to the page without a workplace and shows help lines of the day. One file a day and language."""
    lines = tuple((one.name.ko, one.name.en, one.number) for one in dict.fromkeys((*first_to_talk(on)[:1], *urgent_lines(on))))
    return _general(language, lines, now_address(language))


@lru_cache(maxsize=4)
def _general(language: str, lines: tuple[tuple[str, str, str], ...], address: str) -> bytes:
    """Set once: the same words are the same file, byte for byte, so it carries no day of printing."""
    other = "en" if language == "ko" else "ko"
    return compile_pdf("manuals/poster.typ", {
        "words": {key: [text.say(language), text.say(other)] for key, text in _WORDS.items()}, "other": other, "workplace": "",
        "contacts": [[ko if language == "ko" else en, en if language == "ko" else ko, number] for ko, en, number in lines],
        "address": address.removeprefix("https://").removeprefix("http://"), "qr": qr_svg(address),
    }, language, data_date=WRITTEN_ON)  # fmt: skip


def qr_svg(address: str) -> str:
    """The address as a picture."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=6, border=4, xmldecl=False)
    return out.getvalue().decode()


def renew_address(*, workplace_id: int, by: Actor) -> str:
    """The old poster then shows nobody any more. PosterContact.DoesNotExist if nothing was written yet."""
    with transaction.atomic():
        _require(workplace_id, by)
        one = PosterContact.objects.select_for_update().get(workplace_id=workplace_id)
        one.token = _token()
        one.save(update_fields=["token"])
        audit.record(by, "poster.address_renewed", "workplace", workplace_id)
        return one.token


def _require(workplace_id: int, by: Actor) -> None:
    line = workplace_of(workplace_id)
    require(by, Action.poster_contact_edit, Where(region=line.region, workplace=str(workplace_id)))


def _token() -> str:
    """Not to be guessed: an address shows who is responsible at one workplace."""
    return secrets.token_urlsafe(TOKEN_BYTES)
