"""A worker takes a turn by code alone. What the main database keeps says taken, never by whom; tomorrow it says nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions.talk_booking import SlotGone
from jikim.areas.surveys.models import CardCode, TalkSlot
from jikim.rules.cards import new_code
from jikim.rules.talking import Arrangement, Mode
from jikim.shared import keyfiles
from jikim.shared.clock import rehearsing, today
from tests.areas.surveys.answering import Person, print_cards
from tests.areas.surveys.talks_made import DAY, free_today

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _rehearsed_day(settings) -> None:  # type: ignore[no-untyped-def]
    settings.JIKIM_TODAY = DAY


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """The whole main database, as a copy of it would be read."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, name) for name in connection.introspection.table_names(cursor)}


def _rows(cursor, name: str) -> list[tuple[object, ...]]:  # type: ignore[no-untyped-def]
    cursor.execute(f'SELECT * FROM "{name}"')
    return sorted((tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()), key=repr)


def taken(visit) -> list[int]:  # type: ignore[no-untyped-def]
    return list(TalkSlot.objects.filter(day__appointment=visit, tag__isnull=False).values_list("number", flat=True))


def books(code: str, number: int, **more: str) -> Person:
    return Person(**more).opens("/q/slot/").sends("/q/slot/", code=code).sends("/q/slot/take/", number=str(number))


def test_one_turn_is_taken_moved_and_given_back() -> None:
    visit, _, codes = free_today()
    person = books(codes[0], 2)
    assert person.path == "/q/slot/"
    assert "11:10–11:20" in person.text
    assert taken(visit) == [2]
    person.sends("/q/slot/take/", number="2")
    assert taken(visit) == [2], "the second tap changes nothing"
    person.sends("/q/slot/take/", number="5")
    assert taken(visit) == [5], "one turn for each card"
    person.sends("/q/slot/back/").sends("/q/slot/back/")
    assert taken(visit) == []


def test_who_comes_second_is_told_and_keeps_an_earlier_turn() -> None:
    visit, _, codes = free_today()
    books(codes[0], 1)
    second = books(codes[1], 3)
    second.sends("/q/slot/take/", number="1")
    assert second.status == 200
    assert "방금 다른 분이 잡았습니다" in second.text
    assert 'value="4"' in second.text, "free ones are shown"
    assert 'value="1"' not in second.text
    assert sorted(taken(visit)) == [1, 3]


def test_two_telephones_with_one_card_hold_one_turn() -> None:
    visit, _, codes = free_today()
    first, second = surveys.open_slots(codes[0]), surveys.open_slots(codes[0])
    surveys.take_slot(first, 1)
    surveys.take_slot(second, 2)
    assert taken(visit) == [2]


def test_a_visit_of_two_days_has_turns_on_both_and_none_between() -> None:
    """Given turns of both days, when the first is over, then on the second every turn is free, also for whoever had one."""
    second = DAY + dt.timedelta(3)  # over a weekend
    visit, _, codes = free_today(further_days=[second.isoformat()], last_on=second)
    books(codes[0], 2)
    with rehearsing(DAY + dt.timedelta(1)):
        assert surveys.open_slots(codes[0]) is None
    with rehearsing(second):
        assert 'value="2"' in Person().opens("/q/slot/").sends("/q/slot/", code=codes[1]).text
        surveys.take_slot(surveys.open_slots(codes[0]), 3)
        assert taken(visit) == [3]
    with rehearsing(second + dt.timedelta(1)):
        assert surveys.open_slots(codes[0]) is None


def test_a_card_found_on_a_desk_tells_nothing_of_a_booking() -> None:
    """Given somebody who booked, when another browser shows the same code, then it sees what any other card would see."""
    _, _, codes = free_today()
    books(codes[0], 2)
    finder = Person().opens("/q/slot/").sends("/q/slot/", code=codes[0])
    other = Person().opens("/q/slot/").sends("/q/slot/", code=codes[1])
    assert finder.text == other.text
    assert "11:10–11:20" not in finder.text


def test_pages_are_of_one_length_on_the_line() -> None:
    _, _, codes = free_today()
    with_turn, without = books(codes[0], 2), Person().opens("/q/slot/").sends("/q/slot/", code=codes[1])
    lengths = {len(one.client.get("/q/slot/", headers={"accept-encoding": "gzip"}).content) for one in (with_turn, without)}
    assert len(lengths) == 1


@pytest.mark.parametrize("why", ["unknown", "elsewhere", "replaced", "rota", "tomorrow", "cancelled"])
def test_every_other_code_reads_the_same_words(why: str) -> None:
    visit, by, codes = free_today()
    code = codes[0]
    if why == "unknown":
        code = new_code(lambda bits: 31415926)
    elif why == "elsewhere":
        from tests.areas.surveys.making import workplace

        code = print_cards(workplace("W9"), 1)[0]
    elif why == "replaced":
        code = print_cards(visit.workplace, 1, status="replaced")[0]
    elif why == "rota":
        surveys.arrange_talks(appointment_id=visit.pk, arranged=Arrangement(Mode.ROTA, 0, 6, 1, 40), version=1, by=by)
    elif why == "tomorrow":
        type(visit).objects.filter(pk=visit.pk).update(on=today() + today().resolution)
    else:
        type(visit).objects.filter(pk=visit.pk).update(status="cancelled")
    person = Person().opens("/q/slot/").sends("/q/slot/", code=code)
    assert "이 코드로 지금 예약할 수 있는 시간이 없습니다" in person.text
    assert code not in person.text.replace(f'value="{code}"', "")


def test_a_visit_that_changed_meanwhile_says_so() -> None:
    visit, _, codes = free_today()
    person = books(codes[0], 2)
    type(visit).objects.filter(pk=visit.pk).update(status="cancelled")
    person.sends("/q/slot/take/", number="3")
    assert person.status == 409
    assert "예약할 수 있는 시간이 없습니다" in person.text


def test_a_turn_that_is_over_cannot_be_taken(settings) -> None:  # type: ignore[no-untyped-def]
    """On a real day the hour counts."""
    settings.JIKIM_TODAY = None
    visit, _, codes = free_today(start=dt.time(0, 0), arranged=Arrangement(Mode.FREE, 0, 6, 1, 40))
    with pytest.raises(SlotGone):
        surveys.take_slot(surveys.open_slots(codes[0]), 1)
    assert taken(visit) == []


def test_a_booking_changes_one_row_and_leaves_no_other_trace() -> None:
    """The attacker holds two copies of the main database, of before and after: no session, audit row, task, mail or time."""
    _, _, codes = free_today()
    Person().opens("/q/slot/")
    before = all_rows()
    books(codes[0], 3)
    after = all_rows()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"jikim_talkslot"}
    (old,), (new,) = (set(a["jikim_talkslot"]) - set(b["jikim_talkslot"]) for a, b in ((before, after), (after, before)))
    differing = [(x, y) for x, y in zip(old, new, strict=True) if x != y]
    assert len(differing) == 2, "the keyed name and the day"
    assert all(x is None for x, _ in differing)
    assert not re.search(r"\d\d:\d\d", repr(new)), "no time"


def test_a_copy_without_key_files_does_not_tell_who_booked() -> None:
    """Given a copy, the secret key and even a card's own code, the name in the slot follows from none of them."""
    visit, _, codes = free_today()
    books(codes[0], 3)
    (slot,) = TalkSlot.objects.filter(tag__isnull=False)
    tag = bytes(slot.tag)
    everything = {value for rows in all_rows().values() for row in rows for value in row if isinstance(value, bytes) and len(value) == 32}
    assert everything >= {tag}
    elsewhere = [name for name, rows in all_rows().items() for row in rows if tag in row]
    assert elsewhere == ["jikim_talkslot"], "the register's name of the same card is another one"
    messages = [codes[0].encode(), f"{visit.pk}\x1f{codes[0]}".encode()]
    known = [settings.SECRET_KEY.encode(), b"", *everything, *(bytes(one.tag) for one in CardCode.objects.all())]
    guesses = {hashlib.sha256(m).digest() for m in messages} | {hmac.digest(k, m, "sha256") for k in known for m in messages}
    assert tag not in guesses
    assert tag == keyfiles.ring(keyfiles.TALK).name(messages[1]), "only the key file makes it"
    for ring in (keyfiles.REGISTER, keyfiles.LOOKUP, keyfiles.COUNSEL):
        assert tag not in {name for m in messages for name in keyfiles.ring(ring).names(m)}, "a key of its own"


def test_the_rows_lie_in_an_order_that_tells_nothing() -> None:
    visit, _, codes = free_today()
    ids = list(TalkSlot.objects.order_by("number").values_list("pk", flat=True))
    for place, code in enumerate(codes):
        books(code, 4 - place)
    assert list(TalkSlot.objects.order_by("number").values_list("pk", flat=True)) == ids
    assert len(taken(visit)) == 4


def test_after_the_day_nothing_is_left() -> None:
    visit, _, codes = free_today()
    books(codes[0], 3)
    with rehearsing(today() + today().resolution):
        assert surveys.forget_bookings() == 1
        assert surveys.forget_bookings() == 0
    assert taken(visit) == []


def test_a_forgotten_wiping_job_shows_no_old_booking() -> None:
    """The visit is moved to the next day after somebody booked: the turn is free there, whether or not the job ran."""
    visit, _, codes = free_today()
    books(codes[0], 3)
    morrow = today() + today().resolution
    type(visit).objects.filter(pk=visit.pk).update(on=morrow)
    with rehearsing(morrow):
        assert not any(line.taken for line in surveys.slots_now(surveys.open_slots(codes[1])))
        surveys.take_slot(surveys.open_slots(codes[1]), 3)
        surveys.take_slot(surveys.open_slots(codes[0]), 4)
    assert sorted(taken(visit)) == [3, 4]


def test_another_browsers_cookie_opens_nothing() -> None:
    _, _, codes = free_today()
    person = books(codes[0], 2)
    cookie = person.client.cookies["jikim_slot"]
    assert cookie["path"] == "/q/"
    assert cookie["httponly"]
    assert cookie["max-age"] == "", "gone with the browser"
    assert codes[0] not in cookie.value
    broken = Client()
    broken.cookies["jikim_slot"] = cookie.value[:-6] + "AAAAAA"
    assert "name=\"code\"" in broken.get("/q/slot/").content.decode()
    person.opens("/q/leave/")
    assert person.client.cookies["jikim_slot"].value == ""


def test_the_bookings_key_is_made_where_it_is_missing(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation from before there were talks: nothing under the key outlives a day, so it may be made at any time."""
    visit, _, codes = free_today()
    monkeypatch.setenv("JIKIM_TALK_KEY_FILE", str(tmp_path / "talk.key"))
    books(codes[0], 1)
    assert taken(visit) == [1]
