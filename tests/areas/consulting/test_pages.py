"""The pages by role, with planted leaks; the signed link; papers; the plan as spreadsheet and back."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from jikim.areas.consulting.actions.planning import agree_item
from jikim.areas.consulting.actions.reminding import plan_link
from jikim.areas.consulting.models import Assessment, PlanItem
from jikim.areas.people.models import Person
from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.opening import open_visit
from jikim.rules.access import Role
from jikim.shared.clock import rehearsing
from jikim.shared.library.overlay import current
from tests.areas.consulting.made import DAY, LATER, assessed, begun, keys, levels, owner, planned
from tests.areas.people.making import person, signed_in
from tests.areas.visits.made import picture
from tests.areas.visits.made import saves as writes
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db


def enters(role: Role, place=(), **more) -> Client:
    return signed_in(Client(), person(role, place, **more))


def his(item: PlanItem) -> Client:
    return signed_in(Client(), Person.objects.get(pk=item.workplace.appointments.first().consultant.person_id))


def agency(item: PlanItem) -> Client:
    found = item.workplace.appointments.first().consultant.agency.organisation
    return enters(Role.AGENCY, [str(found.pk)], organisation=found)


def manager(item: PlanItem) -> Client:
    return enters(Role.MANAGER, [str(item.workplace_id)])


def test_who_reads_a_workplaces_advice():
    (item,), _, _ = planned(1)
    where = reverse("advice", args=[item.workplace_id])
    for client in (his(item), agency(item), manager(item), enters(Role.OFFICE), enters(Role.REGION, ["seoul"])):
        answer = client.get(where)
        assert answer.status_code == 200
        assert item.title_ko in answer.content.decode()
    for role, place in ((Role.AUDITOR, ()), (Role.EXPERT, ["x"]), (Role.MANAGER, ["999999"]), (Role.REGION, ["busan"]), (Role.AGENCY, ["999999"]),
                        (Role.CONSULTANT, ["person:999999"])):  # fmt: skip
        assert enters(role, place).get(where).status_code == 403, role
    assert Client().get(where).status_code == 302


def test_a_measure_says_how_it_is_done_and_who_else_did_it():
    (item,), _, _who = planned(1)
    measure = current().measures[item.measure_key]
    for where in (reverse("advice", args=[item.workplace_id]), reverse("plan_item", args=[item.pk])):
        page = manager(item).get(where).content.decode()
        assert "다른 곳의 예" in page
    assert measure.elsewhere.ko in page
    PlanItem.objects.filter(pk=item.pk).update(body={key: value for key, value in item.body.items() if key != "elsewhere"})
    assert manager(item).get(where).status_code == 200, "a plan made before it was kept is shown without"


def test_lists_hold_only_what_is_within_reach():
    (item,), _, _ = planned(1)
    for name in ("checklists", "plan_items"):
        assert item.workplace.name in his(item).get(reverse(name)).content.decode()
        assert item.workplace.name not in enters(Role.MANAGER, ["999999"]).get(reverse(name)).content.decode()


def test_how_many_incidents_were_told_never_reaches_the_workplace():
    one, by = assessed()
    with rehearsing(DAY):
        visit = open_visit(appointment_id=one.appointment_id, by=by)
        writes(visit, by, filled(1, incidents={"verbal": {"happened": 913, "reported": 911}}))
        close_visit(visit_id=visit.pk, by=by)
        said = enters(Role.MANAGER, [str(one.workplace_id)]).get(reverse("advice", args=[one.workplace_id])).content.decode()
    assert "방문 조사에서 확인한 일: 폭언" in said
    assert "913" not in said
    assert "911" not in said


def test_a_consultant_fills_in_keeps_and_closes_and_another_tab_is_told():
    one, _ = begun()
    client = signed_in(Client(), Person.objects.get(pk=one.appointment.consultant.person_id))
    where = reverse("checklist", args=[one.uuid])
    assert client.get(where).status_code == 200
    client.post(where, {"version": 0, "edit": "", keys(one)[0]: "1"})
    assert client.post(where, {"version": 0, "edit": "", keys(one)[0]: "3"}).status_code == 409
    one.refresh_from_db()
    assert one.values[keys(one)[0]] == "1"
    settle = one.edits.latest("pk").clashes.get()
    client.post(reverse("clash_settle", args=[settle.pk]), {"choice": "theirs"})
    one.refresh_from_db()
    missing = client.post(where, {"version": one.version, keys(one)[0]: "1", "close": "1"})
    assert (missing.status_code, Assessment.objects.get().status) == (409, "open")
    one.refresh_from_db()
    client.post(where, {"version": one.version, **levels(one, 2), "close": "1"})
    assert Assessment.objects.get().status == "closed"
    assert client.get(where).status_code == 200


def test_the_consultant_proposes_from_the_findings_and_sends_the_link():
    one, _ = assessed()
    client = signed_in(Client(), Person.objects.get(pk=one.appointment.consultant.person_id))
    page = client.get(reverse("advice", args=[one.workplace_id])).content.decode()
    key = page.split('name="measure"')[1].split('value="')[1].split('"')[0]
    for _ in range(2):
        client.post(reverse("plan_propose", args=[one.workplace_id]), {"measure": [key]})
    assert PlanItem.objects.get().measure_key == key
    assert "improvement-plan/" in client.post(reverse("plan_send", args=[one.workplace_id])).content.decode()
    assert client.get(reverse("advice_record", args=[one.workplace_id])).status_code == 200


def test_by_signed_link_the_workplace_agrees_reports_and_uploads():
    (item, other), _, _ = planned(2)
    with rehearsing(DAY):
        path = "/" + plan_link(item.workplace_id).partition("//")[2].partition("/")[2]
        client = Client()
        assert item.title_ko in client.get(path).content.decode()
        here = f"{path}{item.pk}/"
        said = {"owner": "점장", "due_on": LATER.isoformat(), "evidence_wanted": "사진", "version": 1}
        assert client.post(here, said).status_code == 302
        item.refresh_from_db()
        assert (item.status, item.owner) == ("agreed", "점장")
        client.post(here, {"progress": "문구를 정했습니다.", "version": item.version})
        stale = client.post(here, {"progress": "다른 말", "version": item.version})
        assert stale.status_code == 409
        assert "문구를 정했습니다." in stale.content.decode()
        assert "다른 말" in stale.content.decode()
        client.post(f"{here}evidence/", {"file": SimpleUploadedFile("게시.jpg", picture(), "image/jpeg"), "caption": "1층"})
        evidence = item.evidence.get()
        assert client.get(f"{here}evidence/{evidence.pk}/").status_code == 200
        assert client.post(f"{here}doing/").status_code == 302
        assert client.post(f"{here}done/").status_code == 302
        assert client.post(f"{here}verified/").status_code == 403
        refusal = f"{path}{other.pk}/refused/"
        assert client.get(refusal).status_code == 200
        client.post(refusal, {"reason_ko": "예산이 없습니다."})
        other.refresh_from_db()
        assert other.status == "refused"
        assert client.get(path + "paper/ko/").content.startswith(b"%PDF-")
    assert Client().get("/improvement-plan/forged/").status_code == 403


def test_a_link_does_not_open_another_workplaces_measure():
    (item,), _, _ = planned(1)
    with rehearsing(DAY):
        path = "/" + plan_link(item.workplace_id + 1).partition("//")[2].partition("/")[2]
        assert Client().get(f"{path}{item.pk}/").status_code == 403
        assert Client().post(f"{path}{item.pk}/refused/", {"reason_ko": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["plan_pdf_ko", "plan_pdf_en", "record_pdf_ko", "record_pdf_en"])
def test_plan_and_record_on_paper(name):
    (item,), _, who = planned(1)
    with rehearsing(DAY):
        agree_item(item_id=item.pk, version=1, values=owner(item), by=who)
        answer = manager(item).get(reverse(name, args=[item.workplace_id]))
    assert answer.content.startswith(b"%PDF-")


def test_the_plan_goes_out_and_comes_back_by_spreadsheet():
    items, _, who = planned(2)
    with rehearsing(DAY):
        agree_item(item_id=items[0].pk, version=1, values=owner(items[0]), by=who)
    client = manager(items[0])
    book = load_workbook(io.BytesIO(b"".join(client.get(reverse("plan_items") + "?export=xlsx").streaming_content)))
    sheet = book.active
    heading = next(row for row in sheet.iter_rows(min_row=1, max_row=5) if "조치 코드" in {cell.value for cell in row})
    at = {cell.value: cell.column for cell in heading}
    rows = {sheet.cell(row, at["조치 코드"]).value: row for row in range(heading[0].row + 1, sheet.max_row + 1)}
    first, second = rows[items[0].measure_key], rows[items[1].measure_key]
    sheet.cell(first, at["담당"]).value = "총무팀장"
    sheet.cell(first, at["어디까지 되었습니까?"]).value = "견적 받음"
    sheet.cell(second, at["기한"]).value = "곧"
    out = io.BytesIO()
    book.save(out)
    sent = client.post(reverse("plan_sheet"), {"sheet": SimpleUploadedFile("plan.xlsx", out.getvalue())})
    preview = client.get(sent.url).content.decode()
    assert "견적 받음" in preview
    assert f">{second}<" in preview, "the row that stays out is named"
    back = load_workbook(io.BytesIO(client.get(f"{sent.url}rows.xlsx").content)).active
    assert [back.cell(2, n + 1).value for n in (at["조치 코드"] - 1, at["기한"] - 1)] == [items[1].measure_key, "곧"]
    assert back.cell(3, at["조치 코드"]).value is None
    done = client.post(sent.url).content.decode()
    assert "1" in done
    items[0].refresh_from_db()
    assert (items[0].owner, items[0].progress) == ("총무팀장", "견적 받음")
    client.post(sent.url)
    assert PlanItem.objects.get(pk=items[0].pk).version == items[0].version, "twice is once"
    assert enters(Role.MANAGER, ["999999"]).get(sent.url).status_code == 404
    assert enters(Role.MANAGER, ["999999"]).get(f"{sent.url}rows.xlsx").status_code == 404


def test_home_says_what_waits():
    (item,), _, _ = planned(1)
    with rehearsing(DAY):
        assert "제안받은 조치" in manager(item).get("/home/").content.decode() or "제안받은 조치" in manager(item).get("/").content.decode()
