"""Which language a page speaks: the choice, then the account, then Korean; never the browser's wish."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from jikim.shared.ui.language import LanguageMiddleware, choose


class Somebody:
    language = "en"


def spoken(cookie: str = "", user: object | None = None, accept: str = "en-US") -> str:
    request = RequestFactory().get("/", headers={"Accept-Language": accept})
    if cookie:
        request.COOKIES["jikim_language"] = cookie
    if user:
        request.COOKIES["jikim_session"] = "x"
    request.user = user or AnonymousUser()
    found = []

    def view(request):
        from django.http import HttpResponse
        from django.utils.translation import get_language

        middleware.process_view(request, None, (), {})
        found.append(get_language())
        return HttpResponse()

    middleware = LanguageMiddleware(view)
    response = middleware(request)
    assert response["Content-Language"] == found[0]
    return found[0]


@pytest.mark.parametrize("cookie, user, language", [
    ("", None, "ko"), ("en", None, "en"), ("fr", None, "ko"), ("../x", None, "ko"),
    ("", Somebody(), "en"), ("ko", Somebody(), "ko"),
])  # fmt: skip
def test_choice_then_account_then_korean(cookie, user, language):
    assert spoken(cookie, user) == language


@pytest.mark.parametrize("back, there", [
    ("/apply/?x=1", "/apply/?x=1"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"),
])  # fmt: skip
def test_the_switch_comes_back_to_the_page_and_nowhere_else(back, there):
    response = choose(RequestFactory().post("/language/", {"language": "en", "next": back}))
    assert response["Location"] == there
    assert response.cookies["jikim_language"].value == "en"


def test_an_unknown_language_sets_nothing():
    assert not choose(RequestFactory().post("/language/", {"language": "tlh"})).cookies
