"""Many rows in one statement: what comes out is what bulk_create and bulk_update would have written."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.enrolment.models import Application
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.shared.workflow.bulk import insert_rows, write_fields
from tests.areas.enrolment.made import CONSOLE, applied, season

pytestmark = pytest.mark.django_db


def test_new_rows_are_kept_whole() -> None:
    AuditRow.objects.all().delete()
    at = now() - dt.timedelta(days=1)
    insert_rows([
        AuditRow(at=at, actor_key="a", actor_name="가", verb="x.y", thing_kind="x", thing_key=str(n), facts={"이름": ["하나", n]})
        for n in range(3)
    ])  # fmt: skip
    assert [(row.at, row.thing_key, row.facts, row.sequence) for row in AuditRow.objects.order_by("pk")] == [
        (at, str(n), {"이름": ["하나", n]}, None) for n in range(3)
    ]
    insert_rows([])


def test_fields_are_written_and_no_others() -> None:
    one, two = applied(), applied()
    for place, row in enumerate((one, two), start=1):
        row.waiting_place, row.reason_ko, row.reason_en = place, f"사유 {place}", "not written"
    write_fields([one, two], ["waiting_place", "reason_ko"])
    assert sorted(Application.objects.values_list("waiting_place", "reason_ko")) == [(1, "사유 1"), (2, "사유 2")]
    assert not Application.objects.filter(reason_en="not written").exists()
    write_fields([], ["waiting_place"])


def test_deciding_takes_few_statements(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """The clerk waits for it: a thousand places among ten thousand within three seconds."""
    from jikim.areas.enrolment.actions.decisions import decide_enrolment

    for n in range(25):
        applied(applied_on=f"2017-04-{n + 1:02d}")
    with django_assert_max_num_queries(30):
        decide_enrolment(season_id=season().pk, by=CONSOLE)
    assert Application.objects.filter(status="enrolled").count() == 25
