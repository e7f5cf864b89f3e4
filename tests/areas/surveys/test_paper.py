"""Paper: numbered forms without a code, keyed twice, compared, settled without the number, destroyed with a protocol."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pypdf
import pytest
from django.test import Client

from jikim.areas.people.models import Person, Seat
from jikim.areas.surveys.actions import keying
from jikim.areas.surveys.actions.paper import issue_paper
from jikim.areas.surveys.forms.paper import KeyingForm
from jikim.areas.surveys.models import PaperForm, Round
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.vault.keys import make_keys
from jikim.vault.models import PaperEntry, Pending
from tests.areas.surveys.making import OFFICE, manager, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
FIRST = Actor("person:11", "배입력", (Grant(Role.KEYING, frozenset({"person:11"})),))
SECOND = Actor("person:12", "노입력", (Grant(Role.KEYING, frozenset({"person:12"})),))
PACKS = [{"id": one, "version": "1.0.0"} for one in ("kels-24", "customer-abuse", "mood-8", "exhaustion-6")]


@pytest.fixture
def open_round(settings: Any, tmp_path: Any) -> Round:
    import dataclasses

    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    make_keys()
    place = workplace("W0001", 40)
    return Round.objects.create(
        season=place.season, workplace=place, kind="first", status="open", status_since=now(), offered=40,
        instrument_id="kels-24", instrument_version="1.0.0", instrument_hash="", packs=PACKS, headcount=40,
        asks={"sex": True, "unit": [{"key": "u1", "ko": "상담 1팀", "en": "Team 1", "headcount": 20}, {"key": "u2", "ko": "상담 2팀", "en": "", "headcount": 20}]},
        opened_on=dt.date(2017, 6, 1), begins_on=dt.date(2017, 6, 1), ends_on=dt.date(2017, 6, 30),
    )  # fmt: skip


@pytest.fixture
def number(open_round: Round) -> str:
    issue_paper(round_id=open_round.pk, count=1, language="ko", by=OFFICE)
    return PaperForm.objects.get().number


def values(one: Round, **changed: Any) -> dict[str, Any]:
    lines = {key: column.item.scale.lowest + 1 for key, column in keying.lines_of(one)}
    return {"sex": "F", "unit": "u2", "health": True} | lines | changed


def two_seats() -> None:
    for i in (11, 12):
        person = Person.objects.create(pk=i, email=f"k{i}@example.org", name=f"입력 {i}")
        Seat.objects.create(person=person, role="keying", reach_keys=[person.key])


def test_forms_carry_a_number_and_never_a_code(open_round: Round) -> None:
    made = issue_paper(round_id=open_round.pk, count=3, language="ko", by=OFFICE)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    numbers = list(PaperForm.objects.values_list("number", flat=True))
    assert len(numbers) == 3
    assert all(number in text for number in numbers)
    assert "W0001" not in text, "whoever keys a form must not see where it came from"
    assert "/q/" not in text
    assert "나의 결과 셈하기" in text
    assert "35 −" in text
    (row,) = AuditRow.objects.filter(verb="paper.issued")
    assert not any(number in str(row.facts) for number in numbers)


def test_the_employer_prints_none_and_a_closed_round_neither(open_round: Round) -> None:
    with pytest.raises(Refused):
        issue_paper(round_id=open_round.pk, count=1, language="ko", by=manager(open_round.workplace_id))
    Round.objects.filter(pk=open_round.pk).update(status="closed")
    with pytest.raises(Conflict):
        issue_paper(round_id=open_round.pk, count=1, language="ko", by=OFFICE)


def test_two_equal_keyings_settle_and_the_number_is_gone_from_the_vault(open_round: Round, number: str) -> None:
    keying.key_form(number=number, values=values(open_round), by=FIRST)
    assert PaperEntry.objects.count() == 1
    assert not Pending.objects.exists()
    keyed = keying.key_form(number=number, values=values(open_round), by=SECOND)
    assert keyed.status == "settled"
    assert not keyed.open_lines
    assert not PaperEntry.objects.exists()
    assert Pending.objects.count() == 1


def test_differing_lines_are_looked_at_once_more(open_round: Round, number: str) -> None:
    keying.key_form(number=number, values=values(open_round), by=FIRST)
    keyed = keying.key_form(number=number, values=values(open_round, **{"kels-24:q03": 4, "sex": ""}), by=SECOND)
    assert keyed.status == "differing"
    assert {one.key for one in keyed.open_lines} == {"sex", "kels-24:q03"}
    assert not Pending.objects.exists(), "nothing counts before both agree"
    done = keying.resolve_form(number=number, chosen={"kels-24:q03": 4, "sex": "F"}, by=FIRST)
    assert done.status == "settled"
    assert Pending.objects.count() == 1


def test_without_consent_no_health_answer_is_kept(open_round: Round, number: str) -> None:
    refused = keying._sheet(open_round, values(open_round, health=None))
    kept = {key: answer for (key, _), answer in zip(keying.lines_of(open_round), refused.answers, strict=True)}
    assert all(answer == -1 for key, answer in kept.items() if key.startswith(("mood-8", "exhaustion-6")))
    assert kept["kels-24:q01"] == 2
    assert number


def test_the_second_keying_is_another_hands_where_there_is_one(open_round: Round, number: str) -> None:
    two_seats()
    keying.key_form(number=number, values=values(open_round), by=FIRST)
    with pytest.raises(Conflict):
        keying.key_form(number=number, values=values(open_round), by=FIRST)
    assert keying.key_form(number=number, values=values(open_round), by=SECOND).status == "settled"


def test_a_first_keying_sent_twice_is_not_the_second(open_round: Round, number: str) -> None:
    """One keying seat in the whole programme, whose second tap would otherwise settle a form nobody looked at again."""
    assert keying.key_form(number=number, values=values(open_round), by=FIRST, turn=1).status == "keyed_once"
    assert keying.key_form(number=number, values=values(open_round), by=FIRST, turn=1).status == "keyed_once"
    assert not Pending.objects.exists()
    corrected = keying.key_form(number=number, values=values(open_round, sex="M"), by=FIRST, turn=1)
    assert (corrected.status, PaperEntry.objects.count()) == ("keyed_once", 1)
    keyed = keying.key_form(number=number, values=values(open_round), by=FIRST, turn=2)
    assert (keyed.status, [one.key for one in keyed.open_lines]) == ("differing", ["sex"])


def test_somebody_else_on_the_first_page_gives_the_second_keying(open_round: Round, number: str) -> None:
    two_seats()
    keying.key_form(number=number, values=values(open_round), by=FIRST, turn=1)
    assert keying.key_form(number=number, values=values(open_round), by=SECOND, turn=1).status == "settled"
    assert Pending.objects.count() == 1


def test_the_page_says_which_keying_it_is_for(client: Client, open_round: Round, number: str, settings: Any) -> None:
    """Given a page open since the first keying, when it is sent twice, then the form waits for its second keying."""
    person = Person.objects.create(pk=11, email="k11@example.org", name="배입력", is_demo=True)
    Seat.objects.create(person=person, role="keying", reach_keys=[person.key], since=now())
    settings.JIKIM_DEMO = True  # made-up people need no second step
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(f"/paper/{number}/").content.decode()
    assert 'name="turn" value="1"' in shown
    typed = {"turn": "1", "sex": "1", "unit": "2", "kels-24:q01": "2"}
    for _ in range(2):
        assert client.post(f"/paper/{number}/", typed).status_code == 302
    assert PaperForm.objects.get().status == "keyed_once"
    assert 'name="turn" value="2"' in client.get(f"/paper/{number}/").content.decode()
    for _ in range(2):
        client.post(f"/paper/{number}/", typed | {"turn": "2", "sex": "2"})
    assert PaperForm.objects.get().status == "differing", "the second keying sent twice settles no difference"
    assert 'name="turn" value="3"' in client.get(f"/paper/{number}/").content.decode()
    client.post(f"/paper/{number}/", {"turn": "3", "sex": "2"})
    assert PaperForm.objects.get().status == "settled"


def test_a_crash_after_the_vault_took_it_doubles_nothing(open_round: Round, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keying.key_form(number=number, values=values(open_round), by=FIRST)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("power")

    with monkeypatch.context() as broken:
        broken.setattr(keying, "move", crash)
        with pytest.raises(RuntimeError):
            keying.key_form(number=number, values=values(open_round), by=SECOND)
    assert PaperForm.objects.get().status == "keyed_once"
    assert Pending.objects.count() == 1
    assert keying.key_form(number=number, values=values(open_round), by=FIRST, turn=1).status == "keyed_once"
    assert not PaperEntry.objects.exists(), "a page sent again after the crash brings nothing back"
    assert keying.key_form(number=number, values=values(open_round), by=SECOND).status == "settled"
    assert Pending.objects.count() == 1


@pytest.mark.parametrize("keyings", [1, 2])
def test_a_form_keyed_already_is_voided_when_its_round_has_closed(open_round: Round, number: str, keyings: int) -> None:
    """Given a form keyed once, or twice with a difference, when the round closes, it is not stuck and leaves nothing."""
    two_seats()
    keying.key_form(number=number, values=values(open_round), by=FIRST)
    if keyings == 2:
        keying.key_form(number=number, values=values(open_round, sex="M"), by=SECOND)
    Round.objects.update(status="closed")
    with pytest.raises(Conflict):
        keying.key_form(number=number, values=values(open_round), by=SECOND)
    keying.void_form(number=number, reason=Text("늦음", "late"), by=SECOND)
    assert PaperForm.objects.get().status == "void"
    assert not PaperEntry.objects.exists()
    with pytest.raises(Conflict):
        keying.void_form(number=number, reason=Text("늦음", "late"), by=SECOND)


def test_a_void_form_leaves_nothing(open_round: Round, number: str) -> None:
    keying.void_form(number=number, reason=Text("빈 설문지", "empty"), by=FIRST)
    assert PaperForm.objects.get().status == "void"
    assert not PaperEntry.objects.exists()
    with pytest.raises(Conflict):
        keying.key_form(number=number, values=values(open_round), by=FIRST)


def test_destruction_needs_finished_forms_and_leaves_a_protocol(open_round: Round, number: str) -> None:
    with pytest.raises(Conflict):
        keying.destroy_forms(numbers=[number], way="shredded", witness_name="한증인", by=FIRST)
    keying.void_form(number=number, reason=Text("빈 설문지", "empty"), by=FIRST)
    protocol = keying.destroy_forms(numbers=[number], way="shredded", witness_name="한증인", by=FIRST)
    assert protocol.count == 1
    assert PaperForm.objects.get().status == "destroyed"
    with pytest.raises(Conflict):
        keying.destroy_forms(numbers=[number], way="shredded", witness_name="한증인", by=FIRST)


def test_only_the_keying_seat_keys(open_round: Round, number: str) -> None:
    for other in (OFFICE, manager(open_round.workplace_id)):
        with pytest.raises(Refused):
            keying.key_form(number=number, values=values(open_round), by=other)


@pytest.mark.parametrize("typed, kept", [("", -1), ("9", -1), ("3", 3)])
def test_a_line_takes_what_stands_on_paper(open_round: Round, typed: str, kept: int) -> None:
    form = KeyingForm(open_round, {"kels-24:q01": typed, "sex": "2", "unit": "1", "health": "2"})
    assert form.is_valid(), form.errors
    found = form.values()
    assert found["kels-24:q01"] == kept
    assert found["sex"] == "M"
    assert found["unit"] == "u1"
    assert found["health"] is False


@pytest.mark.parametrize("typed", ["5", "0", "x"])
def test_a_value_off_its_scale_is_named(open_round: Round, typed: str) -> None:
    form = KeyingForm(open_round, {"kels-24:q01": typed})
    assert not form.is_valid()
    assert "kels-24:q01" in form.errors


def test_the_sheet_the_worker_keeps_says_whom_to_call(open_round: Round) -> None:
    made = issue_paper(round_id=open_round.pk, count=1, language="ko", by=OFFICE)
    kept = pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text()
    assert "1577-0199" in kept
    assert "119" in kept
    assert PaperForm.objects.get().number not in kept


@pytest.mark.parametrize("language, title", [("ko", "감정노동 수준 평가"), ("en", "Level of emotional labour")])
def test_on_paper_too_whoever_is_in_need_reads_whom_to_call_before_any_number(open_round: Round, language: str, title: str) -> None:
    made = issue_paper(round_id=open_round.pk, count=1, language=language, by=OFFICE)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    kept = pages[-1].extract_text()
    before = kept[: kept.index(title)]
    assert "1577-0199" in before
    assert "1366" in before
    assert "119" in before


def test_an_empty_keying_is_asked_about(open_round: Round) -> None:
    form = KeyingForm(open_round, {})
    assert not form.is_valid()
    assert form.non_field_errors()
