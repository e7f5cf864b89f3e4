"""Two people at once, one let in after each statement of the other: one round, one sheet of cards, one replacement, every answer counted."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from jikim.areas.people.models import Person, Seat
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions import keying
from jikim.areas.surveys.actions.preparing import assign_consultant
from jikim.areas.surveys.models import CardCode, CardSheet, PaperForm, Round
from jikim.areas.surveys.queries.answering import layout_of
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.clock import now
from jikim.vault.by_code import add_paper, paper_entries
from jikim.vault.purge import holdings
from tests.areas.surveys.code_rounds import BEGINS, ENDS, agreed, keys, open_round, plan
from tests.areas.surveys.making import CONSOLE, OFFICE, file_of, rows, season, workplace
from tests.meeting import Met, meetings, refused

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
numbers = count(1)


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Path) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    settings.JIKIM_TODAY = BEGINS
    keys()


def prepared() -> Round:
    return surveys.prepare_round(workplace_id=agreed(f"W{next(numbers):04}").pk, plan=plan(), by=OFFICE)


def test_one_sheet() -> None:
    met = 0
    for meeting in meetings(prepared, lambda one: surveys.print_cards(workplace_id=one.workplace_id, by=OFFICE, number=1, compose=False)):
        met += 1
        assert sum(isinstance(one, surveys.Printed) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        assert sum(isinstance(one, Conflict) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        assert CardSheet.objects.filter(workplace_id=meeting.thing.workplace_id).count() == 1
        assert CardCode.objects.filter(sheet__workplace_id=meeting.thing.workplace_id).count() == 44
    assert met >= 3


def test_one_replacement() -> None:
    def sheet() -> CardSheet:
        one, _ = open_round(f"W{next(numbers):04}")
        return CardSheet.objects.get(workplace_id=one.workplace_id)

    def replace(one: CardSheet) -> Any:
        return surveys.replace_sheet(sheet_id=one.pk, reason=Text("잃어버림", "lost"), by=OFFICE, compose=False)

    for meeting in meetings(sheet, replace):
        assert sum(isinstance(one, Conflict) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        states = CardSheet.objects.filter(workplace_id=meeting.thing.workplace_id).values_list("number", "status")
        assert sorted(states) == [(1, "replaced"), (2, "printed")]


def test_the_number_on_the_paper_is_the_sheets_own() -> None:
    """Two sheets of one workplace replaced at once: whoever is overtaken after the paper was laid out is told, and keeps the old sheet."""
    def two_sheets() -> tuple[int, int]:
        one, _ = open_round(f"W{next(numbers):04}")
        first = CardSheet.objects.get(workplace_id=one.workplace_id)
        second = CardSheet.objects.get(pk=first.pk)
        second.pk, second.number, second.cards = None, 2, 1
        second.save()
        return first.pk, second.pk

    def replace(key: int) -> Any:
        return surveys.replace_sheet(sheet_id=key, reason=Text("잃어버림", "lost"), by=OFFICE, compose=False)

    overtaken = 0
    for meeting in meetings(two_sheets, lambda keys: replace(keys[0]), lambda keys: replace(keys[1])):
        told = refused(meeting)
        overtaken += told
        assert isinstance(meeting.second, surveys.Printed) or isinstance(meeting.first, surveys.Printed)
        for key, result in zip(meeting.thing, meeting.results, strict=True):
            assert CardSheet.objects.get(pk=key).status == ("replaced" if isinstance(result, surveys.Printed) else "printed")
        assert CardSheet.objects.filter(workplace_id=CardSheet.objects.get(pk=meeting.thing[0]).workplace_id).count() == 4 - told
    assert overtaken


def test_one_round() -> None:
    def all_of_them(_: object) -> int:
        return surveys.prepare_all(season_id=season().pk, begins_on=BEGINS, ends_on=ENDS, by=OFFICE)

    def this_one(place: Any) -> Round:
        return surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE)

    for second in (this_one, all_of_them):
        for meeting in meetings(lambda: agreed(f"W{next(numbers):04}"), this_one, second):
            refused(meeting)
            assert Round.objects.filter(workplace=meeting.thing).count() == 1, meeting.statement


def test_cards_go_with_the_visit() -> None:
    def reassign(one: Round) -> None:
        assign_consultant(round_id=one.pk, consultant_key="person:77", by=OFFICE)

    for meeting in meetings(prepared, lambda one: surveys.print_cards(workplace_id=one.workplace_id, by=OFFICE, compose=False), reassign):
        assert refused(meeting) == 0
        assert CardSheet.objects.get(workplace_id=meeting.thing.workplace_id).consultant_key == "person:77", meeting.statement


def answered_round() -> Round:
    """Open, without the cost of agreement and cards."""
    place = workplace(f"W{next(numbers):04}", 40)
    return Round.objects.create(
        season=place.season, workplace=place, kind="first", status="open", status_since=now(), offered=40, instrument_id="kels-24",
        instrument_version="1.0.0", packs=[{"id": "kels-24", "version": "1.0.0"}], headcount=40, asks={"sex": True},
        opened_on=BEGINS, begins_on=BEGINS, ends_on=BEGINS,
    )  # fmt: skip


def test_a_moved_end_is_seen(settings: Any) -> None:
    settings.JIKIM_TODAY = BEGINS + dt.timedelta(days=1)
    for meeting in meetings(
        answered_round, lambda _: surveys.close_past_rounds(), lambda one: surveys.move_end(round_id=one.pk, ends_on=ENDS, by=OFFICE)
    ):
        told = refused(meeting)
        after = Round.objects.get(pk=meeting.thing.pk)
        assert (after.status, after.ends_on) == (("closed", BEGINS) if told else ("open", ENDS)), meeting.statement


def test_an_older_count_replaces_no_newer_one(settings: Any) -> None:
    settings.JIKIM_TODAY = BEGINS + dt.timedelta(days=14)

    def last_answer_and_close(one: Round) -> None:
        add_paper(str(one.pk), keying._sheet(one, values(one)), on=BEGINS, packs=layout_of(one).packs, keep_sex=True)
        surveys.close_round(round_id=one.pk, by=OFFICE)

    for meeting in meetings(answered_round, lambda one: surveys.recount(round_ids=[one.pk]), last_answer_and_close):
        assert refused(meeting) == 0
        assert Round.objects.get(pk=meeting.thing.pk).answered == 1, meeting.statement


def hand(person_id: int) -> Actor:
    return Actor(f"person:{person_id}", "입력", (Grant(Role.KEYING, frozenset({f"person:{person_id}"})),))


def values(one: Round, **changed: Any) -> dict[str, Any]:
    lines = {key: column.item.scale.lowest for key, column in keying.lines_of(one)}
    return {"sex": "F", "health": True} | lines | changed


def form() -> PaperForm:
    """Issued, without its print."""
    return PaperForm.objects.create(round=answered_round(), number=f"F{next(numbers):07}", status="issued", status_since=now())


def key(one: PaperForm, person_id: int, **changed: Any) -> Any:
    return keying.key_form(number=one.number, values=values(one.round, **changed), by=hand(person_id))


def void(one: PaperForm) -> None:
    keying.void_form(number=one.number, reason=Text("찢어짐", "torn"), by=hand(11))


def resolve(one: PaperForm) -> Any:
    return keying.resolve_form(number=one.number, chosen={"sex": "F"}, by=hand(11))


def kept_once(meeting: Met) -> None:
    """The answers are in where the form is settled, and nothing of it waits where it is done."""
    after = PaperForm.objects.get(pk=meeting.thing.pk)
    held = holdings([str(after.round_id)]).get(str(after.round_id))
    answers = held.answers + held.in_spool if held else 0
    waiting = {"settled": 0, "void": 0, "keyed_once": 1, "differing": 2}[after.status]
    assert (answers, len(paper_entries(after.number))) == (after.status == "settled", waiting), (after.status, meeting.statement)


@pytest.mark.parametrize("second", [void, resolve, lambda one: surveys.close_round(round_id=one.round_id, by=OFFICE)], ids=["void", "resolve", "close"])
def test_a_form_settled_once(second: Any) -> None:
    def differing() -> PaperForm:
        one = form()
        key(one, 11)
        key(one, 12, sex="M")
        return one

    two_hands()
    for meeting in meetings(differing, resolve, second):
        refused(meeting)
        kept_once(meeting)
        after = Round.objects.get(pk=meeting.thing.round_id)
        assert after.answered == (after.status == "closed" and PaperForm.objects.get(pk=meeting.thing.pk).status == "settled")


def test_a_form_made_void_while_it_is_keyed() -> None:
    two_hands()
    for meeting in meetings(form, lambda one: key(one, 11), void):
        refused(meeting)
        kept_once(meeting)

    def once() -> PaperForm:
        one = form()
        key(one, 11)
        return one

    for meeting in meetings(once, void, lambda one: key(one, 12)):
        refused(meeting)
        kept_once(meeting)


def two_hands() -> None:
    for key_ in (11, 12):
        person = Person.objects.create(pk=key_, email=f"k{key_}@example.org", name=f"입력 {key_}")
        Seat.objects.create(person=person, role="keying", reach_keys=[person.key])


def test_one_import() -> None:
    def send(number: str) -> surveys.ImportedAnswers:
        return surveys.import_answers(data=file_of(rows(number, (6,))), season_id=season().pk, by=CONSOLE)

    # the rounds are made within the first statements; what comes after is the vault's, and dear
    for meeting in islice(meetings(lambda: workplace(f"W{next(numbers):04}").number, send), 12):
        assert refused(meeting) == 0
        assert sum(one.imported for one in meeting.results) == 6
        assert sum(one.rounds_opened for one in meeting.results) == 1
        assert Round.objects.get(workplace__number=meeting.thing).answered == 6, meeting.statement
