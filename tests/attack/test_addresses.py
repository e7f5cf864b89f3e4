"""Somebody trying numbers: what is not there is our 404, never a failure with a line in the operators' log."""

from __future__ import annotations

import pytest

from jikim.rules.access import Role
from tests.areas.statistics.test_pages import seated

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ADDRESSES = (
    "/reports/{}/", "/applications/{}/", "/agreements/{}/", "/rounds/{}/", "/breaches/{}/", "/prospects/{}/", "/seasons/{}/",
    "/people/{}/", "/files/{}/", "/lottery/{}/", "/applications/import/{}/", "/applications/{}/edit/",
)  # fmt: skip


def test_numbers_of_nothing_are_not_found(settings: object) -> None:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    client = seated(Role.OFFICE)
    client.raise_request_exception = False
    found = {
        address.format(number): client.get(address.format(number)).status_code
        for address in ADDRESSES for number in (987654, "9" * 20)
    }  # fmt: skip
    found |= {a: client.get(a).status_code for a in ("/reports/987654/report-ko.pdf", "/agreements/987654/wall-ko.pdf")}
    assert {address: status for address, status in found.items() if status != 404} == {}
