"""Seats: seen and ended within reach; the last office seat stays; an ended seat opens nothing any more."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from jikim.areas.people import queries
from jikim.areas.people.actions.seats import end_seat
from jikim.areas.people.models import Seat
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from tests.areas.people.making import actor, agency, person, seat, signed_in

pytestmark = pytest.mark.django_db


def names(lines) -> set[str]:
    return {line.name for line in lines}


def test_each_sees_what_the_own_seat_covers() -> None:
    ours, theirs = agency("우리기관"), agency("다른기관")
    office = person(Role.OFFICE, name="본부")
    auditor = person(Role.AUDITOR, name="감사")
    seoul = person(Role.REGION, ["seoul", "incheon"], name="서울")
    incheon = person(Role.REGION, ["incheon"], name="인천")
    busan = person(Role.REGION, ["busan"], name="부산")
    manager = person(Role.AGENCY, organisation=ours, name="기관장")
    person(Role.CONSULTANT, organisation=ours, name="우리컨설턴트")
    person(Role.CONSULTANT, organisation=theirs, name="남의컨설턴트")
    person(Role.MANAGER, ["7"], region="busan", name="부산사업장")
    assert len(queries.seats(by=actor(office))) == len(queries.seats(by=actor(auditor))) == 9
    assert names(queries.seats(by=actor(manager))) == {"기관장", "우리컨설턴트"}
    assert names(queries.seats(by=actor(busan))) == {"부산", "부산사업장"}
    assert names(queries.seats(by=actor(seoul))) == {"서울", "인천"}
    assert names(queries.seats(by=actor(incheon))) == {"서울", "인천"}
    with pytest.raises(Refused):
        queries.seats(by=actor(person(Role.CONSULTANT, organisation=ours)))


def test_the_page_lists_filters_and_exports(client: Client) -> None:
    office = person(Role.OFFICE, name="김본부")
    person(Role.EDITOR, name="서편집")
    person(Role.JUROR, name="오심사", second_step=False)
    signed_in(client, office)
    page = client.get(reverse("seats")).content.decode()
    assert all(name in page for name in ("김본부", "서편집", "오심사", "사례집 편집자"))
    only = client.get(reverse("seats") + "?role=editor").content.decode()
    assert "서편집" in only
    assert "오심사" not in only.split("<table")[1]
    sheet = client.get(reverse("seats") + "?export=csv")
    text = b"".join(sheet).decode("utf-8-sig")
    assert len([line for line in text.splitlines() if "@example.org" in line]) == 3
    assert AuditRow.objects.filter(verb="seats.exported").exists()


def test_ending_a_seat_takes_effect_at_once(client: Client) -> None:
    office, editor = person(Role.OFFICE), person(Role.EDITOR, name="서편집")
    browser = Client()
    signed_in(browser, editor)
    assert browser.get(reverse("account")).status_code == 200
    signed_in(client, office)
    held = Seat.objects.get(person=editor)
    assert client.post(reverse("seat_end", args=[held.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("seat_end", args=[held.pk]), {"reason": "부서 이동"}).url == reverse("seats")
    assert browser.get(reverse("account")).status_code == 302, "signed out everywhere"
    row = AuditRow.objects.get(verb="seat.ended")
    assert (row.thing_key, row.reason) == (str(held.pk), "부서 이동")
    assert client.post(reverse("seat_end", args=[held.pk]), {"reason": "다시"}).status_code == 422


def test_the_last_office_seat_stays(client: Client) -> None:
    only = person(Role.OFFICE)
    held = Seat.objects.get(person=only)
    signed_in(client, only)
    page = client.post(reverse("seat_end", args=[held.pk]), {"reason": "퇴직"})
    assert "마지막 본부 담당자는 해지할 수 없습니다" in page.content.decode()
    second = person(Role.OFFICE)
    end_seat(seat_id=held.pk, reason="퇴직", by=actor(second))
    assert actor(only).roles == frozenset()


def test_who_may_end_whose_seat() -> None:
    ours, theirs = agency("우리기관"), agency("다른기관")
    manager = actor(person(Role.AGENCY, organisation=ours))
    consultant, foreign = (
        person(Role.CONSULTANT, organisation=ours),
        person(Role.CONSULTANT, organisation=theirs),
    )
    busan = actor(person(Role.REGION, ["busan"]))
    seoul_manager = person(Role.MANAGER, ["7"], region="seoul")
    for by, victim in (
        (manager, foreign),
        (busan, seoul_manager),
        (busan, consultant),
        (manager, person(Role.OFFICE)),
    ):
        with pytest.raises(Refused):
            end_seat(seat_id=Seat.objects.get(person=victim).pk, reason="x", by=by)
    end_seat(seat_id=Seat.objects.get(person=consultant).pk, reason="계약 종료", by=manager)


def test_what_lies_beyond_reach_is_not_there(client: Client) -> None:
    signed_in(client, person(Role.REGION, ["busan"]))
    foreign = Seat.objects.get(person=person(Role.REGION, ["seoul"]))
    assert client.get(reverse("seat", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("seat_end", args=[foreign.pk]), {"reason": "x"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_offices_cannot_end_each_other_at_once() -> None:
    one, two = person(Role.OFFICE), person(Role.OFFICE)
    pairs = [(actor(one), Seat.objects.get(person=two).pk), (actor(two), Seat.objects.get(person=one).pk)]
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def end(by, seat_id: int) -> None:
        gate.wait()
        try:
            end_seat(seat_id=seat_id, reason="x", by=by)
            outcomes.append("ended")
        except (Conflict, Refused):
            outcomes.append("kept")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["ended", "kept"]
    assert Seat.objects.filter(role=Role.OFFICE, ended_at=None).count() == 1


def test_several_seats_of_one_person_add_up() -> None:
    somebody = person(Role.REGION, ["busan"])
    seat(somebody, Role.EXPERT)
    both = actor(somebody)
    assert both.roles == {Role.REGION, Role.EXPERT}
    assert both.keys(Role.REGION) == {"busan"}
    assert both.keys(Role.EXPERT) == {somebody.key}
