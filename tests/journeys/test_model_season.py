"""The model season as `./run` makes it, walked by every role: what each finds, on a phone and at a desk, in both languages.

A real data folder, a real server process; nothing of this test's own process is shared with it.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin

import pytest
from django.urls import resolve

from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PATIENCE, PHONE

pytestmark = [pytest.mark.browser]
PASSWORD = "model-season-rehearsal-17"
JIKIM = [sys.executable, "-m", "jikim"]
ROLES = ("office", "region", "agency", "consultant", "expert", "manager", "juror", "editor", "auditor")


@dataclass(frozen=True, slots=True)
class Running:
    url: str
    home: Path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`jikim demo --workplaces 30`, then `jikim serve`."""
    home: Path = tmp_path_factory.mktemp("model")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("JIKIM_", "DJANGO_", "DATABASE_URL"))
    } | {"JIKIM_HOME": str(home), "JIKIM_DEMO_PASSWORD": PASSWORD, "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}  # fmt: skip
    subprocess.run(
        [*JIKIM, "demo", "--workplaces", "30"], env=environment, check=True, capture_output=True, timeout=PATIENCE * 10
    )
    with (home / "serve.log").open("wb") as log:
        port, server = _served(environment, log)
        try:
            yield Running(f"http://localhost:{port}", home)
        finally:
            server.terminate()
            assert server.wait(timeout=PATIENCE) == 0, "the server stops cleanly"


def _served(environment: dict[str, str], log: IO[bytes]) -> tuple[int, subprocess.Popen[bytes]]:
    """A server that answers. A free port may be taken by somebody else before the server has it: then another."""
    for _ in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen([*JIKIM, "serve", "--port", str(port), "--workers", "1"], env=environment, stderr=log)
        if _is_ready(f"http://localhost:{port}/health/ready", server):
            return port, server
    pytest.fail(f"the server does not start: {Path(log.name).read_text(errors='replace')[-2000:]}")


def _is_ready(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether it answers before it ends; one that does neither is stopped and fails the test."""
    pause, until = threading.Event(), time.monotonic() + 2 * PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            pause.wait(0.2)
    server.kill()
    pytest.fail(f"the server did not become ready in {2 * PATIENCE} s")


class Visitors:
    """Who is signed in at the model season: each role and language once, through the form, however many tests there are.

    The sign-in form is throttled by address and all of these come from one; a test must not depend on how fast it is.
    """

    def __init__(self, browser: Any, model: Running) -> None:
        self.browser, self.model = browser, model
        self.known: dict[tuple[str, str], Any] = {}
        self.contexts: list[Any] = []
        self.faults: list[str] = []

    def page(self, role: str, size: tuple[int, int] = DESKTOP, language: str = "ko") -> Any:
        if (role, language) not in self.known:
            self.signed_in(role, language)
        page = self._opened(size, self.known[role, language])
        page.goto("/home/")
        return page

    def signed_in(self, role: str, language: str = "ko") -> Any:
        page = self._opened(DESKTOP, None)
        page.context.add_cookies([{"name": "jikim_language", "value": language, "url": self.model.url}])
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{role}@demo.jikim.test")
        page.fill("input[name=password]", PASSWORD)
        page.click("form:has(input[name=password]) button[type=submit]")
        page.wait_for_url(re.compile("/home/"))
        self.known[role, language] = page.context.storage_state()
        return page

    def stranger(self, size: tuple[int, int] = PHONE, language: str = "ko") -> Any:
        """Somebody without an account."""
        page = self._opened(size, None)
        page.context.add_cookies([{"name": "jikim_language", "value": language, "url": self.model.url}])
        return page

    def _opened(self, size: tuple[int, int], state: Any) -> Any:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=self.model.url, has_touch=size == PHONE,
            is_mobile=size == PHONE, accept_downloads=True, storage_state=state,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE * 1000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def leave(self) -> list[str]:
        """Close what is open; what the browser complained of."""
        for context in self.contexts:
            context.close()
        faults, self.contexts, self.faults = self.faults, [], []
        return faults


@pytest.fixture(scope="module")
def visitors(browser: Any, model: Running) -> Visitors:
    return Visitors(browser, model)


@pytest.fixture
def visit(visitors: Visitors) -> Iterator[Callable[..., Any]]:
    """`visit("office", PHONE, "en")`: the home page of somebody who is signed in."""
    yield visitors.page
    faults = visitors.leave()
    assert not faults, faults


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signs_in_through_the_form(visit: Callable[..., Any], visitors: Visitors, role: str) -> None:
    """Given the demonstration's password, when somebody of each role types it, the home page greets them."""
    page = visitors.signed_in(role)
    assert page.locator("h1").inner_text()
    assert page.get_by_role("button", name="로그아웃").count() == 1


def _rooms(page: Any) -> list[str]:
    """Where the main navigation leads."""
    return [link.get_attribute("href") for link in page.locator("nav a[href]").all() if link.get_attribute("href").startswith("/")]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_its_rooms(visit: Callable[..., Any], role: str) -> None:
    """Given a model season, when somebody of each role signs in at a desk and opens every room of theirs, it is usable."""
    page = visit(role)
    assert_accessible(page)
    for address in dict.fromkeys(_rooms(page)):
        answer = page.goto(address)
        assert answer.status == 200, f"{role} finds {address} in the navigation and gets {answer.status}"
        assert_accessible(page)
        assert_reflows(page)


#: what ends the visit, and what reads alike for everybody (tests/journeys/test_pages.py)
_NOT_FOLLOWED = re.compile(r"^//|^/static/|logout|/leave/|language|^/(en/)?(public|now|q|t|accounts)/|[?&](page|sort)=")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_a_link_that_refuses(visit: Callable[..., Any], role: str) -> None:
    """Given a model season, when somebody follows one link to each kind of page, file and list they are shown, none is closed to them."""
    ask = visit(role).context.request
    waiting, kinds, refused = [("/home/", "")], set(), []
    while waiting:
        address, shown_by = waiting.pop()
        path, _, query = address.partition("?")
        kind = (resolve(path).view_name, *re.findall(r"(\w+)=|(export=\w+)", query))
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = ask.get(address)
        if answer.status >= 400:
            refused.append(f"{shown_by} links to {address}: {answer.status}")
        elif "html" in answer.headers["content-type"]:
            for found in re.findall(r'href="([^"#]+)', answer.text()):
                target = urljoin(address, unescape(found))
                if target.startswith("/") and not _NOT_FOLLOWED.search(target):
                    waiting.append((target, address))
    assert not refused
    assert len(kinds) > 3


@pytest.mark.parametrize("role", ["office", "manager", "region"])
def test_the_same_on_a_phone_in_english(visit: Callable[..., Any], role: str) -> None:
    page = visit(role, PHONE, "en")
    assert_accessible(page)
    assert not re.search("[가-힣]{12,}", page.locator("main").inner_text().replace(" ", "")), "a Korean sentence is left"
    picture(page, f"{role}-home-phone-en", whole=False)


def test_the_managers_report(visit: Callable[..., Any]) -> None:
    """Given a released round, when the workplace's manager opens the report, it is there to read and to download."""
    page = visit("manager")
    page.goto("/reports/")
    if not re.search(r"/reports/\d+/", page.url):
        page.locator("main a[href^='/reports/']", has_text="W0001").first.click()
        page.wait_for_url(re.compile(r"/reports/\d+/"))
    assert_accessible(page)
    assert_reflows(page)
    with page.expect_download() as waiting:
        page.locator("a[href*='ko.pdf']").first.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_of_the_offices_guide(visit: Callable[..., Any], language: str) -> None:
    """The pictures in docs/guides are taken here: JIKIM_PICTURES=docs/guides/pictures ./test"""
    page = visit("office", DESKTOP, language)
    for name, address in [("home", "/home/"), ("applications", "/applications/"), ("reports", "/reports/")]:
        page.goto(address)
        assert page.locator("h1").inner_text()
        picture(page, f"office-{name}-desktop-{language}", whole=False)


@pytest.mark.parametrize("role", ["agency", "consultant", "expert", "manager", "juror", "editor"])
@pytest.mark.parametrize("address", ["/applications/", "/seasons/1/edit/", "/applications/import/", "/audit/"])
def test_what_a_role_must_not_see(visit: Callable[..., Any], role: str, address: str) -> None:
    """Refused with a reason in words, never a blank page or somebody else's data."""
    page = visit(role)
    answer = page.goto(address)
    assert answer.status == 403
    assert len(page.locator("main").inner_text()) > 20
