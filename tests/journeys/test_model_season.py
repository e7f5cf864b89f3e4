"""The model season as `./run` makes it, walked by every role: what each finds, on a phone and at a desk, in both languages.

A real data folder, a real server process; nothing of this test's own process is shared with it.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser]
PASSWORD = "model-season-rehearsal-17"
ROLES = ("office", "region", "agency", "consultant", "expert", "manager", "juror", "editor", "auditor")


@dataclass(frozen=True, slots=True)
class Running:
    url: str


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`jikim demo --workplaces 30`, then `jikim serve`."""
    home: Path = tmp_path_factory.mktemp("model")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("JIKIM_", "DJANGO_", "DATABASE_URL"))
    } | {"JIKIM_HOME": str(home), "JIKIM_PORT": str(port), "JIKIM_DEMO_PASSWORD": PASSWORD, "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}  # fmt: skip
    jikim = [sys.executable, "-m", "jikim"]
    subprocess.run([*jikim, "demo", "--workplaces", "30"], env=environment, check=True, capture_output=True, timeout=240)
    log = (home / "serve.log").open("wb")
    server = subprocess.Popen([*jikim, "serve", "--port", str(port), "--workers", "1"], env=environment, stderr=log)
    try:
        _wait_until_ready(f"http://localhost:{port}/health/ready", server)
        yield Running(f"http://localhost:{port}")
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0, "the server stops cleanly"
        log.close()


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    import threading

    pause, deadline = threading.Event(), 60
    for _ in range(deadline * 5):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            pause.wait(0.2)
    pytest.fail("the server did not become ready in a minute")


@pytest.fixture
def visit(browser: Any, model: Running) -> Iterator[Callable[..., Any]]:
    """`visit("office", PHONE, "en")`: a page of somebody signed in through the sign-in form."""
    contexts: list[Any] = []
    faults: list[str] = []

    def make(role: str, size: tuple[int, int] = DESKTOP, language: str = "ko") -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=model.url, has_touch=size == PHONE,
            is_mobile=size == PHONE, accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "jikim_language", "value": language, "url": model.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{role}@demo.jikim.test")
        page.fill("input[name=password]", PASSWORD)
        page.click("form:has(input[name=password]) button[type=submit]")
        page.wait_for_url(re.compile("/home/"))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


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
