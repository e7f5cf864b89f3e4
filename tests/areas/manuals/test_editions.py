"""Editions keep their number while their words stay, and the same file comes out; the ledger knows who has which."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from jikim.areas.manuals.actions.editions import entries_of_row, number_all, number_edition, number_own
from jikim.areas.manuals.actions.handing_out import count_public, hand_out
from jikim.areas.manuals.actions.making import build_all, document_of, pdf_of
from jikim.areas.manuals.models import ManualEdition, ManualHandout
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library import Size
from jikim.rules.manuals import Edition, Kind
from jikim.shared.access import Refused
from jikim.shared.library.holders import who_still_has
from tests.areas.manuals.made import OFFICE, a_workplace, changed, manager_of

pytestmark = pytest.mark.django_db
HOTEL = Edition(Kind.PRACTICE, "hotel", Size.SMALL)


def test_the_same_words_keep_their_number() -> None:
    first, again = number_edition(edition=HOTEL, by=OFFICE), number_edition(edition=HOTEL, by=OFFICE)
    assert (first.row.pk, first.row.number, again.before) == (again.row.pk, 1, None)


def test_a_change_makes_the_next_and_says_what_it_was() -> None:
    first = number_edition(edition=HOTEL, by=OFFICE)
    changed("measures-discretion", "stop-and-hand-over")
    second = number_edition(edition=HOTEL, by=OFFICE)
    assert (second.row.number, second.before) == (2, entries_of_row(first.row))
    assert document_of(second, "en")["changes"] == [["Changed", "Changed for a test"]]


def test_the_file_is_tagged_titled_and_the_same_every_time() -> None:
    numbered = number_edition(edition=Edition(Kind.SELF_PROTECTION, "call-centre"), by=OFFICE)
    made = pdf_of(numbered, "ko")
    assert made == pdf_of(numbered, "ko")
    reader = PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in made
    assert "콜센터" in str(reader.metadata.title)  # type: ignore[union-attr]


def test_a_workplaces_own_is_numbered_apart_and_out_of_reach_for_others() -> None:
    place, other = a_workplace("W0001"), a_workplace("W0002")
    made = number_own(workplace_id=place, kind=Kind.PRACTICE, by=manager_of(place))
    assert made.row.workplace_id == place
    with pytest.raises(Refused):
        number_own(workplace_id=other, kind=Kind.PRACTICE, by=manager_of(place))
    with pytest.raises(Refused):
        number_own(workplace_id=place, kind=Kind.PRACTICE, by=Actor("person:9", "컨설턴트", (Grant(Role.CONSULTANT, frozenset({"person:9"})),)))


def test_whoever_took_one_is_known_to_hold_those_versions() -> None:
    place = a_workplace("W0001")
    by = manager_of(place)
    numbered = number_own(workplace_id=place, kind=Kind.PRACTICE, by=by)
    hand_out(numbered=numbered, language="ko", way="download", by=by)
    hand_out(numbered=numbered, language="ko", way="download", by=by)
    assert ManualHandout.objects.count() == 1
    assert [one.holder_key for one in who_still_has(kind="measure", key="stop-and-hand-over", before=2)] == [str(place)]
    changed("measures-discretion", "stop-and-hand-over")
    newer = number_own(workplace_id=place, kind=Kind.PRACTICE, by=by)
    hand_out(numbered=newer, language="ko", way="download", by=by)
    assert not who_still_has(kind="measure", key="stop-and-hand-over", before=2)


def test_a_manager_hands_out_nothing_but_takes_the_own() -> None:
    place = a_workplace("W0001")
    general = number_edition(edition=HOTEL, by=OFFICE)
    with pytest.raises(Refused):
        hand_out(numbered=general, language="ko", way="post", copies=100, by=manager_of(place))


def test_the_public_is_a_count_for_each_day() -> None:
    numbered = number_edition(edition=HOTEL, by=OFFICE)
    for language in ("ko", "ko", "en"):
        count_public(numbered=numbered, language=language)
    assert dict(ManualHandout.objects.values_list("language", "copies")) == {"ko": 2, "en": 1}


@pytest.mark.slow
def test_all_are_built_and_a_second_run_makes_nothing(tmp_path: Path) -> None:
    done = build_all(folder=tmp_path, languages=("ko",), by=OFFICE)
    assert done.made == done.editions == ManualEdition.objects.count() == len(list(tmp_path.glob("*.pdf")))
    assert build_all(folder=tmp_path, languages=("ko",), by=OFFICE).made == 0


def test_all_can_be_numbered() -> None:
    assert {one.row.number for one in number_all(by=OFFICE)} == {1}
