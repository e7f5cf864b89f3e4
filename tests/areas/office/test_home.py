"""The home page: what waits for this seat and nothing else, and a door that is shut to strangers."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from django.test import Client

from jikim.areas.office import waiting
from jikim.areas.people.models import Person, Seat
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Figure, Waiting

OFFICE = Actor("person:1", "김하늘", (Grant(Role.OFFICE),))


@pytest.fixture
def room(monkeypatch):
    """A room whose public door says what is planted here."""
    planted = ModuleType("jikim.areas.planted.public")
    monkeypatch.setitem(sys.modules, "jikim.areas.planted", ModuleType("jikim.areas.planted"))
    monkeypatch.setitem(sys.modules, "jikim.areas.planted.public", planted)
    monkeypatch.setattr(waiting, "ROOMS", ("planted", "no_such_room"))
    return planted


def test_what_is_empty_is_left_out_and_the_rest_in_order(room):
    room.waiting = lambda actor: [
        Waiting(Text("나중"), 3, "/b/", order=90), Waiting(Text("없음"), 0, "/c/"), Waiting(Text("먼저"), 1, "/a/", order=10),
    ]  # fmt: skip
    assert [item.text.ko for item in waiting.waiting_for(OFFICE)] == ["먼저", "나중"]


def test_a_room_is_asked_for_this_very_actor(room):
    asked = []
    room.waiting = lambda actor: asked.append(actor) or []
    waiting.waiting_for(OFFICE)
    assert asked == [OFFICE]


def test_a_room_that_says_nothing_is_fine_and_one_that_is_broken_is_not(room, monkeypatch):
    assert waiting.waiting_for(OFFICE) == []
    monkeypatch.delitem(sys.modules, "jikim.areas.planted.public")
    monkeypatch.setattr(waiting, "import_module", lambda name: __import__("no_such_library_at_all"))
    with pytest.raises(ModuleNotFoundError):
        waiting.waiting_for(OFFICE)


@pytest.fixture
def office(db):
    person = Person.objects.create_person("office@example.org", "김하늘", "correct horse battery", is_demo=True)
    Seat.objects.create(person=person, role=Role.OFFICE)
    return person


def test_the_page_shows_counts_links_and_the_season_against_its_target(room, office, settings):
    settings.JIKIM_DEMO = True
    room.waiting = lambda actor: [Waiting(Text("판정할 신청", "Applications to decide"), 1234, "/applications/?status=submitted")]
    room.figures = lambda actor: [Figure(Text("선정 사업장", "Enrolled"), 412, target=1000)]
    client = Client()
    client.force_login(office, backend="allauth.account.auth_backends.AuthenticationBackend")
    html = client.get("/home/").content.decode()
    assert "1,234" in html
    assert 'href="/applications/?status=submitted"' in html
    assert "1,000 중 412" in html
    assert "공단 본부" in html
    assert 'aria-current="page"' in html


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_and_comes_back():
    response = Client().get("/home/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/home/")
