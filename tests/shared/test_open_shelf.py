"""The public library's door: what a room hands in is listed, found and told as new; it is asked again only when it changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from jikim.rules.words import Text
from jikim.shared import open_shelf
from jikim.shared.open_shelf import Shelved

DAY = dt.date(2017, 6, 1)


class Room:
    """A room with pages of its own, as any later one."""

    def __init__(self) -> None:
        self.pages = [page("first", "쉬는 시간", "Time to rest"), page("hidden", "큰 규모", "Large size", searched=False)]
        self.state: object = 1
        self.asked = 0

    def give(self) -> list[Shelved]:
        self.asked += 1
        return self.pages


def page(key: str, ko: str, en: str, *, day: dt.date = DAY, searched: bool = True) -> Shelved:
    return Shelved(key, Text(ko, en), Text("", ""), "public_kit", 1, day, given={"kit": key}, searched=searched)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    reverse("home")  # the addresses are read: the product's own rooms have put up theirs, and do not come in between
    for name in ("_kinds", "_kept", "_indexes"):
        monkeypatch.setattr(open_shelf, name, {})
    made = Room()
    open_shelf.register("case", Text("사례", "Case"), pages=made.give, state=lambda: made.state)
    return made


def test_a_page_is_found_in_its_language_with_its_kind(room: Room) -> None:
    (hit,) = open_shelf.find("rest", "en")
    assert (hit.title, hit.url, hit.kind) == ("Time to rest", "/en/public/kits/first/", "Case")
    assert open_shelf.find("쉬는 시간", "ko")[0].url == "/public/kits/first/"
    assert open_shelf.find("large size", "en") == []
    assert open_shelf.find("", "ko") == []


def test_a_room_is_asked_again_only_when_its_state_is_another(room: Room) -> None:
    for _ in range(3):
        open_shelf.find("rest", "en")
        open_shelf.everything()
    assert room.asked == 1
    room.pages = [page("second", "새 사례", "A new story")]
    assert open_shelf.find("story", "en") == []
    room.state = 2
    assert [one.title for one in open_shelf.find("story", "en")] == ["A new story"]
    assert open_shelf.find("rest", "en") == []


def test_the_newest_come_first_and_no_more_than_asked(room: Room) -> None:
    room.pages = [page(f"p{n}", "쪽", "page", day=DAY + dt.timedelta(days=n % 3)) for n in range(6)]
    assert [one.key for one in open_shelf.newest(3)] == ["p5", "p2", "p4"]


def test_kinds_stand_in_order_and_an_empty_one_is_left_out(room: Room) -> None:
    open_shelf.register("early", Text("먼저", "Early"), pages=lambda: [page("e", "하나", "one")], state=lambda: 0, order=10)
    open_shelf.register("none", Text("없음", "None"), pages=list, state=lambda: 0, order=1)
    assert [kind for kind, _, _ in open_shelf.shelves()] == ["early", "case"]


def test_a_kind_of_less_weight_comes_after_what_fits_as_well(room: Room) -> None:
    open_shelf.register("heavy", Text("책", "Book"), pages=lambda: [page("h", "쉬는 시간", "Time to rest")], state=lambda: 0, weight=0.5)
    assert [one.kind for one in open_shelf.find("rest", "en")] == ["Case", "Book"]
