"""A report without a name: nothing but the day is kept, the region alone reads it, the employer never learns of it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jikim.areas.enrolment.actions.breaches import handle_breach, report_breach
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.models import BreachReport
from jikim.areas.enrolment.queries.breaches import breach_code, workplace_of_code
from jikim.rules.access import Role
from jikim.shared.access import Conflict
from jikim.shared.audit.models import AuditRow
from jikim.shared.mail.models import MailMessage
from tests.areas.enrolment.made import CONSOLE, enrolled
from tests.areas.people.making import actor, person, signed_in

pytestmark = pytest.mark.django_db
SECRET = "3층 휴게실에서 카드를 걷었습니다"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def address(workplace_id: int) -> str:
    return reverse("breach_report", args=[breach_code(workplace_id)])


def test_a_worker_reports_without_a_name(client: Client) -> None:
    place = enrolled().workplace_id
    audited, mailed = AuditRow.objects.count(), MailMessage.objects.count()
    assert client.get(address(place)).status_code == 200
    answer = client.post(address(place), {"matters": ["cards"], "text": SECRET}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 302
    one = BreachReport.objects.get()
    assert (one.workplace_id, one.matters, one.text) == (place, ["cards"], SECRET)
    assert {field.name for field in BreachReport._meta.get_fields()} == {
        "id", "workplace", "matters", "text", "reported_on", "handled_on", "handling",
    }  # fmt: skip
    assert AuditRow.objects.count() == audited, "an audit row would carry the time"
    assert MailMessage.objects.count() == mailed, "a mail would carry the time"
    assert "jikim_session" not in client.cookies


def test_an_empty_report_is_asked_again(client: Client) -> None:
    place = enrolled().workplace_id
    with pytest.raises(Invalid):
        report_breach(workplace_id=place, matters=["nonsense"], text="  ")
    assert client.post(address(place), {}).status_code == 200
    assert BreachReport.objects.count() == 0


def test_codes_cannot_be_guessed(client: Client) -> None:
    place = enrolled().workplace_id
    code = breach_code(place)
    assert workplace_of_code(code.lower()) is not None
    assert workplace_of_code(f"{place}-AAAAAA") is None
    assert workplace_of_code(f"{place + 1}-{code.split('-')[1]}") is None
    assert client.get(reverse("breach_report", args=[f"{place}-AAAAAA"])).status_code == 404


def test_reports_are_throttled(client: Client) -> None:
    place = enrolled().workplace_id
    codes = [client.post(address(place), {"matters": ["time"]}).status_code for _ in range(21)]
    assert codes[-2:] == [302, 429]


@pytest.mark.parametrize("role, keys, allowed", [
    (Role.REGION, ["seoul"], True), (Role.OFFICE, [], True), (Role.REGION, ["jeju"], False), (Role.AUDITOR, [], False),
])  # fmt: skip
def test_who_reads_it(client: Client, role: Role, keys: list[str], allowed: bool) -> None:
    place = enrolled().workplace_id
    report_breach(workplace_id=place, matters=["cards"], text=SECRET)
    signed_in(client, person(role, keys))
    answer = client.get(reverse("breach", args=[BreachReport.objects.get().pk]))
    assert (answer.status_code == 200) == allowed
    assert (SECRET in answer.content.decode()) == allowed


def test_the_employer_never_learns_of_it(client: Client) -> None:
    one = enrolled()
    report_breach(workplace_id=one.workplace_id, matters=["cards"], text=SECRET)
    signed_in(client, person(Role.MANAGER, [one.workplace.key]))
    for name in ("my_workplace", "home"):
        shown = client.get(reverse(name)).content.decode()
        assert SECRET not in shown
        assert "위반 신고" not in shown
    assert client.get(reverse("breaches")).status_code == 403


def test_the_region_closes_it_once(client: Client) -> None:
    one = enrolled()
    report_breach(workplace_id=one.workplace_id, matters=["cards"], text=SECRET)
    region = person(Role.REGION, ["seoul"])
    signed_in(client, region)
    report = BreachReport.objects.get()
    assert client.post(reverse("breach", args=[report.pk]), {"handling": "협약을 다시 안내함"}).status_code == 302
    report.refresh_from_db()
    assert report.handled_on is not None
    with pytest.raises(Conflict):
        handle_breach(breach_id=report.pk, handling="또", by=actor(region))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(client: Client, rows: int, django_assert_num_queries: object) -> None:
    place = enrolled().workplace_id
    for _ in range(rows):
        report_breach(workplace_id=place, matters=["time"], text="")
    signed_in(client, person(Role.OFFICE))
    client.get(reverse("breaches"))
    with django_assert_num_queries(6):
        shown = client.get(reverse("breaches")).content.decode()
    assert shown.count('<th scope="row"') == rows
    assert CONSOLE.key
