"""Error pages: the right number, both languages, the reason, an incident number, and an answer even when all else fails."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.ui import errors
from jikim.shared.ui.urls import urlpatterns as ui_urls

REASON = Text("이미 다른 분이 판정했습니다.", "Somebody else has decided this already.")
FAILURES: dict[str, Exception] = {
    "400": errors.RequestDataTooBig.__mro__[1]("bad"),
    "403": PermissionDenied(),
    "403-reason": Refused(REASON),
    "404": Http404(),
    "409": Conflict(REASON),
    "413": RequestDataTooBig(),
    "500": ValueError("the text of a fault is nobody's business: 900101-1234567"),
    "503": OperationalError("database is locked"),
    "503-postgres": OperationalError("canceling statement due to lock timeout"),
}


def fail(request: HttpRequest, key: str) -> HttpResponse:
    if key == "429":
        return errors.too_many(request, 900)
    raise FAILURES[key]


urlpatterns = [*ui_urls, path("fail/<str:key>/", fail), path("home/", fail, name="home")]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("key", [*FAILURES, "429"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_failure_has_a_page_in_both_languages_without_a_database(client, key, language):
    client.cookies["jikim_language"] = language
    response = client.get(f"/fail/{key}/")
    html = response.content.decode()
    assert response.status_code == int(key[:3])
    assert f'<html lang="{language}">' in html
    assert f'lang="{"en" if language == "ko" else "ko"}"' in html
    assert response["X-Incident"] in html
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4,6}", response["X-Incident"])
    assert "900101" not in html
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_address_only_a_button_uses_is_explained_when_opened(client, language):
    """As after signing in between pressing and sending: a blank page would leave somebody in doubt."""
    client.cookies["jikim_language"] = language
    response = client.get("/language/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    html = response.content.decode()
    assert {"ko": "단추를 다시 눌러", "en": "press the button again"}[language] in html
    assert response["X-Incident"] in html
    assert client.head("/language/").status_code == 405


@pytest.mark.parametrize("key", ["403-reason", "409"])
def test_the_reason_reaches_the_page_in_both_languages(client, key):
    html = client.get(f"/fail/{key}/").content.decode()
    assert REASON.ko in html
    assert REASON.en in html


def test_a_visitor_with_a_bad_link_is_not_sent_to_ask_for_a_seat(client):
    html = client.get("/fail/403-reason/").content.decode()
    assert "맡으신 업무" not in html
    assert "맡으신 업무" in client.get("/fail/403/").content.decode()


def test_a_busy_database_says_when_to_come_back_and_keeps_the_input(client):
    response = client.post("/fail/503/", {"name": "한빛 <고객>센터", "region": ["11", "26"]})
    html = response.content.decode()
    assert response["Retry-After"] == str(errors.RETRY_SECONDS)
    assert 'name="name" value="한빛 &lt;고객&gt;센터"' in html
    assert html.count('name="region"') == 2
    assert 'action="/fail/503/"' in html


def test_a_password_is_never_written_into_an_error_page(client):
    html = client.post("/fail/503/", {"login": "a@example.org", "password": "correct horse"}).content.decode()
    assert "correct horse" not in html


def test_a_conflict_shows_what_had_been_typed(client):
    assert "꼭 남아야 하는 글" in client.post("/fail/409/", {"note": "꼭 남아야 하는 글"}).content.decode()


def test_a_program_gets_the_reason_as_json(client):
    response = client.get("/fail/409/", headers={"Accept": "application/json"})
    assert response.json()["reason"] == REASON.ko
    assert response.json()["incident"] == response["X-Incident"]


def test_too_many_tries_says_for_how_long(client):
    response = client.get("/fail/429/")
    assert response["Retry-After"] == "900"
    assert "15분" in response.content.decode()


def test_a_form_left_open_overnight_gets_plain_words(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "쿠키" in response.content.decode()
    assert "보내신 내용을 받지 못했습니다" in response.content.decode()
    assert "맡으신 업무" not in response.content.decode()



def test_when_templates_fail_a_plain_page_is_left(client, settings):
    broken = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "loaders": [("django.template.loaders.locmem.Loader", {})]}}]
    with override_settings(TEMPLATES=broken):
        response = client.get("/fail/500/")
    assert response.status_code == 500
    assert "처리하지 못했습니다" in response.content.decode()
    assert "Something went wrong on our side" in response.content.decode()


def test_when_the_address_map_is_broken_there_is_still_a_page(settings):
    settings.ROOT_URLCONF = "tests.shared.ui.no_such_map"
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert response["X-Incident"] in response.content.decode()


class LockedDoor:
    """A middleware whose database is busy, as a session's may be."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("database is locked")


def test_a_busy_database_before_any_view_is_503_too(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:6], f"{__name__}.LockedDoor"]
    response = Client(raise_request_exception=False).get("/offline/")
    assert response.status_code == 503
    assert response["Retry-After"] == str(errors.RETRY_SECONDS)


def test_the_offline_page_says_both_languages(client):
    html = client.get("/offline/").content.decode()
    assert "인터넷에 연결되어 있지 않습니다" in html
    assert "You are off line" in html
