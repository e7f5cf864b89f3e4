"""A workplace's pieces carry its own names, orders go their way, and the ledger knows every copy's version."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from pypdf import PdfReader

from jikim.areas.campaigns.actions.intake import apply_handouts, handouts_preview, stage_handouts
from jikim.areas.campaigns.actions.kits import Wanted, hand_out, hand_out_at_visit, move_order, order_kit
from jikim.areas.campaigns.actions.printing import piece_pdf, set_zip
from jikim.areas.campaigns.models import KitHandout, KitOrder
from jikim.areas.campaigns.queries.kits import agency_kits, general, piece_of, place_kits, values_of
from jikim.areas.campaigns.queries.ledger import handout_lines, old_holders, order_lines, order_page
from jikim.areas.manuals.models import PosterContact
from jikim.areas.manuals.public import set_contact
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.library.holders import who_still_has
from jikim.shared.sheets import Column, SheetError, write_xlsx
from jikim.shared.ui.tables import Asked
from tests.areas.campaigns.made import DAY, OFFICE, manager_of
from tests.areas.consulting.made import begun
from tests.areas.manuals.made import changed
from tests.areas.people.making import person, signed_in
from tests.areas.surveys.making import workplace

pytestmark = pytest.mark.django_db
WANTED = [Wanted("employer-kit", "poster-line", "A3", 5), Wanted("employer-kit", "officer-notice", "A4", 0)]
WHERE = {"address": "서울 마포구 1", "contact": "김담당", "phone": "02-1"}
SEOUL, BUSAN = (Actor(f"person:{n}", "지역", (Grant(Role.REGION, frozenset({key})),)) for n, key in ((8, "seoul"), (9, "busan")))


@pytest.fixture
def place():
    return workplace("W0001", status="enrolled")


def words_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "").replace(" ", "")


def test_a_piece_carries_the_workplaces_own_names_and_is_the_same_file_again(place) -> None:
    set_contact(workplace_id=place.pk, officer="김담당", officer_role="고충처리위원", phone="02-123-4567", channel="2층 상담실", by=manager_of(place.pk))
    piece = piece_of("officer-notice")[1]
    made = piece_pdf(piece, "A4", "ko", values_of(place.pk))
    assert "김담당(02-123-4567)에게" in words_of(made)
    assert "now/w/" in words_of(made)
    assert b"pdfuaid" in made or b"/MarkInfo" in made
    piece_pdf.__globals__["_made"].cache_clear()
    assert piece_pdf(piece, "A4", "ko", values_of(place.pk)) == made
    plain = words_of(piece_pdf(piece, "A4", "ko", general()))
    assert "김담당" not in plain
    assert "____" in plain
    with pytest.raises(KeyError):
        piece_pdf(piece, "A3", "ko", general())


def test_what_nobody_has_written_is_said_with_where_to_write_it(place) -> None:
    page = place_kits(workplace_id=place.pk, by=manager_of(place.pk))
    assert not page.has_officer
    notice = next(line for kit in page.kits for line in kit.paper if line.key == "officer-notice")
    assert [text.en for text in notice.open] == ["Named officer"]
    client = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], second_step=False), proved=False)
    assert f"/my-workplace/contact/{place.pk}/" in client.get(f"/workplace-kits/{place.pk}/").content.decode()


@pytest.mark.slow
def test_a_set_holds_every_paper_and_the_spoken_words_and_is_the_same_again() -> None:
    kit, _ = piece_of("customer-pledge")
    made = set_zip(kit, "ko", general())
    assert set_zip(kit, "ko", general()) == made
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert {"customer-pledge-a3-ko.pdf", "customer-pledge-a4-ko.pdf", "texts-ko.txt"} <= set(names)
    assert "market-broadcast" not in " ".join(names)
    assert "시장·역 방송 문안" in zipfile.ZipFile(io.BytesIO(made)).read("texts-ko.txt").decode("utf-8-sig")


def test_an_order_goes_its_way_and_the_ledger_knows_the_version(place) -> None:
    by = manager_of(place.pk)
    one = order_kit(workplace_id=place.pk, token="t1", wanted=WANTED, **WHERE, by=by)
    assert order_kit(workplace_id=place.pk, token="t1", wanted=WANTED, **WHERE, by=by).pk == one.pk
    assert [line.piece for line in one.lines.all()] == ["poster-line"]
    with pytest.raises(Refused):
        move_order(order_id=one.pk, to="packed", by=by)
    with pytest.raises(Conflict):
        move_order(order_id=one.pk, to="sent", by=OFFICE)
    move_order(order_id=one.pk, to="packed", by=OFFICE)
    with pytest.raises(Refused):
        move_order(order_id=one.pk, to="cancelled", by=by, reason=Text("너무 늦게", "too late"))
    move_order(order_id=one.pk, to="sent", by=OFFICE)
    with pytest.raises(Conflict):
        move_order(order_id=one.pk, to="sent", by=OFFICE)
    line = KitHandout.objects.get()
    assert (line.piece, line.copies, line.number, line.way, line.order_id) == ("poster-line", 5, 1, "post", one.pk)
    assert move_order(order_id=one.pk, to="received", by=by).status == "received"


def test_an_order_that_is_not_wanted_any_more_needs_a_reason(place) -> None:
    one = order_kit(workplace_id=place.pk, token="t1", wanted=WANTED, **WHERE, by=manager_of(place.pk))
    with pytest.raises(Conflict, match="reason"):
        move_order(order_id=one.pk, to="cancelled", by=manager_of(place.pk))
    move_order(order_id=one.pk, to="cancelled", by=manager_of(place.pk), reason=Text("잘못 주문", "by mistake"))


def test_nothing_and_too_much_are_refused(place) -> None:
    for copies in (0, 10_001):
        with pytest.raises(Invalid):
            order_kit(workplace_id=place.pk, token="t", wanted=[Wanted("employer-kit", "poster-line", "A3", copies)], **WHERE, by=manager_of(place.pk))
    assert not KitOrder.objects.exists()


def test_somebody_elses_workplace_is_out_of_reach(place) -> None:
    other = manager_of(workplace("W0002", status="enrolled").pk)
    order_kit(workplace_id=place.pk, token="t1", wanted=WANTED, **WHERE, by=manager_of(place.pk))
    for refused in (
        lambda: place_kits(workplace_id=place.pk, by=other), lambda: order_kit(workplace_id=place.pk, token="t2", wanted=WANTED, **WHERE, by=other),
        lambda: hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 1}, by=BUSAN),
    ):  # fmt: skip
        with pytest.raises(Refused):
            refused()
    assert order_lines(asked=Asked(), by=other)[1] == 0
    assert order_lines(asked=Asked(), by=SEOUL)[1] == 1
    client = signed_in(Client(), person(Role.MANAGER, [str(workplace("W0003").pk)], second_step=False), proved=False)
    for address in (f"/workplace-kits/{place.pk}/", f"/workplace-kits/{place.pk}/poster-line-A4-ko.pdf", f"/kit-orders/{KitOrder.objects.get().pk}/"):
        assert client.get(address).status_code == 403, address


def test_a_changed_piece_shows_who_still_has_the_old(place) -> None:
    hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2, "poster-chair": 1}, by=SEOUL)
    assert old_holders(by=OFFICE) == ()
    changed("employer-kit", "poster-line")
    found = old_holders(by=OFFICE)
    assert [(one.number, one.newest) for one in found] == [(1, 2)]
    assert old_holders(by=BUSAN) == ()
    assert [held.holder_key for held in who_still_has(kind="piece", key="poster-line", before=2)] == [str(place.pk)]
    hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2}, by=SEOUL)
    assert old_holders(by=OFFICE) == ()


@pytest.mark.parametrize("many", [1, 3])
def test_the_ledger_asks_the_database_as_often_whatever_its_length(place, many: int, django_assert_num_queries) -> None:
    for _ in range(many):
        hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2}, by=SEOUL)
    with django_assert_num_queries(3):
        rows, total = handout_lines(asked=Asked(), by=OFFICE)
    assert len(rows) == total == many


HEAD = ["날짜", "홍보물", "수량", "받은 곳", "방법", "관리번호", "시도"]


def sheet(*rows: list[object]) -> bytes:
    return b"".join(write_xlsx([Column(name) for name in HEAD], rows, "배포", count_line=False))


def test_a_list_goes_in_once_and_bad_rows_say_why(place) -> None:
    data = sheet(
        ["2017-06-20", "poster-line", 30, "소비자 한마당", "행사", "", "서울"], ["2018-01-01", "없는 것", "많이", "", "", "W9999", ""],
        ["2017-06-21", "poster-line", 5, "", "우편", "w0001", ""],
    )  # fmt: skip
    with rehearsing(DAY):
        staged = stage_handouts(data=data, file_name="list.xlsx", by=OFFICE)
        assert (staged.imported, staged.rejected) == (2, 1)
        assert {error.field for error in staged.errors} == {"on", "piece", "copies", "number"}
        apply_handouts(draft_id=staged.draft_id, by=OFFICE)
        again = stage_handouts(data=data, file_name="list.xlsx", by=OFFICE)
        apply_handouts(draft_id=again.draft_id, by=OFFICE)
        assert handouts_preview(draft_id=again.draft_id, by=OFFICE).unchanged == 2
    assert sorted(KitHandout.objects.values_list("copies", "workplace_id", "region")) == [(5, place.pk, "seoul"), (30, None, "seoul")]
    with pytest.raises(SheetError):
        stage_handouts(data="이름,나이\n가,1\n".encode(), file_name="x.csv", by=OFFICE)


def test_a_region_brings_in_its_own_rows_only() -> None:
    with rehearsing(DAY):
        workplace("W0001")
        staged = stage_handouts(data=sheet(["2017-06-20", "poster-line", 30, "한마당", "행사", "", "서울"]), file_name="list.xlsx", by=BUSAN)
    assert (staged.imported, staged.rejected) == (0, 1)
    with pytest.raises(Refused), rehearsing(DAY):
        hand_out(piece="poster-line", language="ko", copies=1, on=DAY, way="event", receiver_kind="public", receiver="한마당", region="seoul", by=BUSAN)


def test_a_manager_orders_and_takes_a_file_in_the_browser(place) -> None:
    client = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], second_step=False), proved=False)
    client.cookies["jikim_language"] = "ko"
    assert client.get("/my-kits/").url == f"/workplace-kits/{place.pk}/"
    answer = client.get(f"/workplace-kits/{place.pk}/poster-line-A4-ko.pdf")
    assert answer.content.startswith(b"%PDF")
    client.get(f"/workplace-kits/{place.pk}/poster-line-A4-ko.pdf")
    assert KitHandout.objects.get().way == "download"
    address = f"/workplace-kits/{place.pk}/order/"
    assert 'name="token"' in client.get(address).content.decode()
    nothing = client.post(address, {**WHERE, "language": "ko", "token": "abc"})
    assert nothing.status_code == 422
    assert "서울 마포구 1" in nothing.content.decode()
    for _ in range(2):
        answer = client.post(address, {**WHERE, "language": "ko", "token": "abc", "n-poster-line-A3": "4"})
    assert answer.url == f"/kit-orders/{KitOrder.objects.get().pk}/"
    assert client.get(answer.url).status_code == 200


def test_a_consultant_hands_over_where_they_visit_and_nowhere_else(place) -> None:
    one, by = begun()
    assert hand_out_at_visit(workplace_id=one.workplace_id, pieces={"pocket-card-words": 30, "poster-line": 0}, by=by) == 1
    assert (KitHandout.objects.get().way, KitHandout.objects.get().workplace_id) == ("visit", one.workplace_id)
    with pytest.raises(Refused):
        hand_out_at_visit(workplace_id=place.pk, pieces={"pocket-card-words": 1}, by=by)
    with pytest.raises(Refused):
        order_kit(workplace_id=one.workplace_id, token="t", wanted=WANTED, **WHERE, by=by)


@pytest.fixture
def agency():
    one, _ = begun()
    return one.appointment.consultant.agency


def keeper_of(agency) -> Actor:
    return Actor("person:70", "기관 정", (Grant(Role.AGENCY, frozenset({agency.key})),))


@pytest.mark.django_db(databases=["default", "vault"])
def test_an_agency_orders_for_itself_and_nobody_elses(agency) -> None:
    by, other = keeper_of(agency), Actor("person:71", "기관 강", (Grant(Role.AGENCY, frozenset({"999999"})),))
    whose = {"organisation_id": agency.organisation_id}
    one = order_kit(**whose, token="a1", wanted=WANTED, **WHERE, by=by)
    assert order_kit(**whose, token="a1", wanted=WANTED, **WHERE, by=by).pk == one.pk
    for refused in (
        lambda: order_kit(**whose, token="a2", wanted=WANTED, **WHERE, by=other), lambda: agency_kits(organisation_id=agency.organisation_id, by=other),
        lambda: order_page(one.pk, by=other), lambda: order_kit(**whose, token="a3", wanted=WANTED, **WHERE, by=SEOUL),
    ):  # fmt: skip
        with pytest.raises(Refused):
            refused()
    assert [order_lines(asked=Asked(), by=each)[1] for each in (by, other, OFFICE, SEOUL)] == [1, 0, 1, 0]
    for to in ("packed", "sent"):
        move_order(order_id=one.pk, to=to, by=OFFICE)
    line = KitHandout.objects.get()
    assert (line.organisation_id, line.workplace_id, line.receiver_kind, line.copies) == (agency.organisation_id, None, "agency", 5)
    assert handout_lines(asked=Asked(), by=OFFICE)[0][0].receiver == agency.organisation.name
    assert move_order(order_id=one.pk, to="received", by=by).status == "received"


@pytest.mark.django_db(databases=["default", "vault"])
def test_an_agencys_pages_carry_its_name_and_remember_what_it_took(agency) -> None:
    client = signed_in(Client(), person(Role.AGENCY, [agency.key]))
    client.cookies["jikim_language"] = "ko"
    assert client.get("/agency-kits/").url == f"/agency-kits/{agency.organisation_id}/"
    where = f"/agency-kits/{agency.organisation_id}/"
    assert agency.organisation.name in client.get(where).content.decode()
    pdf = client.get(f"{where}entrance-notice-A4-ko.pdf").content
    assert agency.organisation.name.replace(" ", "") in words_of(pdf)
    assert [(line.piece, line.way, line.organisation_id) for line in KitHandout.objects.all()] == [("entrance-notice", "download", agency.organisation_id)]
    form = client.get(f"{where}order/").content.decode()
    token = form.split('name="token" value="')[1].split('"')[0]
    sent = client.post(f"{where}order/", {**WHERE, "language": "ko", "token": token, "n-poster-line-A3": "7"})
    assert sent.status_code == 302
    assert agency.organisation.name in client.get(sent.url).content.decode()
    assert client.post(f"{where}order/", {**WHERE, "language": "ko", "token": "x"}).status_code == 422
    for address in ("/agency-kits/999999/", "/agency-kits/999999/order/", "/agency-kits/999999/entrance-notice-A4-ko.pdf"):
        assert client.get(address).status_code == 403, address
    assert signed_in(Client(), person(Role.OFFICE)).get("/agency-kits/999999/").status_code == 404


def test_what_is_fetched_from_the_page_carries_the_officer_and_the_own_address(place) -> None:
    """Through the address, as a manager takes it: the key in an address is text until somebody makes it a number."""
    set_contact(workplace_id=place.pk, officer="김서연", phone="02-555-1000", channel="2층 상담실, 쪽지함은 휴게실에 있습니다.", customer_channel="고객센터 02-555-2000", by=Actor.console())
    token = PosterContact.objects.get(workplace=place).token
    client = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], second_step=False), proved=False)
    words = words_of(client.get(f"/workplace-kits/{place.pk}/officer-notice-A4-ko.pdf").content)
    assert "김서연(02-555-1000)" in words
    assert f"/now/w/{token}/" in words
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/workplace-kits/{place.pk}/employer-kit-ko.zip").content))
    assert "고객센터 02-555-2000에 남겨 주시면" in archive.read("texts-ko.txt").decode("utf-8-sig")
    every = "".join(words_of(archive.read(name)) for name in archive.namelist() if name.endswith(".pdf"))
    assert "고객센터02-555-2000" in every
    assert "쪽지함" not in every, "customers are not sent to the box of the own people"
    assert "김서연" in words_of(archive.read("officer-notice-a4-ko.pdf"))
