"""The ten minutes as those with an account see them: arranged, printed, counted. Never who, never a small count, never when."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from jikim.areas.people.models import Person as Somebody
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import TalkDay, TalkSlot
from jikim.areas.surveys.queries import talks as queries
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.talking import ADVICE, Arrangement, Mode
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from jikim.shared.ui.tables import Asked
from tests.areas.people.making import person, signed_in
from tests.areas.surveys.talks_made import DAY, FREE, free_today, visit_today
from tests.areas.surveys.test_talk_booking import books
from tests.areas.visits.made import consultant, office, stranger

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
AFTER = DAY + dt.timedelta(days=1)
ROTA = Arrangement(Mode.ROTA, 60, 6, 3, 40)


@pytest.fixture(autouse=True)
def _rehearsed_day(settings) -> None:  # type: ignore[no-untyped-def]
    settings.JIKIM_TODAY = DAY


def manager(visit) -> Actor:  # type: ignore[no-untyped-def]
    return Actor("person:77", "사업장 최", (Grant(Role.MANAGER, frozenset({str(visit.workplace_id)})),))


def agency(visit) -> Actor:  # type: ignore[no-untyped-def]
    return Actor("person:55", "기관 정", (Grant(Role.AGENCY, frozenset({str(visit.consultant.agency.organisation_id)})),))


def own_client(visit) -> Client:  # type: ignore[no-untyped-def]
    return signed_in(Client(), Somebody.objects.get(pk=visit.consultant.person_id))


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_a_visit_nobody_set_goes_by_the_rota() -> None:
    visit = visit_today()
    page = queries.talk_page(appointment_id=visit.pk, by=manager(visit))
    assert page.arranged.mode is Mode.ROTA
    assert not TalkDay.objects.exists(), "looking changes nothing"
    workers = visit.workplace.service_workers
    assert page.first.start == dt.time(12), "after the visit's own work"  # type: ignore[union-attr]
    assert len(page.turns) == min(36, workers), "until six, for nobody comes after"
    assert page.unmet == max(0, workers - 36)
    assert sum(turn.total for turn in page.turns) == visit.workplace.service_workers


def test_a_second_visit_of_the_day_takes_from_the_talks_of_the_first() -> None:
    visit = visit_today()
    alone = queries.talk_page(appointment_id=visit.pk, by=office()).until
    from tests.areas.enrolment.made import enrolled

    other = enrolled(latitude=37.60, longitude=127.0).workplace
    visit_today(place=other, who=visit.consultant, start=dt.time(14))
    until = queries.talk_page(appointment_id=visit.pk, by=office()).until
    assert alone == dt.time(18)
    assert dt.time(12, 30) < until < dt.time(14), "the way to the next one is kept free"


def test_the_consultant_arranges_and_the_same_twice_is_once() -> None:
    visit = visit_today()
    by = consultant(visit)
    for _ in range(2):
        surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=0, by=by)
    assert AuditRow.objects.filter(verb="talks.arranged").count() == 1
    with pytest.raises(Conflict, match="meantime"):
        surveys.arrange_talks(appointment_id=visit.pk, arranged=FREE, version=0, by=by)
    with pytest.raises(Invalid) as refused:
        surveys.arrange_talks(appointment_id=visit.pk, arranged=Arrangement(Mode.ROTA, 60, 43, 1, 40), version=1, by=by)
    assert set(refused.value.errors) == {"slots"}


def test_nobody_else_arranges_or_counts() -> None:
    visit = visit_today()
    for by in (office(), manager(visit), agency(visit), stranger(Role.CONSULTANT)):
        with pytest.raises(Refused):
            surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=0, by=by)
        with pytest.raises(Refused):
            surveys.note_talks(appointment_id=visit.pk, talks=1, advice={}, version=0, by=by)
    for role in (Role.CONSULTANT, Role.MANAGER, Role.AGENCY, Role.REGION):
        with pytest.raises(Refused):
            queries.talk_page(appointment_id=visit.pk, by=stranger(role))
    for role in (Role.COUNSELLOR, Role.JUROR, Role.KEYING):
        assert signed_in(Client(), person(role)).get(f"/talks/{visit.pk}/").status_code == 403


def test_once_somebody_booked_nothing_is_changed_under_them() -> None:
    visit, by, codes = free_today()
    books(codes[0], 2)
    with pytest.raises(Conflict, match="taken"):
        surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=1, by=by)
    assert TalkSlot.objects.count() == 6


def test_a_visit_that_is_over_or_cancelled_is_not_arranged() -> None:
    visit = visit_today()
    with rehearsing(AFTER), pytest.raises(Conflict):
        surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=0, by=consultant(visit))
    type(visit).objects.filter(pk=visit.pk).update(status="cancelled")
    with pytest.raises(Conflict):
        surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=0, by=consultant(visit))


def test_only_the_days_own_consultant_sees_taken_and_nobody_sees_whose() -> None:
    """Given bookings, when employer, agency and office look everywhere, then nothing differs from a day without any."""
    visit, by, codes = free_today()
    others = (manager(visit), agency(visit), office())
    before = [queries.talk_page(appointment_id=visit.pk, by=one) for one in others]
    lists = [queries.talk_lines(season_id=visit.season_id, asked=Asked(), by=one) for one in others]
    books(codes[0], 2)
    assert [queries.talk_page(appointment_id=visit.pk, by=one) for one in others] == before
    assert [queries.talk_lines(season_id=visit.season_id, asked=Asked(), by=one) for one in others] == lists
    assert [line.taken for line in queries.talk_page(appointment_id=visit.pk, by=by).slots] == [False, True, False, False, False, False]


def test_pages_papers_and_exports_of_others_do_not_move_with_a_booking() -> None:
    visit, _, codes = free_today()
    headquarters = signed_in(Client(), person(Role.OFFICE))
    boss = signed_in(Client(), person(Role.MANAGER, [str(visit.workplace_id)]))
    addresses = ["/talks/", f"/talks/{visit.pk}/", "/talks/?export=csv", f"/talks/{visit.pk}/sheet/ko.pdf", "/"]

    def seen() -> list[bytes]:
        return [_body(client.get(address)) for client in (headquarters, boss) for address in addresses]

    before = seen()
    books(codes[0], 2)
    assert [a == b for a, b in zip(before, seen(), strict=True)] == [True] * len(before)


def _body(response) -> bytes:  # type: ignore[no-untyped-def]
    import re

    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"%PDF"):
        return text_of(body).encode()
    return re.sub(rb"(csrfmiddlewaretoken|csrf-token|nonce|hx-headers)[^>]*", b"", body)


def test_counts_are_told_from_five_up_in_steps_and_after_the_day() -> None:
    visit = visit_today()
    surveys.note_talks(appointment_id=visit.pk, talks=7, advice={"result": 6, "recovery": 3}, version=0, by=consultant(visit))
    assert queries.talk_page(appointment_id=visit.pk, by=manager(visit)).told is None, "not while the day lasts"
    with rehearsing(AFTER):
        for by in (manager(visit), agency(visit), office()):
            page = queries.talk_page(appointment_id=visit.pk, by=by)
            assert page.tally is None
            assert page.told is not None
            assert page.told.talks.en == "5–9"
            told = {name.en: count.en for name, count in page.told.advice}
            assert (told[ADVICE["result"].en], told[ADVICE["recovery"].en], told[ADVICE["health"].en]) == ("5–9", "fewer than 5", "fewer than 5")
        (row,), _ = queries.talk_lines(season_id=visit.season_id, asked=Asked(), by=office())
        assert row.talks.en == "5–9"  # type: ignore[union-attr]
        unmet, workers, told_all = queries.season_unmet(season_id=visit.season_id, by=office())
        assert (unmet, workers, told_all.talks.en) == (row.unmet, row.workers, "5–9")
    assert queries.talk_page(appointment_id=visit.pk, by=consultant(visit)).tally.talks == 7  # type: ignore[union-attr]


def test_a_count_keeps_no_time_and_no_act() -> None:
    visit = visit_today()
    before = AuditRow.objects.count()
    surveys.note_talks(appointment_id=visit.pk, talks=2, advice={"health": 1}, version=0, by=consultant(visit))
    assert AuditRow.objects.count() == before
    kept = TalkDay.objects.values().get()
    assert not [value for value in kept.values() if isinstance(value, dt.date | dt.time)]


def test_a_count_twice_is_once_and_of_two_people_the_second_is_told() -> None:
    visit = visit_today()
    by = consultant(visit)
    for _ in range(2):
        surveys.note_talks(appointment_id=visit.pk, talks=2, advice={"health": 1}, version=0, by=by)
    assert TalkDay.objects.get().tally_version == 1
    with pytest.raises(Conflict):
        surveys.note_talks(appointment_id=visit.pk, talks=3, advice={}, version=0, by=by)
    with pytest.raises(Invalid):
        surveys.note_talks(appointment_id=visit.pk, talks=1, advice={"health": 2}, version=1, by=by)
    with pytest.raises(Invalid):
        surveys.note_talks(appointment_id=visit.pk, talks=1, advice={"김 상담원": 1}, version=1, by=by)


def test_nothing_is_counted_before_the_day() -> None:
    visit = visit_today()
    type(visit).objects.filter(pk=visit.pk).update(on=AFTER)
    with pytest.raises(Conflict):
        surveys.note_talks(appointment_id=visit.pk, talks=1, advice={}, version=0, by=consultant(visit))


@pytest.mark.parametrize(("language", "words"), [("ko", "10분 순번표"), ("en", "Rota: ten minutes for everybody")])
def test_the_rota_sheet_has_turns_and_no_names(language: str, words: str) -> None:
    visit = visit_today()
    surveys.arrange_talks(appointment_id=visit.pk, arranged=ROTA, version=0, by=consultant(visit))
    text = text_of(surveys.talk_paper(appointment_id=visit.pk, language=language, by=manager(visit)).data)
    assert words in text
    assert "11:00–11:10" in text
    assert "11:50–12:00" in text
    assert visit.workplace.contact_name not in text or not visit.workplace.contact_name


def test_the_sheet_of_a_visit_of_two_days_names_both() -> None:
    visit = visit_today()
    type(visit).objects.filter(pk=visit.pk).update(further_days=[AFTER.isoformat()], last_on=AFTER)
    text = text_of(surveys.talk_paper(appointment_id=visit.pk, language="en", by=manager(visit)).data)
    for day in (DAY, AFTER):
        assert f"{day.day} {day:%B %Y}" in " ".join(text.split())


def test_the_notice_of_free_booking_has_an_address_and_no_code() -> None:
    visit, _, codes = free_today(further_days=[AFTER.isoformat()], last_on=AFTER)
    text = text_of(surveys.talk_paper(appointment_id=visit.pk, language="en", by=manager(visit)).data)
    assert "/q/slot/" in text
    assert f"{AFTER.day} {AFTER:%B %Y}" in " ".join(text.split())
    assert not [code for code in codes if code in text]


def test_the_pages_of_the_consultant() -> None:
    visit, _, codes = free_today()
    books(codes[0], 2)
    client = own_client(visit)
    page = client.get(f"/talks/{visit.pk}/").content.decode()
    assert page.count("예약됨") == 1
    assert "/kiosk/talk/" in page
    kept = client.post(f"/talks/{visit.pk}/notes/", {"talks": "3", "version": "0", "result": "2"})
    assert kept.status_code == 302
    wrong = client.post(f"/talks/{visit.pk}/notes/", {"talks": "1", "version": "1", "result": "2"})
    assert wrong.status_code == 200
    assert "상담 1건보다 많을 수 없습니다" in wrong.content.decode()
    late = client.post(f"/talks/{visit.pk}/arrange/", {"mode": "rota", "begins": "11:00", "slots": "6", "workers": "40", "groups": "2", "version": "1"})
    assert "이미 시간을 잡은 근로자가 있어" in late.content.decode()


def test_the_list_goes_out_whole_and_costs_the_same_for_one_and_three() -> None:
    visit = visit_today()
    with CaptureQueriesContext(connection) as one:
        queries.talk_lines(season_id=visit.season_id, asked=Asked(), by=office())
    for number in (2, 3):
        visit_today(number=number, place=visit.workplace)
    with CaptureQueriesContext(connection) as three:
        rows, total = queries.talk_lines(season_id=visit.season_id, asked=Asked(), by=office())
    assert (len(rows), total, len(three)) == (3, 3, len(one))
    sent = b"".join(signed_in(Client(), person(Role.OFFICE)).get("/talks/?export=xlsx"))
    sheet = load_workbook(io.BytesIO(sent)).active
    assert visit.workplace.name in {cell.value for row in sheet.iter_rows() for cell in row}  # type: ignore[union-attr]


def test_the_tablet_for_talks_is_signed_out_and_reaches_no_visit() -> None:
    """Given a consultant who hands the tablet over, then no session is left and nothing of the visits opens."""
    visit = visit_today()
    client = own_client(visit)
    assert client.get("/visit-records/").status_code == 200
    handed = client.post("/kiosk/talk/")
    assert handed["Location"] == "/q/kiosk/"
    assert client.cookies["jikim_kiosk"].value == "talk"
    assert "sessionid" not in client.cookies or not client.cookies["sessionid"].value
    screen = client.get("/q/kiosk/")
    assert "내 결과 열기" in screen.content.decode()
    for address in ("/visit-records/", "/my-visits/", f"/talks/{visit.pk}/", "/visits/sync/session/"):
        assert client.get(address).status_code in {302, 401, 403, 404}, address
    page = client.get("/q/result/open/").content.decode()
    assert 'data-idle="240"' in page
    assert "talk-end" in page
    assert "data-leave" in page
    assert client.get("/q/leave/")["Location"] == "/q/kiosk/"


def test_the_tablet_for_the_survey_is_as_it_was() -> None:
    client = own_client(visit_today())
    client.post("/kiosk/")
    page = client.get("/q/").content.decode()
    assert 'data-idle="90"' in page
    assert "talk-end" not in page
