"""Signed links: one thing of one kind, until a day, and revocable."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.people.public import read_signed_link, revoke_links, signed_link
from jikim.shared.access import Refused
from jikim.shared.clock import now
from tests.areas.people.making import CONSOLE

pytestmark = pytest.mark.django_db


def link(key: str = "7", days: int = 30) -> str:
    return signed_link(kind="application", key=key, expires_at=now() + dt.timedelta(days=days))


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: t.replace(":", "")]
)
def test_a_spoilt_link_is_refused(spoil) -> None:
    with pytest.raises(Refused):
        read_signed_link(kind="application", token=spoil(link()))


def test_a_link_of_another_kind_is_refused() -> None:
    token = signed_link(kind="letter", key="7", expires_at=now() + dt.timedelta(days=1))
    with pytest.raises(Refused):
        read_signed_link(kind="application", token=token)


def test_a_late_link_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_signed_link(kind="application", token=link(days=-1))
    assert "기한" in refused.value.reason.ko


def test_revoking_kills_every_link_to_the_thing_and_no_other() -> None:
    first, second, other = link("7"), link("7", days=60), link("8")
    revoke_links(kind="application", key="7", by=CONSOLE)
    for dead in (first, second):
        with pytest.raises(Refused):
            read_signed_link(kind="application", token=dead)
    assert read_signed_link(kind="application", token=other).key == "8"
    assert read_signed_link(kind="application", token=link("7")).key == "7", "a new one works"
