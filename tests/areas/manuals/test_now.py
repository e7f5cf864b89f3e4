"""It has just happened: open to everybody, leaves no trace, says what holds on its day, small enough for a bad line."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import jikim
from jikim.areas.manuals.queries.just_happened import asked_for, jobs, just_happened
from jikim.shared import clock
from jikim.shared.library import library

pytestmark = pytest.mark.django_db
BUDGET_BYTES = 60_000
BUILT = Path(jikim.__file__).parent / "shared/ui/static/built"
EVERY = ["/now/", "/now/note/", *(f"/now/{key}/" for key in library().occupations)]


@pytest.mark.parametrize("lead", ["", "/en"], ids=["ko", "en"])
@pytest.mark.parametrize("path", EVERY)
def test_every_page_opens_in_both_languages_and_leaves_no_trace(path: str, lead: str) -> None:
    answer = Client().get(lead + path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Content-Language"] == ("en" if lead else "ko")
    assert "Cookie" not in answer["Vary"]
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert "X-Request-Number" not in answer
    text = answer.content.decode()
    assert "csrf" not in text
    assert not re.search(r"<form[^>]*method=.?post", text)
    assert re.search(r'<meta name="description" content="[^"]{20,}"', text)
    assert "—" not in re.findall(r"<title>(.*?)</title>", text)[0]


@pytest.mark.parametrize("path", ["/now/", "/now/call-centre/", "/now/note/", "/en/now/hospital/"])
def test_a_page_with_all_it_needs_stays_within_its_budget(path: str) -> None:
    page = len(gzip.compress(Client().get(path).content))
    parts = sum((BUILT / name).stat().st_size for name in ("open.css.gz", "open.js.gz"))
    assert page + parts <= BUDGET_BYTES, f"{path}: {page} + {parts} bytes"


def test_nothing_finer_than_the_day_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        Client().get("/now/call-centre/")
        Client().get("/now/no-such-work/")
    assert not [line for line in caplog.records if line.name.startswith(("jikim", "django.request", "django.server"))]


def test_a_signed_in_language_or_session_changes_nothing() -> None:
    client = Client()
    client.cookies.load({"jikim_language": "en", "sessionid": "x"})
    assert client.get("/now/")["Content-Language"] == "ko"


def test_who_listens_comes_before_every_other_number() -> None:
    page = just_happened("call-centre", on=dt.date(2026, 11, 29))
    assert page.groups[0][1][0].number == "109"
    text = Client().get("/now/call-centre/").content.decode()
    assert text.index('href="tel:109"') < text.index('href="tel:15886497"')


def test_a_season_of_2017_names_no_law_and_no_number_of_later_days() -> None:
    early, late = asked_for(on=dt.date(2017, 6, 1)), asked_for(on=dt.date(2026, 11, 29))
    assert early is not None
    assert not early.mandatory
    assert late is not None
    assert late.mandatory
    assert "41" in late.cite.en
    numbers = {line.number for _, lines in just_happened("hotel", on=dt.date(2017, 6, 1)).groups for line in lines}
    assert "109" not in numbers
    with clock.rehearsing(dt.date(2017, 6, 1)):
        assert "제41조" not in Client().get("/now/note/").content.decode()


def test_the_note_s_page_cannot_send() -> None:
    answer = Client().get("/now/note/")
    policy = answer["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "<form" not in answer.content.decode()
    script = (BUILT / "open.js").read_text()
    assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|serviceWorker", script)


def test_the_english_request_can_be_read_by_a_korean_employer() -> None:
    text = Client().get("/en/now/note/").content.decode()
    assert "휴게시간의 연장" in text
    assert "A longer break" in text


def test_what_is_not_there_is_told_kindly() -> None:
    for path in ("/now/no-such-work/", "/now/a/b/c/", "/en/now/no-such-work/"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert "tel:112" in answer.content.decode()
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().post("/now/").status_code == 405


def test_leaving_goes_somewhere_harmless(settings) -> None:
    answer = Client().get("/now/leave/")
    assert (answer.status_code, answer["Location"]) == (303, settings.JIKIM_NEUTRAL_PAGE)
    assert answer["Clear-Site-Data"] == '"cache"'


def test_every_occupation_is_one_tap_from_the_list() -> None:
    text = Client().get("/en/now/").content.decode()
    for job in jobs():
        assert f'href="{reverse("now_job", kwargs={"language": "en", "job": job.key})}"' in text
    assert jobs()[-1].key == "any-service"
