"""Applications by spreadsheet: what goes in, what comes back, and that doing it again changes nothing."""

import io
from pathlib import Path

import openpyxl
import pytest

from jikim.areas.enrolment.actions import drafts, intake
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.models import Application, ImportDraft, Workplace
from jikim.rules.access import Actor
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.sheets import SheetError
from jikim.shared.workflow.models import StatusChange
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import HEADING, OFFICE, business_number, csv_bytes, row, xlsx

pytestmark = pytest.mark.django_db(databases=["default"])
SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "samples" / "applicants.xlsx"


@pytest.fixture
def season():
    return offices.season()


def imported(season, content, *, update=False, by=OFFICE):
    staged = intake.stage_import(data=content, file_name="명단.xlsx", season_id=season.pk, by=by)
    return intake.apply_import(draft_id=staged.draft_id, update=update, by=by)


def counts(done):
    return done.rows, done.imported, done.unchanged, done.conflicts, done.rejected


def everything(season):
    return list(Workplace.objects.filter(season=season).order_by("pk").values()), list(Application.objects.order_by("pk").values())


def test_a_staged_file_puts_nothing_in(season):
    staged = intake.stage_import(data=xlsx([row(1), row(2)]), file_name="명단.xlsx", season_id=season.pk, by=OFFICE)
    assert (staged.imported, staged.eligible, staged.done) == (2, 2, False)
    assert not Workplace.objects.exists()
    assert intake.import_preview(draft_id=staged.draft_id, by=OFFICE).sample[0]["region"] == "서울특별시"


def test_good_rows_go_in_with_their_verdict_reason_history_and_audit(season):
    done = imported(season, xlsx([row(1), row(2, 고객응대근로자수=9)]))
    assert counts(done) == (2, 2, 0, 0, 0)
    assert (done.eligible, done.not_eligible) == (1, 1)
    good, small = Application.objects.order_by("pk")
    assert (good.status, good.is_eligible) == ("eligible", True)
    assert (small.status, small.is_eligible) == ("not_eligible", False)
    assert "9명" in small.reason_ko
    assert "산정 기준" in small.reason_ko
    assert "Who counts" in small.reason_en
    assert StatusChange.objects.get(thing_key=small.workflow_key()).reason_ko == small.reason_ko
    assert AuditRow.objects.filter(verb="applicants.import", actor_key=OFFICE.key).count() == 1
    assert (good.workplace.region, good.workplace.sector, good.workplace.business_number) == ("seoul", "finance", business_number(1))


def test_importing_again_changes_nothing(season):
    content = xlsx([row(1), row(2, 고객응대근로자수=3), row(3, 사업장명="")])
    first = imported(season, content)
    before = everything(season)
    again = imported(season, content)
    assert counts(first) == (3, 2, 0, 0, 1)
    assert counts(again) == (3, 0, 2, 0, 1)
    assert (again.eligible, again.not_eligible) == (first.eligible, first.not_eligible) == (1, 1)
    assert everything(season) == before


def test_the_worst_sheet_of_an_office(season):
    heading = ("연번", "신청 일자", " 시 · 도 ", "고객응대\n근로자수(명)", "사업자등록번호", "사업장명 ", "상시근로자수", "비고")
    above = [("2017년 고객응대근로자 건강보호 컨설팅 신청 명단",), (), ("", "", "", "", "", "작성: 경인지역본부")]
    b = [business_number(n) for n in range(10)]
    rows = [
        (1, "2017.4.3", "강원", "１，２００명", f"{b[1][:3]}-{b[1][3:5]}-{b[1][5:]}", "다온콜센터　춘천", "1,500명", ""),
        (2, 42828, "강원특별자치도", "12", int(b[2]), "다온식당", 30.0, None),
        (),
        (3, "17.4.3", "전북특별자치도", 12, b[3], "＝가람마트", "30인", "좋음"),
        ("", "", "", "", "", "", "", ""),
        ("합계", "", "", "1,224", "", "", "1,560", ""),
        heading,
        (4, "2017년 4월 3일", "세종", "9", b[4], "작은가게", "9", ""),
        (5, "", "서울시", 12, b[5][:9] + str((int(b[5][9]) + 1) % 10), "검증번호", 30, ""),
        (6, "", "서울", 12, b[6], "", 30, ""),
        (7, "", "평양", "31", b[7], "두 가지 틀림", 30, ""),
        (8, "", "서울", -1, b[8], "음수", 30, ""),
        (9, "", "서울", 12, b[1], "다온콜센터 춘천", 30, ""),
        ("※ 이상 9건", "", "", "", "", "", "", ""),
    ]
    done = imported(season, xlsx(rows, heading, above))
    assert counts(done) == (9, 4, 0, 0, 5)
    assert done.heading_row == 4
    assert [(e.row, e.field) for e in done.errors] == [
        (13, "business_number"), (14, "name"), (15, "region"), (15, "service_workers"), (16, "service_workers"), (17, "business_number"),
    ]  # fmt: skip
    assert all(e.reason.ko and e.reason.en for e in done.errors)
    assert (done.eligible, done.not_eligible) == (3, 1)
    assert done.skipped == (10, 11, 18)
    assert list(Workplace.objects.order_by("pk").values_list("number", "region", "service_workers", "name")) == [
        ("W0001", "gangwon", 1200, "다온콜센터 춘천"), ("W0002", "gangwon", 12, "다온식당"), ("W0003", "jeonbuk", 12, "=가람마트"),
        ("W0004", "sejong", 9, "작은가게"),
    ]  # fmt: skip
    assert {str(day) for day in Workplace.objects.values_list("applied_on", flat=True)} == {"2017-04-03"}


@pytest.mark.parametrize("content", [csv_bytes([row(1), row(2)]), csv_bytes([row(1), row(2)], encoding="utf-8-sig", delimiter=";"), csv_bytes([row(1), row(2)], encoding="utf-16", delimiter="\t")])
def test_a_csv_of_an_office_goes_in(season, content):
    assert counts(imported(season, content)) == (2, 2, 0, 0, 0)


def test_bad_rows_come_back_with_the_reason_and_go_in_once_corrected(season):
    staged = intake.stage_import(data=xlsx([row(1), row(2, 시도="달나라", 상시근로자수="많음")]), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    book = openpyxl.load_workbook(io.BytesIO(intake.rejects_sheet(draft_id=staged.draft_id, by=OFFICE)))
    heading, bad = [[cell.value for cell in line] for line in book.active.iter_rows(max_row=2)]
    assert heading[: len(HEADING)] == list(HEADING)
    assert bad[len(HEADING)] == 3
    assert "달나라" in bad[-2]
    assert "상시근로자수" in bad[-2]
    assert "region" in bad[-1].lower()
    for line in book.active.iter_rows(min_row=2, max_row=2):
        line[5].value, line[9].value = "서울", 100
    out = io.BytesIO()
    book.save(out)
    done = imported(season, out.getvalue())
    assert counts(done) == (1, 1, 0, 0, 0)
    assert Workplace.objects.get(number="W0002").region == "seoul"


def test_a_difference_is_a_conflict_kept_as_it_was_until_update(season):
    imported(season, xlsx([row(1), row(2)]))
    changed = xlsx([row(1, 상시근로자수=120, 담당자="새 담당", 고객응대근로자수=8), row(2)])
    done = imported(season, changed)
    assert counts(done) == (2, 0, 1, 1, 0)
    assert {(d.field, d.before, d.after) for d in done.differences} == {("workers", 100, 120), ("contact_name", "담당1", "새 담당"), ("service_workers", 40, 8)}
    assert Workplace.objects.get(number="W0001").workers == 100
    assert (done.eligible, done.not_eligible) == (2, 0)
    done = imported(season, changed, update=True)
    assert (counts(done), done.updated) == ((2, 0, 1, 1, 0), 1)
    assert (done.eligible, done.not_eligible) == (1, 1)
    place = Workplace.objects.get(number="W0001")
    assert (place.workers, place.contact_name, place.application.status) == (120, "새 담당", "not_eligible")
    assert counts(imported(season, changed, update=True)) == (2, 0, 2, 0, 0)
    facts = AuditRow.objects.get(verb="workplace.corrected").facts
    assert facts["values"]["workers"] == ["100", "120"]
    assert "새 담당" not in str(facts)


def test_an_enrolled_workplace_is_not_thrown_out_by_an_update(season):
    imported(season, xlsx([row(1)]))
    Application.objects.update(status="enrolled")
    imported(season, xlsx([row(1, 고객응대근로자수=3)]), update=True)
    application = Application.objects.get()
    assert (application.status, application.is_eligible) == ("enrolled", True)
    assert "판정이 달라집니다" in application.warnings[-1]["ko"]


def test_a_number_once_given_stays(season):
    imported(season, xlsx([row(1)]))
    imported(season, xlsx([row(1, 관리번호="X1")]), update=True)
    assert Workplace.objects.get().number == "W0001"
    assert "X1" in Application.objects.get().warnings[-1]["ko"]


def test_a_number_of_another_workplace_is_an_error(season):
    imported(season, xlsx([row(1)]))
    done = imported(season, xlsx([row(2, 관리번호="w0001")]))
    assert counts(done) == (1, 0, 0, 0, 1)
    assert done.errors[0].field == "number"


def test_a_blank_number_gets_the_next_free_one_that_nobody_in_the_file_claims(season):
    imported(season, xlsx([row(1)]))
    imported(season, xlsx([row(5, 관리번호=""), row(6, 관리번호="W0002"), row(7, 관리번호=None), row(8, 관리번호="W0003", 사업장명="")]))
    assert dict(Workplace.objects.values_list("name", "number")) == {
        "바른은행 1지점": "W0001", "바른은행 5지점": "W0004", "바른은행 6지점": "W0002", "바른은행 7지점": "W0005",
    }  # fmt: skip


def test_the_same_workplace_at_another_address_is_a_question(season):
    imported(season, xlsx([row(1)]))
    done = imported(season, xlsx([row(1, 시도="부산", 시군구="서구")]))
    assert counts(done) == (1, 0, 0, 1, 0)
    assert "다른 지점" in done.questions[0].reason.ko
    assert Workplace.objects.get().region == "seoul"


def test_a_date_outside_the_call_is_a_warning_only(season):
    import datetime as dt

    season.call_opens_on = dt.date(2017, 4, 4)
    season.save()
    done = imported(season, xlsx([row(1)]))
    assert counts(done) == (1, 1, 0, 0, 0)
    assert [asked.field for asked in done.questions] == ["applied_on"]
    assert len(Application.objects.get().warnings) == 1


def test_somebody_who_served_earlier_is_not_eligible_where_the_season_says_so(season):
    imported(season, xlsx([row(1)]))
    Application.objects.update(status="enrolled")
    later = offices.season(2018)
    later.admits_earlier_seasons = False
    later.save()
    done = imported(later, xlsx([row(1), row(2)]))
    assert (done.eligible, done.not_eligible) == (1, 1)
    assert "2017년" in Application.objects.get(season=later, is_eligible=False).reason_ko


def test_a_row_that_came_in_meanwhile_is_not_put_in_twice(season):
    content = xlsx([row(1), row(2), row(3)])
    staged = intake.stage_import(data=content, file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    draft = ImportDraft.objects.get(pk=staged.draft_id)
    plan = intake.plan_import(intake.read_applicants(bytes(draft.content)), season)
    imported(season, xlsx([row(2), row(3, 관리번호="Z9", 상시근로자수=41)]))
    from jikim.areas.enrolment.actions.intake_batches import write_plan

    written = write_plan(plan, update=False, file_hash="", by=OFFICE)
    assert [one.outcome for one in written.placed.values()] == ["new", "unchanged", "conflict"]
    assert Workplace.objects.count() == 3


def test_an_import_cut_off_anywhere_can_be_run_again(season, monkeypatch):
    from jikim.shared.imports import slices as intake_batches

    monkeypatch.setattr(intake_batches, "_FIRST_ROWS", 20)
    content = xlsx([row(n) for n in range(1, 61)])
    staged = intake.stage_import(data=content, file_name="a.xlsx", season_id=season.pk, by=OFFICE)

    def cut(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.apply_import(draft_id=staged.draft_id, by=OFFICE, progress=cut)
    assert Workplace.objects.count() == 20
    assert counts(intake.apply_import(draft_id=staged.draft_id, by=OFFICE)) == (60, 40, 20, 0, 0)


def test_statements_do_not_grow_with_each_row(season, django_assert_max_num_queries, monkeypatch):
    from jikim.shared.imports import slices as intake_batches

    monkeypatch.setattr(intake_batches, "_FIRST_ROWS", 500)
    with django_assert_max_num_queries(45):
        imported(season, xlsx([row(n) for n in range(1, 201)]))


@pytest.mark.parametrize("by", [offices.AUDITOR, offices.region_office("seoul"), offices.manager(1), Actor("", "")])
def test_only_the_office_imports(season, by):
    with pytest.raises(Refused):
        intake.stage_import(data=xlsx([row(1)]), file_name="a.xlsx", season_id=season.pk, by=by)


def test_a_sheet_without_a_needed_column_names_it(season):
    with pytest.raises(SheetError) as refusal:
        intake.stage_import(data=xlsx([], heading=("사업장명", "시도", "상시근로자수")), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    assert "사업자등록번호" in refusal.value.reason.ko
    assert "고객응대근로자수" in refusal.value.reason.ko


def test_a_staged_file_is_emptied_after_a_week(season):
    staged = intake.stage_import(data=xlsx([row(1)]), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    ImportDraft.objects.update(staged_at="2017-04-01T00:00:00+09:00")
    fresh = intake.stage_import(data=xlsx([row(2)]), file_name="b.xlsx", season_id=season.pk, by=OFFICE)
    assert (drafts.empty_old_drafts(), drafts.empty_old_drafts()) == (1, 0)
    assert ImportDraft.objects.get(pk=fresh.draft_id).content
    with pytest.raises(Conflict):
        intake.apply_import(draft_id=staged.draft_id, by=OFFICE)


ONLINE = {"name": "다온식당", "business_number": "127-53-61967", "region": "seoul", "workers": 20, "service_workers": 12, "contact_email": "a@b.kr"}


def test_an_online_application_is_judged_when_handed_in(season):
    made = intake.receive_workplace(season_id=season.pk, values=ONLINE, by=offices.manager())
    assert (made.status, made.workplace.number, made.workplace.region) == ("draft", "W0001", "seoul")
    done = intake.submit_application(application_id=made.pk, by=offices.manager(made.workplace.pk))
    assert (done.status, done.is_eligible) == ("eligible", True)
    assert [c.target for c in StatusChange.objects.filter(thing_key=done.workflow_key())] == ["submitted", "eligible"]
    with pytest.raises(Conflict):
        intake.receive_workplace(season_id=season.pk, values={**ONLINE, "name": "다온 식당"}, by=offices.manager())
    assert counts(imported(season, xlsx([row(1, 관리번호="", 사업장명="다온식당", 사업자등록번호="127-53-61967")]))) == (1, 0, 0, 1, 0)


def test_an_online_application_says_field_by_field_what_is_wrong(season):
    with pytest.raises(Invalid) as wrong:
        intake.receive_workplace(season_id=season.pk, values={**ONLINE, "service_workers": 30, "name": ""}, by=offices.manager())
    assert set(wrong.value.errors) == {"service_workers", "name"}
    assert not Workplace.objects.exists()


def test_a_correction_is_judged_again_and_may_clear_a_field(season):
    made = intake.receive_workplace(season_id=season.pk, values=ONLINE, by=offices.manager())
    me = offices.manager(made.workplace.pk)
    intake.submit_application(application_id=made.pk, by=me)
    intake.correct_workplace(application_id=made.pk, values={**ONLINE, "service_workers": 9, "contact_email": ""}, by=me, reason="잘못 셈")
    again = Application.objects.get()
    assert (again.status, again.workplace.service_workers, again.workplace.contact_email) == ("not_eligible", 9, "")
    intake.correct_workplace(application_id=made.pk, values={"service_workers": 15, "name": "다온식당 본점"}, by=me)
    again = Application.objects.get()
    assert (again.status, again.workplace.name, again.workplace.name_key) == ("eligible", "다온식당 본점", "다온식당본점")
    with pytest.raises(Refused):
        intake.correct_workplace(application_id=made.pk, values={"workers": 99}, by=offices.manager(made.workplace.pk + 1))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not beside this checkout")
def test_the_sample_goes_in_whole(season):
    done = imported(season, SAMPLE.read_bytes())
    assert done.as_json() == {"rows": 1150, "imported": 1150, "unchanged": 0, "conflicts": 0, "eligible": 1084, "not_eligible": 66, "errors": []}
    assert not Workplace.objects.filter(sector="").exists()
