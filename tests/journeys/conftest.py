"""A real browser against the real product: server, database files, styles and scripts. Journeys read like sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

# the browser's driver runs an event loop in this thread; the database is used from it on purpose
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESKTOP = (390, 844), (1440, 900)
PATIENCE = 60
"""Seconds for anything the browser waits for: a busy machine is slow, not faulty."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is a journey and works on both databases, for real."""
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("django_db"):
                item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "vault"]))


@dataclass(frozen=True, slots=True)
class Site:
    url: str

    def __call__(self, path: str) -> str:
        return self.url + path


@pytest.fixture(scope="session")
def _server(django_db_setup: None) -> Iterator[Site]:
    from django.test.testcases import LiveServerThread

    # the product serves its own static files: Django's test handler would hide a fault there
    thread = LiveServerThread("localhost", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield Site(f"http://localhost:{thread.port}")
    thread.terminate()
    thread.join()


@pytest.fixture
def site(_server: Site, transactional_db: None, settings: object) -> Site:
    """The running product over empty databases, as a demonstration: made-up people need no second step."""
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    settings.JIKIM_BASE_URL = _server.url  # type: ignore[attr-defined]
    return _server


@cache
def chromium() -> str | None:
    """Where a Chromium is: named by the operator, on the path, or one that playwright keeps."""
    from tools import browser

    if found := browser.find():
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        kept = driver.chromium.executable_path
    return kept if os.path.exists(kept) else None


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A font list with the product's own fonts: the worker's pages use the telephone's, and a bare machine has no Korean."""
    import jikim

    folder = tmp_path_factory.mktemp("letters")
    fonts = os.path.join(os.path.dirname(jikim.__file__), "shared", "documents", "fonts")
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><dir>{fonts}</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    return str(folder / "fonts.conf")


@pytest.fixture(scope="session")
def browser(letters: str) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if not path:
        pytest.skip("no Chromium on this machine (JIKIM_CHROMIUM names one)")
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=path, args=FLAGS, env={**os.environ, "FONTCONFIG_FILE": letters}
        )  # fmt: skip
        yield running
        running.close()


@pytest.fixture
def new_page(browser: object, site: Site) -> Iterator[Callable[..., object]]:
    """A fresh visitor: `new_page(PHONE, language="en")`. Fails the test on any script error or blocked resource."""
    contexts, faults = [], []

    def make(size: tuple[int, int] = DESKTOP, language: str = "ko", *, scripts: bool = True) -> object:
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": size[0], "height": size[1]}, base_url=site.url, java_script_enabled=scripts,
            has_touch=size == PHONE, is_mobile=size == PHONE, accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": "jikim_language", "value": language, "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: _note(line, faults))
        contexts.append(context)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, f"the browser complained: {faults}"


def _note(line: object, faults: list[str]) -> None:
    text = line.text  # type: ignore[attr-defined]
    if "net::ERR_INTERNET_DISCONNECTED" in text or "net::ERR_CONNECTION_RESET" in text:  # a journey took the line away on purpose
        return
    if line.type == "error" and "Failed to load resource: the server responded with a status of 4" not in text:  # type: ignore[attr-defined]
        faults.append(text)


@pytest.fixture
def desktop(new_page: Callable[..., object]) -> object:
    return new_page(DESKTOP)


@pytest.fixture
def phone(new_page: Callable[..., object]) -> object:
    return new_page(PHONE)


@pytest.fixture
def sign_in(site: Site) -> Callable[..., None]:
    """`sign_in(page, person)`: a session as after signing in, for journeys about something else."""

    def sign(page: object, person: object) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([  # type: ignore[attr-defined]
            {"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site.url, "httpOnly": True, "sameSite": "Lax"}
        ])  # fmt: skip

    return sign
