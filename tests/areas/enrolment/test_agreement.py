"""The agreement: both sides sign, then and only then it is in force; its papers; who may see them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from jikim.areas.enrolment import public
from jikim.areas.enrolment.actions import agreement as actions
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.papers import ARTICLES
from jikim.areas.enrolment.models import Agreement, Application
from jikim.areas.enrolment.queries.agreements import agreement_page, agreements
from jikim.areas.enrolment.queries.breaches import breach_code
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.ui.tables import Asked
from jikim.shared.workflow.models import StatusChange
from tests.areas.dispatch.planned import account_of, agency_seat, appointment
from tests.areas.enrolment.made import CONSOLE, applied, enrolled
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 4, 5)


def prepared() -> Agreement:
    return actions.prepare_agreement(workplace_id=enrolled().workplace_id, by=CONSOLE)


def sign(one: Agreement, party: str, name: str = "", on: dt.date = DAY) -> Agreement:
    return actions.record_signature(agreement_id=one.pk, party=party, name=name or f"{party} 서명자", signed_on=on, by=CONSOLE)


@pytest.mark.parametrize("first, second", [("employer", "workers"), ("workers", "employer")])
def test_in_force_only_with_both_signatures(first: str, second: str) -> None:
    one = prepared()
    assert not public.agreement_in_force(workplace_id=one.workplace_id)
    sign(one, first)
    verdict = public.agreement_in_force(workplace_id=one.workplace_id)
    assert not verdict
    assert "서명이 아직 없습니다" in verdict.reason.ko
    sign(one, second)
    assert public.agreement_in_force(workplace_id=one.workplace_id)
    assert public.workplaces_in_force(season_id=one.workplace.season_id) == {one.workplace_id}
    steps = StatusChange.objects.filter(thing_kind="agreement").values_list("target", flat=True)
    assert list(steps) == [f"{first}_signed", "in_force"]


def test_the_visiting_consultant_and_agency_see_and_record_it_and_no_other() -> None:
    visit = appointment()
    other = applied(name="다른 마트")
    who, by = account_of(visit.consultant)
    for seat in (by, agency_seat(visit.consultant)):
        lines, total = agreements(by=seat, season_id=visit.season_id, asked=Asked())
        assert (total, [line.number for line in lines]) == (1, [visit.workplace.number])
        assert actions.prepare_agreement(workplace_id=visit.workplace_id, by=seat).workplace_id == visit.workplace_id
        with pytest.raises(Refused):
            actions.prepare_agreement(workplace_id=other.workplace_id, by=seat)
        with pytest.raises(Refused):
            agreement_page(by=seat, workplace_id=other.workplace_id)
    signed = actions.conclude_agreement(
        workplace_id=visit.workplace_id, employer_name="김사장", workers_name="이대표", signed_on=DAY, by=by
    )
    assert signed.status == "in_force"
    assert str(who.key) == by.key


def test_an_ended_agreement_no_longer_counts_and_needs_its_reason() -> None:
    one = sign(sign(prepared(), "employer"), "workers")
    with pytest.raises(Conflict):
        actions.end_agreement(agreement_id=one.pk, reason=Text(""), by=CONSOLE)
    actions.end_agreement(agreement_id=one.pk, reason=Text("근로자대표 철회"), by=CONSOLE)
    assert "종료" in public.agreement_in_force(workplace_id=one.workplace_id).reason.ko


@pytest.mark.parametrize("name, on, field", [("", DAY, "name"), ("employer 서명자", DAY, "name"), ("이지우", dt.date(2999, 1, 1), "signed_on")])
def test_signatures_that_cannot_be(name: str, on: dt.date, field: str) -> None:
    one = sign(prepared(), "employer")
    with pytest.raises(Invalid) as refused:
        actions.record_signature(agreement_id=one.pk, party="workers", name=name, signed_on=on, by=CONSOLE)
    assert list(refused.value.errors) == [field]


def test_a_signature_is_recorded_once() -> None:
    one = sign(prepared(), "employer")
    with pytest.raises(Conflict):
        sign(one, "employer", "다른 사람")


def test_only_who_may_take_part_signs() -> None:
    with pytest.raises(Conflict):
        actions.prepare_agreement(workplace_id=applied(service_workers=3).workplace_id, by=CONSOLE)


def test_a_manager_sends_the_scan_but_records_no_signature() -> None:
    place = enrolled().workplace
    manager = Actor("person:9", "담당", (Grant(Role.MANAGER, frozenset({place.key})),))
    actions.keep_scan(workplace_id=place.pk, data=b"%PDF-1.7 first", name="협약서.pdf", by=manager)
    one = Agreement.objects.get(workplace=place)
    manager = Actor("person:9", "담당", (Grant(Role.MANAGER, frozenset({one.workplace.key})),))
    stranger = Actor("person:8", "남", (Grant(Role.MANAGER, frozenset({"999999"})),))
    kept = actions.keep_scan(workplace_id=one.workplace_id, data=b"%PDF-1.7 scan", name="협약서.pdf", by=manager)
    one.refresh_from_db()
    assert one.file_hash == kept.sha256
    assert one.status == "prepared"
    with pytest.raises(Refused):
        actions.keep_scan(workplace_id=one.workplace_id, data=b"%PDF-1.7 scan", name="x.pdf", by=stranger)
    with pytest.raises(Refused):
        actions.record_signature(agreement_id=one.pk, party="employer", name="김", signed_on=DAY, by=manager)


def test_a_scan_that_is_no_scan_is_refused() -> None:
    one = prepared()
    with pytest.raises(Invalid):
        actions.keep_scan(workplace_id=one.workplace_id, data=b"<html>", name="x.pdf", by=CONSOLE)


def test_the_office_prepares_signs_and_files_on_the_pages(client: Client) -> None:
    one = enrolled()
    place = one.workplace_id
    signed_in(client, person(Role.OFFICE))
    client.post(reverse("agreement_prepare", args=[place]))
    for party, name in (("employer", "김사장"), ("workers", "박대표")):
        form = {"party": party, "name": name, "signed_on": "2017-04-05"}
        assert client.post(reverse("agreement_sign", args=[place]), form).status_code == 302
    scan = SimpleUploadedFile("협약서.pdf", b"%PDF-1.7 scan")
    assert client.post(reverse("agreement_scan", args=[place]), {"scan": scan}).status_code == 302
    shown = client.get(reverse("agreement", args=[place])).content.decode()
    assert "박대표" in shown
    assert "협약이 체결되어" in shown
    link = shown.split('href="/files/')[1].split('"')[0]
    fetched = client.get(f"/files/{link}")
    assert b"".join(fetched.streaming_content) == b"%PDF-1.7 scan"
    outsider = signed_in(Client(), person(Role.REGION, ["jeju"]))
    assert outsider.get(f"/files/{link}").status_code == 403


def test_the_consultant_prints_the_papers_and_sends_the_scan_on_the_pages(client: Client) -> None:
    """Whoever stands at the workplace with the paper signed sends it, and finds it again."""
    visit = appointment()
    who, _ = account_of(visit.consultant)
    place = visit.workplace_id
    signed_in(client, who)
    assert client.post(reverse("agreement_prepare", args=[place]), follow=True).status_code == 200
    for name in ("agreement_pdf", "agreement_wall"):
        assert client.get(reverse(name, args=[place, "ko"]))["Content-Type"] == "application/pdf"
    scan = SimpleUploadedFile("협약서.pdf", b"%PDF-1.7 scan")
    shown = client.post(reverse("agreement_scan", args=[place]), {"scan": scan}, follow=True)
    link = shown.content.decode().split('href="/files/')[1].split('"')[0]
    assert b"".join(client.get(f"/files/{link}").streaming_content) == b"%PDF-1.7 scan"


def test_a_manager_who_sent_the_scan_is_back_at_the_own_workplace(client: Client) -> None:
    place = enrolled().workplace
    actions.prepare_agreement(workplace_id=place.pk, by=CONSOLE)
    signed_in(client, person(Role.MANAGER, [place.key]))
    sent = client.post(reverse("agreement_scan", args=[place.pk]), {"scan": SimpleUploadedFile("협약서.pdf", b"%PDF-1.7")}, follow=True)
    assert sent.redirect_chain == [(reverse("my_workplace"), 302)]
    assert "협약서.pdf" in sent.content.decode()


def text_of(data: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(data)).pages
    return len(pages), "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_paper_says_every_article_and_the_notice_is_one_page(language: str) -> None:
    one = enrolled()
    paper = public.agreement_paper(workplace_id=one.workplace_id, language=language, by=CONSOLE)
    _, said = text_of(paper.data)
    for title, words in ARTICLES:
        assert "".join(title.say(language).split()) in said
        assert "".join(words.say(language).split()) in said
    wall = public.wall_paper(workplace_id=one.workplace_id, language=language, by=CONSOLE)
    pages, said = text_of(wall.data)
    assert pages == 1
    assert breach_code(one.workplace_id) in said


def test_a_manager_of_another_place_gets_no_paper() -> None:
    one: Application = enrolled()
    stranger = Actor("person:8", "남", (Grant(Role.MANAGER, frozenset({"999999"})),))
    with pytest.raises(Refused):
        public.agreement_paper(workplace_id=one.workplace_id, language="ko", by=stranger)
