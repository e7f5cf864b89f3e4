"""Reports of rounds by code: tables, what customers do, change, and reliability before anything is compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from pypdf import PdfReader

from jikim.areas.statistics.actions.reports import report_pdf
from jikim.areas.statistics.models import Reference, Release
from jikim.areas.statistics.queries.releases import source_of
from jikim.areas.statistics.report.compose import compose
from jikim.rules.access import Role
from tests.areas.statistics.test_pages import seated
from tests.areas.surveys.code_rounds import keys
from tests.areas.surveys.making import OFFICE
from tests.attack import live_season as live

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.sqlite_only]


@pytest.fixture(scope="module", autouse=True)
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[live.Live]:
    from django.db import transaction

    with (
        django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="vault"),
        override_settings(JIKIM_DEMO=True),
    ):  # fmt: skip
        keys()
        one = live.Live()
        live.first_rounds(one, (44, 60, 100, 18, 9, 36), quiet={"L0004": 1.0})
        live.release()
        live.follow_ups(one)
        live.release()
        yield one
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="vault")


def of(number: str, kind: str = "first") -> Release:
    return Release.objects.select_related("reference", "workplace").get(workplace__number=number, content__kind=kind)


def test_a_report_has_its_tables_by_name_not_by_key() -> None:
    data = compose(source_of(of("L0003")), "ko")
    assert [table["title"] for table in data["tables"]] == ["성별 결과", "나이별 결과", "근속별 결과", "하는 일별 결과"]
    assert {row["name"] for row in data["tables"][0]["rows"]} <= {"여성", "남성", "응답 없음", "기타(합산)"}
    english = compose(source_of(of("L0003")), "en")
    assert english["tables"][0]["title"] == "Results by sex"
    assert all("not given" not in note for table in data["tables"] for note in table["notes"])


def test_abuse_and_mood_stand_from_their_minimums_on() -> None:
    data = compose(source_of(of("L0003")), "ko")["events"]
    assert len(data["rows"]) == 7
    assert data["columns"][0] == "전체"
    for unit in of("L0003").content["units"]:
        if unit["answered"] < 20:
            assert {figure["status"] for figure in unit["counts"].values()} == {"suppressed"}


def test_nine_people_see_no_share_and_no_abuse_item() -> None:
    content = of("L0005").content
    assert 5 <= content["whole"]["answered"] <= 9
    assert {figure["status"] for figure in (content["whole"]["shares"] | content["whole"]["counts"]).values()} == {"suppressed"}


def test_change_is_of_everybody_and_of_those_who_answered_twice_only_where_it_may_be() -> None:
    small, large = compose(source_of(of("L0001", "follow_up")), "ko")["change"], of("L0003", "follow_up").content["change"]
    assert small["linked"] is None
    assert "두 번 모두" in small["note"]
    assert {"then", "now", "difference", "margin"} == set(large["all"]["regulation"])
    assert compose(source_of(of("L0001")), "ko")["change"] is None


@pytest.mark.parametrize(("language", "words"), [("ko", ("1차 이후의 변화", "성별 결과", "고객의 폭력")), ("en", ("Change since", "Results by sex", "Abuse"))])
def test_the_paper_has_the_same_sections(language: str, words: tuple[str, ...]) -> None:
    _, paper = report_pdf(release_id=of("L0003", "follow_up").pk, language=language, by=OFFICE)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    plain = "".join(text.split())
    assert all("".join(word.split()) in plain for word in words)


def test_a_follow_up_makes_no_reference() -> None:
    assert Reference.objects.count() == 1
    assert of("L0003", "follow_up").reference.number == 1


def test_reliability_is_shown_before_workplaces_are_compared() -> None:
    page = seated(Role.OFFICE).get("/reports/reliability/").content.decode()
    content = Reference.objects.get().content
    for key in ("alpha", "omega"):
        low, high = content["reliability"]["dissonance"][f"{key}_interval"]
        assert low < content["reliability"]["dissonance"][key] < high
        assert f"{content['reliability']['dissonance'][key]:.2f} ({low:.2f}–{high:.2f})" in page
    assert f"{content['agreement']['dissonance']['icc2']:.2f} (" in page
    assert seated(Role.COUNSELLOR, "seoul").get("/reports/reliability/").status_code == 403
