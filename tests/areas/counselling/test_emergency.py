"""The emergency button: steps without content, sent again without harm, the clinical lead told, reminded, and closing."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from jikim.areas.counselling.actions.emergency import raise_alert
from jikim.areas.counselling.models import EmergencyAlert, EmergencyStep
from jikim.areas.counselling.public import remind
from jikim.rules.access import Role
from jikim.shared.access import Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.mail.models import MailMessage
from tests.areas.people.making import actor, agency, person, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def consultant():
    return person(Role.CONSULTANT, organisation=agency(), name="최방문")


@pytest.fixture
def lead():
    return person(Role.CLINICAL, name="신임상")


def send(client: Client, alerts: object, **headers: str):
    return client.post("/emergency/steps/", json.dumps(alerts), content_type="application/json", headers={"X-Jikim-Emergency": "1", **headers})


def milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def test_the_button_stands_on_every_page_of_three_seats_only(consultant, lead) -> None:
    for somebody, there in ((consultant, True), (person(Role.COUNSELLOR), True), (person(Role.EXPERT), True), (lead, False),
                            (person(Role.OFFICE), False), (person(Role.MANAGER, ("1",)), False)):  # fmt: skip
        page = signed_in(Client(), somebody).get("/home/").content.decode()
        assert ("data-emergency-open" in page) == there, somebody.name
    assert "data-emergency-open" not in Client().get("/").content.decode()


def test_steps_are_kept_once_and_the_lead_is_told_without_content(consultant, lead) -> None:
    client, key, at = signed_in(Client(), consultant), str(uuid.uuid4()), timezone.now() - dt.timedelta(minutes=9)
    first = [{"key": key, "steps": {"stay": milliseconds(at), "call_119": milliseconds(at + dt.timedelta(minutes=1))}}]
    assert send(client, first).json() == {"stored": [key]}
    assert send(client, first).json() == {"stored": [key]}
    more = [{"key": key, "steps": {**first[0]["steps"], "safe_now": milliseconds(timezone.now())}, "note": "김철수 옥상"}]
    assert send(client, more).json() == {"stored": [key]}
    alert = EmergencyAlert.objects.get()
    assert [step.step for step in alert.steps.all()] == ["stay", "call_119", "safe_now"]
    assert abs(alert.raised_at - at) < dt.timedelta(seconds=1)
    mail = MailMessage.objects.get()
    assert mail.to == lead.email
    assert "최방문" not in mail.subject + mail.body
    assert AuditRow.objects.filter(verb="emergency.raised").count() == 1
    everything = repr([list(model.objects.values()) for model in (EmergencyAlert, EmergencyStep, AuditRow)])
    assert "김철수" not in everything


def test_nonsense_stores_nothing(consultant, lead) -> None:
    client = signed_in(Client(), consultant)
    key = str(uuid.uuid4())
    for alerts in ("no", [1], {}, [{"key": "x", "steps": {"stay": 1}}], [{"key": key, "steps": {"jump": 1}}], [{"key": key, "steps": {"stay": "now"}}],
                   [{"key": key, "steps": [1]}], [{"key": key, "steps": "stay"}]):  # fmt: skip
        assert send(client, alerts).json() == {"stored": []}
    assert client.post("/emergency/steps/", "[]", content_type="application/json").status_code == 403, "without our own header"
    assert send(signed_in(Client(), lead), []).status_code == 403
    assert not EmergencyAlert.objects.exists()


def test_a_wrong_clock_is_not_believed(consultant) -> None:
    client, now = signed_in(Client(), consultant), timezone.now()
    send(client, [{"key": str(uuid.uuid4()), "steps": {"stay": milliseconds(now + dt.timedelta(days=3))}}])
    assert EmergencyAlert.objects.get().raised_at <= timezone.now()


def test_nobody_adds_to_anothers_alert(consultant) -> None:
    key = uuid.uuid4()
    raise_alert(key=key, steps={"stay": timezone.now()}, by=actor(consultant))
    with pytest.raises(Refused):
        raise_alert(key=key, steps={"safe_now": timezone.now()}, by=actor(person(Role.EXPERT)))


def test_without_scripts_each_step_is_a_button(consultant, lead) -> None:
    client = signed_in(Client(), consultant)
    page = client.get("/emergency/").content.decode()
    assert "tel:119" in page
    key = str(uuid.uuid4())
    answer = client.post("/emergency/", {"key": key, "step": "stay"}).content.decode()
    client.post("/emergency/", {"key": key, "step": "call_112", "done": ["stay"]})
    assert 'aria-pressed="true"' in answer
    assert [step.step for step in EmergencyAlert.objects.get().steps.all()] == ["stay", "call_112"]


def test_the_kept_page_knows_nobody(consultant) -> None:
    client = signed_in(Client(), consultant)
    page = client.get("/emergency/kept/").content.decode()
    assert "최방문" not in page
    assert "csrfmiddlewaretoken" not in page
    assert "tel:119" in page
    script = Client().get("/emergency/worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert "/emergency/kept/" in script.content.decode()


def test_the_lead_sees_and_closes(consultant, lead) -> None:
    raise_alert(key=uuid.uuid4(), steps={"stay": timezone.now()}, by=actor(consultant))
    alert = EmergencyAlert.objects.get()
    client = signed_in(Client(), lead)
    assert "최방문" in client.get("/emergency/alerts/").content.decode()
    assert "긴급 알림" in client.get("/home/").content.decode()
    client.post(f"/emergency/alerts/{alert.pk}/seen/")
    alert.refresh_from_db()
    assert alert.status == "seen"
    assert client.post(f"/emergency/alerts/{alert.pk}/close/", {}).status_code == 422
    client.post(f"/emergency/alerts/{alert.pk}/close/", {"ending": "in_care"})
    alert.refresh_from_db()
    assert (alert.status, alert.ending) == ("closed", "in_care")
    assert alert.closed_at
    assert client.get("/emergency/alerts/9999/").status_code == 404
    assert signed_in(Client(), consultant).post(f"/emergency/alerts/{alert.pk}/seen/").status_code == 403


def test_overdue_is_shown_and_reminded(consultant, lead) -> None:
    raise_alert(key=uuid.uuid4(), steps={"stay": timezone.now()}, by=actor(consultant))
    assert remind() == 0
    alert = EmergencyAlert.objects.get()
    alert.raised_at = timezone.now() - dt.timedelta(hours=25)
    alert.save()
    assert remind() == 1
    assert remind() == 0, "once a day"
    page = signed_in(Client(), lead)
    assert "기한 지남" in page.get("/emergency/alerts/").content.decode()
    assert MailMessage.objects.filter(kind="emergency").count() == 2


def test_without_a_clinical_lead_the_office_is_told(consultant) -> None:
    office = person(Role.OFFICE, name="김본부")
    assert "임상 책임자가 없습니다" in signed_in(Client(), office).get("/home/").content.decode()
    raise_alert(key=uuid.uuid4(), steps={"stay": timezone.now()}, by=actor(consultant))
    mail = MailMessage.objects.get()
    assert mail.to == office.email
    assert "최방문" not in mail.body
    person(Role.CLINICAL)
    assert "임상 책임자가 없습니다" not in signed_in(Client(), office).get("/home/").content.decode()
