"""Every page of the room opens for its seat, in both languages; lists cost the same whatever their length."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from jikim.areas.enrolment.models import Application, ImportDraft, Lottery, Season, SeasonChange
from jikim.rules.access import Role
from tests.areas.enrolment.made import CONSOLE, applied, business_number, enrolled, season
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    return signed_in(client, person(Role.OFFICE))


def english(client: Client) -> None:
    client.cookies["jikim_language"] = "en"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    book.active.append(["2017년 신청 명단"])
    book.active.append(["사업장명", "사업자등록번호", "업종코드", "시도", "상시근로자수", "고객응대근로자수", "신청일"])
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: Client, data: bytes) -> ImportDraft:
    sheet = SimpleUploadedFile("신청.xlsx", data)
    answer = client.post(reverse("import_start"), {"sheet": sheet})
    assert answer.status_code == 302, answer.content.decode()
    return ImportDraft.objects.latest("pk")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_office_page_opens(office: Client, language: str) -> None:
    one = enrolled()
    applied(service_workers=5)
    place, year = one.workplace_id, one.season_id
    office.cookies["jikim_language"] = language
    addresses = [
        reverse("season", args=[year]), reverse("season_edit", args=[year]), reverse("season_quotas", args=[year]),
        reverse("season_milestones", args=[year]), reverse("season_holidays", args=[year]) + "?fill=1",
        reverse("season_history", args=[year]), reverse("season_move", args=[year]), reverse("enrolment", args=[year]),
        reverse("lottery_desk", args=[year]), reverse("lottery_freeze", args=[year]), reverse("lottery"),
        reverse("applications"), reverse("import_start"), reverse("application", args=[one.pk]),
        reverse("application_judge", args=[one.pk]), reverse("application_withdraw", args=[one.pk]),
        reverse("agreements"), reverse("agreement", args=[place]), reverse("agreement_sign", args=[place]),
        reverse("agreement_scan", args=[place]), reverse("agreement_end", args=[place]), reverse("breaches"),
        reverse("prospects"), reverse("prospect_new"), reverse("apply_start"), reverse("apply_sent"), reverse("breach_thanks"),
    ]  # fmt: skip
    for address in addresses:
        answer = office.get(address)
        assert answer.status_code == 200, address
        assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize("name", ["applications", "agreements"])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_whatever_their_length(
    office: Client, rows: int, name: str, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        applied()
    office.get(reverse(name))
    with django_assert_num_queries({"applications": 6, "agreements": 6}[name]):
        answer = office.get(reverse(name))
    assert answer.content.decode().count('<th scope="row"') == rows


def test_filter_and_sort(office: Client) -> None:
    applied(name="가나마트 부산점", region="부산")
    applied(name="다라은행 서울점", service_workers=3)
    shown = office.get(reverse("applications"), {"region": "busan"}).content.decode()
    assert "가나마트" in shown
    assert "다라은행" not in shown
    shown = office.get(reverse("applications"), {"status": "not_eligible"}).content.decode()
    assert "다라은행" in shown
    assert "가나마트" not in shown
    assert "가나마트" in office.get(reverse("applications"), {"q": "가나마트"}).content.decode()


def test_export_holds_what_is_shown_and_can_be_sent_back(office: Client) -> None:
    applied(name="가나마트 부산점", region="부산")
    applied(name="다라은행 서울점")
    answer = office.get(reverse("applications"), {"region": "busan", "export": "xlsx"})
    data = b"".join(answer.streaming_content)
    cells = [row for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True) if any(row)]
    assert answer["X-Rows"] == "1"
    assert [row[1] for row in cells][:2] == ["사업장명", "가나마트 부산점"]
    draft = send(office, data)
    preview = office.get(reverse("import_preview", args=[draft.pk])).content.decode()
    office.post(reverse("import_preview", args=[draft.pk]))
    assert Application.objects.count() == 2
    assert "미리보기" in preview


def test_import_previews_then_imports_once_however_often_it_is_confirmed(office: Client) -> None:
    season()
    good = ("새봄마트 강남점", business_number(1), "47112", "서울", "1,200명", "３０", "2017.3.2")
    bad = ("새봄마트 서초점", "123-45-67890", "47112", "서울", 50, 30, "2017.3.2")
    draft = send(office, workbook(good, bad))
    preview = office.get(reverse("import_preview", args=[draft.pk])).content.decode()
    assert Application.objects.count() == 0
    assert "사업자등록번호" in preview
    for _ in range(2):
        assert office.post(reverse("import_preview", args=[draft.pk])).status_code == 302
    assert Application.objects.count() == 1
    rejected = office.get(reverse("import_rejects", args=[draft.pk])).content
    rows = [row for row in load_workbook(io.BytesIO(rejected)).active.iter_rows(values_only=True) if any(row)]
    assert rows[1][0] == "새봄마트 서초점"


def test_a_file_that_is_no_sheet_comes_back_with_the_reason(office: Client) -> None:
    season()
    answer = office.post(reverse("import_start"), {"sheet": SimpleUploadedFile("x.xlsx", b"not a workbook")})
    assert answer.status_code == 200
    assert "form-hint-invalid" in answer.content.decode()


def edited(page: Season, **values: object) -> dict[str, object]:
    return {
        "version": page.version, "name_ko": page.name_ko, "name_en": page.name_en, "starts_on": page.starts_on,
        "ends_on": page.ends_on, "target": page.target, "intensive_target": page.intensive_target,
        "minimum_service_workers": page.minimum_service_workers, "admits_earlier_seasons": "on", "existing_contracts": "forbid", "is_trial": "on",
        "disclosure_minimum": 10, "disclosure_minimum_whole": 5, "disclosure_minimum_abuse": 20,
        "fair_share_times": 2, "visit_minutes": "0:120, 50:150, 300:180", "visits_minutes": 520, "day_minutes": 660, "large_site_days": "1, 1, 1", "rest_hours": 11,
        "who_counts_ko": page.who_counts_ko, "who_counts_en": page.who_counts_en, "reason": "예산이 늘었습니다.",
    } | values  # fmt: skip


@pytest.mark.parametrize("said, refused", [
    ("0:90, 100:180", ""), ("100:90", "0명부터"), ("0:90, 0:120", "0명부터"), ("0:900", "0명부터"), ("아홉시", "짝지어"),
])  # fmt: skip
def test_minutes_of_a_visit_are_pairs_that_rise(office: Client, said: str, refused: str) -> None:
    page = season()
    answer = office.post(reverse("season_edit", args=[page.pk]), edited(page, visit_minutes=said))
    assert answer.status_code == (200 if refused else 302)
    assert refused in answer.content.decode()
    if not refused:
        assert Season.objects.get().visit_minutes == [[0, 90], [100, 180]]
        assert "0:90, 100:180" in office.get(reverse("season_history", args=[page.pk])).content.decode()


@pytest.mark.parametrize("said, refused", [
    ("2, 2, 1", ""), ("2·2·1", ""), ("2, 2", "숫자 세 개"), ("2, 0, 1", "1에서 5까지"), ("2, 6, 1", "1에서 5까지"), ("이틀", "숫자 세 개"),
])  # fmt: skip
def test_days_of_a_large_sites_visits_are_three_small_numbers(office: Client, said: str, refused: str) -> None:
    page = season()
    answer = office.post(reverse("season_edit", args=[page.pk]), edited(page, large_site_from=300, large_site_days=said))
    assert answer.status_code == (200 if refused else 302)
    assert refused in answer.content.decode()
    if not refused:
        assert Season.objects.get().large_site_days == [2, 2, 1]
        assert "2, 2, 1" in office.get(reverse("season_history", args=[page.pk])).content.decode()
        assert "2, 2, 1" in office.get(reverse("season", args=[page.pk])).content.decode()


def test_an_edit_of_the_season_is_kept_with_its_reason(office: Client) -> None:
    page = season()
    answer = office.post(reverse("season_edit", args=[page.pk]), edited(page, target=1200))
    assert answer.status_code == 302
    change = SeasonChange.objects.get()
    assert (change.field, change.before, change.after, change.reason) == ("target", "1000", "1200", "예산이 늘었습니다.")
    assert "예산이 늘었습니다." in office.get(reverse("season_history", args=[page.pk])).content.decode()


def test_two_editors_at_once_lose_nothing(office: Client) -> None:
    page = season()
    office.post(reverse("season_edit", args=[page.pk]), edited(page, name_en="An earlier name"))
    page.refresh_from_db()
    office.post(reverse("season_edit", args=[page.pk]), edited(page, name_en="An earlier name", target=1200))
    answer = office.post(reverse("season_edit", args=[page.pk]), edited(page, name_en="An earlier name", intensive_target=77))
    changes = answer.context["changes"]
    assert [(one.field, one.after) for one in changes] == [("target", "1200")], "what changed since the page was opened, no more"
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="77"' in shown
    page.refresh_from_db()
    assert f'name="version" value="{page.version}"' in shown
    assert page.intensive_target != 77


def test_quotas_are_set_and_shown(office: Client) -> None:
    page = season()
    applied()
    form = {"version": page.version, "reason": "지역 균형", "region_seoul_minimum": 1, "region_seoul_maximum": 5}
    assert office.post(reverse("season_quotas", args=[page.pk]), form).status_code == 302
    assert "서울특별시" in office.get(reverse("season", args=[page.pk])).content.decode()
    form = {"version": page.version + 1, "reason": "잘못", "region_seoul_minimum": 6, "region_seoul_maximum": 5}
    assert office.post(reverse("season_quotas", args=[page.pk]), form).status_code == 200


def test_milestones_and_holidays_keep_their_rows(office: Client) -> None:
    page = season()
    shown = office.get(reverse("season_milestones", args=[page.pk]))
    rows = shown.context["rows"]
    form: dict[str, object] = {"version": page.version, "reason": "일정 변경"}
    form |= {f"rows-{name}": value for name, value in (("TOTAL_FORMS", rows.total_form_count()), ("INITIAL_FORMS", rows.initial_form_count()))}
    for n, row in enumerate(rows):
        form |= {f"rows-{n}-{name}": value for name, value in row.initial.items() if value is not None}
    n = rows.total_form_count() - 1
    form |= {f"rows-{n}-name_ko": "설명회", f"rows-{n}-starts_on": "2017-03-02"}
    before = page.milestones.count()
    assert office.post(reverse("season_milestones", args=[page.pk]), form).status_code == 302
    assert page.milestones.count() == before + 1
    assert page.milestones.get(name_ko="설명회").starts_on.isoformat() == "2017-03-02"


def test_deciding_enrolment_shows_the_plan_first_and_a_second_click_is_harmless(office: Client) -> None:
    made = [applied() for _ in range(3)]
    address = reverse("enrolment", args=[season().pk])
    assert made[0].workplace.number in office.get(address).content.decode()
    assert Application.objects.filter(status="enrolled").count() == 0
    for _ in range(2):
        assert office.post(address).status_code == 302
    assert Application.objects.filter(status="enrolled").count() == 3


def test_withdrawal_names_the_replacement(office: Client) -> None:
    page = season()
    Season.objects.filter(pk=page.pk).update(target=1)
    first, second = applied(applied_on="2017-02-01"), applied(applied_on="2017-02-02")
    office.post(reverse("enrolment", args=[page.pk]))
    answer = office.post(reverse("application_withdraw", args=[first.pk]), {"reason_ko": "폐업"}, follow=True)
    assert second.workplace.number in answer.content.decode()
    second.refresh_from_db()
    assert second.status == "enrolled"


def test_a_verdict_needs_its_reason_and_prints_it(office: Client) -> None:
    one = applied(service_workers=5)
    address = reverse("application_judge", args=[one.pk])
    assert office.post(address, {"verdict": "eligible"}).status_code == 200
    office.post(address, {"verdict": "eligible", "reason_ko": "인원을 다시 확인하였습니다."})
    one.refresh_from_db()
    assert (one.status, one.reason_ko) == ("eligible", "인원을 다시 확인하였습니다.")


def test_disabled_actions_say_why(office: Client) -> None:
    one = enrolled()
    shown = office.get(reverse("application", args=[one.pk])).content.decode()
    assert "지금 상태가 ‘선정’이므로" in shown


def test_lottery_is_frozen_drawn_and_open_to_everybody(office: Client, client: Client, settings: object) -> None:
    import datetime as dt
    import hashlib

    settings.JIKIM_TODAY = dt.date(2017, 3, 1)  # type: ignore[attr-defined]
    page = season()
    for _ in range(3):
        applied()
    desk = reverse("lottery_desk", args=[page.pk])
    early = office.post(reverse("lottery_freeze", args=[page.pk]), {"draw_source": "로또 744회", "draw_on": "2017-03-01"})
    assert early.status_code == 200
    assert Lottery.objects.count() == 0
    office.post(reverse("lottery_freeze", args=[page.pk]), {"draw_source": "로또 744회", "draw_on": "2017-03-04"})
    card = Lottery.objects.get()
    assert card.list_hash in office.get(desk).content.decode()
    settings.JIKIM_TODAY = dt.date(2017, 3, 5)  # type: ignore[attr-defined]
    office.post(reverse("lottery_draw", args=[page.pk, card.pk]), {"seed": "10 15 18 21 34 41"})
    stranger = Client()
    shown = stranger.get(reverse("lottery")).content.decode()
    listed = stranger.get(reverse("lottery_list", args=[card.pk])).content
    assert hashlib.sha256(listed).hexdigest() == card.list_hash
    assert "10 15 18 21 34 41" in shown

    def ticket(number: str) -> str:
        return hashlib.sha256(f"10 15 18 21 34 41{card.list_hash}{number}".encode()).hexdigest()

    order = sorted(listed.decode().splitlines(), key=ticket)
    card.refresh_from_db()
    assert card.drawn_order.splitlines() == order
    places = [shown.index(f"<li>{number}</li>") for number in order]
    assert places == sorted(places)


def test_a_region_sees_only_its_own(client: Client) -> None:
    here, there = applied(region="부산"), applied(region="서울")
    signed_in(client, person(Role.REGION, ["busan"]))
    shown = client.get(reverse("applications")).content.decode()
    assert here.workplace.name in shown
    assert there.workplace.name not in shown
    assert client.get(reverse("application", args=[there.pk])).status_code == 403
    assert client.get(reverse("agreement", args=[there.workplace_id])).status_code == 403
    assert client.get(reverse("import_start")).status_code == 403


def test_a_manager_sees_the_own_workplace_and_no_other(client: Client) -> None:
    mine, other = enrolled(), enrolled()
    signed_in(client, person(Role.MANAGER, [mine.workplace.key]))
    shown = client.get(reverse("my_workplace")).content.decode()
    assert mine.workplace.name in shown
    assert other.workplace.name not in shown
    assert client.get(reverse("application_letter", args=[mine.pk, "ko"])).content.startswith(b"%PDF")
    assert client.get(reverse("application_letter", args=[other.pk, "ko"])).status_code == 403
    assert client.get(reverse("agreement_pdf", args=[other.workplace_id, "ko"])).status_code == 403
    assert client.get(reverse("applications")).status_code == 403


@pytest.mark.parametrize("language, words", [("ko", "선정 통지"), ("en", "is enrolled")])
def test_letters_are_in_both_languages(office: Client, language: str, words: str) -> None:
    from pypdf import PdfReader

    one = enrolled()
    data = office.get(reverse("application_letter", args=[one.pk, language])).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert words in text
    assert one.workplace.number in text
    assert data == office.get(reverse("application_letter", args=[one.pk, language])).content


def test_home_says_what_waits(office: Client) -> None:
    applied()
    shown = office.get(reverse("home")).content.decode()
    assert "선정을 결정할 적격 신청" in shown
    assert CONSOLE.key == "console"


def test_a_clerk_corrects_an_application_and_settles_its_questions(office: Client) -> None:
    one = applied(service_workers=5, industry_code="", industry_name="")
    assert one.warnings
    address = reverse("application_edit", args=[one.pk])
    form = {name: bound.value() for name, bound in ((b.name, b) for b in office.get(address).context["form"])}
    form = {name: value for name, value in form.items() if value is not None}
    assert office.post(address, form | {"service_workers": 12, "reason": ""}).status_code == 200
    assert office.post(address, form | {"service_workers": 12, "reason": "전화로 확인"}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.workplace.service_workers) == ("eligible", 12)
    office.post(reverse("application_settle", args=[one.pk]))
    one.refresh_from_db()
    assert one.warnings == []


def the_form(client: Client, address: str) -> dict[str, object]:
    """What a browser would send back of the form as it is shown."""
    shown = client.get(address).context["form"]
    values = {bound.name: bound.value() for bound in shown}
    return {name: "" if value is None else value for name, value in values.items()}


def test_two_clerks_correct_one_application_and_neither_loses_anything(office: Client) -> None:
    one = applied()
    address = reverse("application_edit", args=[one.pk])
    first, second, third = (the_form(office, address) | {"reason": "전화로 확인"} for _ in range(3))
    assert office.post(address, first | {"contact_name": "가나다"}).status_code == 302
    assert office.post(address, second | {"contact_phone": "02-111-2222"}).status_code == 302
    one.workplace.refresh_from_db()
    assert (one.workplace.contact_name, one.workplace.contact_phone) == ("가나다", "02-111-2222"), "different fields: both stay"

    refused = office.post(address, third | {"contact_name": "라마바"})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "가나다" in page
    assert 'value="라마바"' in page, "what was typed is still there"
    one.workplace.refresh_from_db()
    assert one.workplace.contact_name == "가나다"

    again = {bound.name: bound.value() for bound in refused.context["form"]}
    assert office.post(address, again).status_code == 302
    one.workplace.refresh_from_db()
    assert one.workplace.contact_name == "라마바", "having seen the other's, one's own counts"


def test_a_form_sent_again_by_going_back_does_not_undo_what_came_after(office: Client) -> None:
    one = applied()
    address = reverse("application_edit", args=[one.pk])
    mine = the_form(office, address) | {"reason": "전화로 확인", "contact_name": "가나다"}
    assert office.post(address, mine).status_code == 302
    assert office.post(address, mine).status_code == 302, "the same once more changes nothing"
    theirs = the_form(office, address) | {"reason": "다시 확인", "contact_name": "라마바"}
    assert office.post(address, theirs).status_code == 302
    assert office.post(address, mine).status_code == 409
    one.workplace.refresh_from_db()
    assert one.workplace.contact_name == "라마바"


def test_a_manager_cannot_use_the_clerks_form(client: Client) -> None:
    mine = enrolled()
    signed_in(client, person(Role.MANAGER, [mine.workplace.key]))
    assert client.get(reverse("application_edit", args=[mine.pk])).status_code == 403
    assert client.post(reverse("application_settle", args=[mine.pk])).status_code == 403


def test_another_season_is_prepared_once(office: Client) -> None:
    season()
    for _ in range(2):
        assert office.post(reverse("season_new"), {"year": 2018}).status_code == 302
    assert Season.objects.filter(year=2018).count() == 1
    assert "2018" in office.get(reverse("seasons")).content.decode()


def test_the_published_snippet_really_computes_the_order(client: Client, settings: object, tmp_path: object) -> None:
    import contextlib
    import datetime as dt
    import html
    import os

    from jikim.areas.enrolment import public

    settings.JIKIM_TODAY = dt.date(2017, 3, 1)  # type: ignore[attr-defined]
    for _ in range(5):
        applied()
    card = public.freeze_list(season_id=season().pk, draw_source="로또", draw_on=dt.date(2017, 3, 4), by=CONSOLE)
    settings.JIKIM_TODAY = dt.date(2017, 3, 5)  # type: ignore[attr-defined]
    card = public.draw(lottery_id=card.id, seed='10 15 "18" 21', by=CONSOLE)
    shown = client.get(reverse("lottery")).content.decode()
    snippet = html.unescape(shown.split("<pre", 1)[1].split(">", 1)[1].split("</pre>")[0])
    said = io.StringIO()
    with contextlib.chdir(str(tmp_path)), contextlib.redirect_stdout(said):
        with open("list.txt", "wb") as file:
            file.write(client.get(reverse("lottery_list", args=[card.id])).content)
        exec(snippet, {})
        os.remove("list.txt")
    assert tuple(said.getvalue().split()) == card.order
