"""Log lines are JSON and hold nobody's name, address, or what they sent."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jikim.config.logs import JsonFormatter, without_personal_data
from jikim.shared.requests import ALPHABET, RequestNumberMiddleware, new_number, request_number


def line_of(message: str, *args: object, exc_info: object = None, **extra: object) -> dict[str, object]:
    record = logging.LogRecord("jikim.test", logging.INFO, "x.py", 1, message, args, exc_info)  # type: ignore[arg-type]
    record.__dict__.update(extra)
    parsed: dict[str, object] = json.loads(JsonFormatter().format(record))
    return parsed


def test_a_line_is_one_object() -> None:
    line = line_of("answered %s", "가", method="GET", milliseconds=1.5, request_body="secret")
    assert line["says"] == "answered 가"
    assert line["method"] == "GET"
    assert "request_body" not in line


@pytest.mark.parametrize(
    "text",
    [
        "from hong.gil-dong@example.co.kr",
        "GET /apply/?name=홍길동&phone=010",
        "client 203.0.113.77",
        "/i/Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0/",
    ],
)
def test_what_could_name_somebody_is_blanked(text: str) -> None:
    clean = without_personal_data(text)
    for piece in ("hong", "홍길동", "010", "203.0.113.77", "Zm9vYmFy"):
        assert piece not in clean


def test_an_exception_shows_where_not_what() -> None:
    try:
        raise ValueError("홍길동 is not a number")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info())
    assert line["exception"] == "ValueError"
    assert "홍길동" not in json.dumps(line, ensure_ascii=False)
    assert "test_an_exception_shows_where_not_what" in str(line["where"])


def test_a_request_has_a_number_in_its_lines_and_its_answer(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_number())
        return HttpResponse("x", status=500)

    with caplog.at_level(logging.INFO, logger="jikim.requests"):
        response = RequestNumberMiddleware(view)(RequestFactory().get("/s/secret-token/?name=hong"))
    assert response.headers["X-Request-Number"] == seen[0]
    assert request_number() == ""
    text = " ".join(str(record.__dict__) for record in caplog.records)
    assert "secret-token" not in text
    assert "hong" not in text


def test_numbers_can_be_read_out() -> None:
    number = new_number()
    assert set(number) <= set(ALPHABET + "-")
    assert not set("01OIL") & set(ALPHABET) - {"L"}
    assert len({new_number() for _ in range(1000)}) == 1000


def test_a_failure_is_told_without_the_path() -> None:
    import logging

    from jikim.config.logs import BelowServerError

    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", "/breach/AB12CD/"), None)
    record.status_code = 500
    assert BelowServerError().filter(record)
    assert "AB12CD" not in record.getMessage()


def test_while_a_workers_page_is_answered_a_line_knows_the_day_only() -> None:
    from jikim.shared.requests import quietly

    with quietly():
        line = line_of("incident", status=500, route="q/<int:number>/", milliseconds=12.5, count=3, method="POST")
    assert len(str(line["at"])) == len("2026-11-24")
    assert set(line) == {"at", "level", "from", "says", "status", "route", "method"}
    assert "T" in str(line_of("incident")["at"])
