"""Two at once with a request for counselling: duties give way to the worker and the counsellor, and no key is lost."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import pytest

from jikim.areas.counselling import sealing
from jikim.areas.counselling.actions import asking, desk, desk_key, emergency, regular
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat, EmergencyAlert
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.shared.mail.models import MailMessage
from jikim.vault.keys import make_keys
from tests.areas.counselling.made import PHRASE, Desk, counsellor
from tests.areas.people.making import person
from tests.areas.surveys.making import season
from tests.meeting import meetings, refused

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "SCRYPT_N", 2**4)
    make_keys()


def asked(seat: Desk, names: list[bytes] | None = None, *, urgent: bool = False) -> list[bytes]:
    names = names or [secrets.token_bytes(32)]
    made = asking.Asked(seat.seat.pk, {"how": "010-0000-0000"}, asking.Handed(), urgent, "")
    asking.ask(names=names, season_id=season().pk, region="seoul", language="ko", asked=made)
    return names


def request_of(names: list[bytes]) -> CounsellingRequest | None:
    return CounsellingRequest.objects.select_related("counsellor__person").filter(tag=names[0]).first()


def test_an_alarm_for_what_is_taken_back() -> None:
    desk_ = counsellor()

    def alarm(names: list[bytes]) -> None:
        if (found := request_of(names)) is not None:
            regular._alarm(found, found.counsellor)

    for meeting in meetings(lambda: asked(desk_, urgent=True), alarm, lambda names: asking.take_back(names=names)):
        assert refused(meeting) == 0, meeting.statement
        assert request_of(meeting.thing) is None


def test_destroyed_once() -> None:
    desk_ = counsellor()

    def over() -> list[bytes]:
        names = asked(desk_)
        AuditRow.objects.filter(verb="counselling.destroyed").delete()
        CounsellingRequest.objects.filter(tag=names[0]).update(status="closed", closed_on=dt.date(2017, 1, 1))
        return names

    for meeting in meetings(over, lambda _: regular.destroy_closed()):
        assert refused(meeting) == 0
        assert sum(meeting.results) == AuditRow.objects.filter(verb="counselling.destroyed").count() == 1, meeting.statement


def test_whoever_reads_while_the_deputy_accepts_is_told() -> None:
    deputy = counsellor("배대리")
    mine = counsellor(deputy=deputy)

    def passed() -> int:
        found = request_of(asked(mine, urgent=True))
        assert found is not None
        assert regular._passed(found.pk, deputy.seat)
        return found.pk

    def read(key: int) -> Any:
        return desk.read_request(request_id=key, private=mine.private, by=mine.by)

    for meeting in meetings(passed, lambda key: desk.accept(request_id=key, by=deputy.by), read):
        assert meeting.first is None, meeting.statement
        assert isinstance(meeting.second, desk.Opened | Refused), (meeting.statement, meeting.second)


def test_a_new_key_is_not_lost_under_an_old_one() -> None:
    """The desk may still be open with the old key in another browser."""
    mine = counsellor()
    new = desk_key.make_key(seat_id=mine.seat.pk, passphrase=PHRASE, replace=True, by=mine.by)
    with pytest.raises(Conflict):
        desk_key.change_passphrase(seat_id=mine.seat.pk, private=mine.private, passphrase=PHRASE, by=mine.by)
    seat = CounsellorSeat.objects.get(pk=mine.seat.pk)
    assert sealing.unlock(seat.wrapped_key, seat.public_key, PHRASE) == new


def test_reminded_once() -> None:
    person(Role.CLINICAL, second_step=False)

    def old() -> None:
        EmergencyAlert.objects.all().delete()
        MailMessage.objects.all().delete()
        EmergencyAlert.objects.create(
            key="6f1c2a4e-0d3b-4c5a-9e8f-7a6b5c4d3e2f", raised_by="person:5", raised_by_name="최방문", status="raised", status_since=now(),
            raised_at=now() - dt.timedelta(hours=2),
        )  # fmt: skip

    for meeting in meetings(old, lambda _: emergency.remind()):
        assert refused(meeting) == 0
        assert sum(meeting.results) == MailMessage.objects.count() == 1, meeting.statement
