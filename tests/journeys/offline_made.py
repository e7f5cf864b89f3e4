"""What the offline journeys share: a consultant with visits of a small room, browsers that survive being closed, a photo with a place in it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from jikim.shared.offline import recovery, registry
from tests.journeys.conftest import FLAGS, PATIENCE, chromium
from tests.shared.offline_room import Room

PHRASE = "파란 우산 열두 개와 버스"
TABLET = (1024, 768)
WORDS = {
    "ko": {"enrol": "등록하고 열기", "phrase": "새 암호 문구", "again": "새 암호 문구 한 번 더", "open": "열기", "present": "함께한 분", "kept": "이 기기에 있음",
           "received": "서버에 도착", "needs": "확인 필요", "send": "지금 보내기", "next": "다음", "close": "기록 마치기 확인", "unlock": "암호 문구", "sign": "그리지 않고 서명하기"},
    "en": {"enrol": "Register and open", "phrase": "New passphrase", "again": "New passphrase once more", "open": "Open", "present": "Who was there", "kept": "On this device",
           "received": "Received", "needs": "Needs you", "send": "Send now", "next": "Next", "close": "Close the record now", "unlock": "Passphrase", "sign": "Sign without drawing"},
}  # fmt: skip


@contextmanager
def room() -> Iterator[Room]:
    """A small room at the door, and the office's key."""
    recovery.make_pair()
    made = Room("test")
    registry.register(made.kind)
    try:
        yield made
    finally:
        registry.forget("test")


@contextmanager
def browser_of_its_own(driver: Any, folder: Path, url: str, letters: str, size: tuple[int, int], language: str = "ko", **more: Any) -> Iterator[Any]:
    """A browser whose storage lies in the folder: closed and opened again it finds what it kept."""
    context = driver.chromium.launch_persistent_context(
        str(folder), executable_path=chromium(), args=FLAGS, env={**os.environ, "FONTCONFIG_FILE": letters}, base_url=url,
        viewport={"width": size[0], "height": size[1]}, has_touch=True, accept_downloads=True, **more,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE * 1000)
    context.add_cookies([{"name": "jikim_language", "value": language, "url": url}])
    try:
        yield context
    finally:
        context.close()


def register(page: Any, language: str = "ko", phrase: str = PHRASE) -> None:
    """The first opening: a name, a passphrase, and the list."""
    words = WORDS[language]
    page.goto("/visits/")
    page.get_by_label(words["phrase"], exact=True).fill(phrase)
    page.get_by_label(words["again"]).fill(phrase)
    page.get_by_role("button", name=words["enrol"]).click()
    page.locator(".visits-item, .empty").first.wait_for()


def unlock(page: Any, language: str = "ko", phrase: str = PHRASE) -> None:
    page.get_by_label(WORDS[language]["unlock"], exact=True).fill(phrase)
    page.get_by_role("button", name=WORDS[language]["open"], exact=True).click()
    page.locator(".visits-list, .empty, [data-field]").first.wait_for()


def until_kept(page: Any) -> None:
    """The worker has the shell: from here on the page opens without a line."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    until(page, "caches.match('/visits/', { ignoreSearch: true }).then(Boolean)")


def until_written(page: Any) -> None:
    """Nothing that was typed waits any more to be kept: the page lets itself be left."""
    until(page, "window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def until(page: Any, condition: str) -> None:
    page.evaluate(f"""async () => {{
        for (let tries = 0; tries < 1200; tries += 1) {{
            if (await ({condition})) return;
            await new Promise((done) => setTimeout(done, 50));
        }}
        throw new Error("it did not come about within a minute");
    }}""")


def standing(page: Any, which: str) -> Any:
    return page.locator(f"[data-standing={which}]").first


def photo_with_a_place() -> bytes:
    """A photo as a telephone takes it, with coordinates in it."""
    picture = Image.new("RGB", (3000, 2000), (200, 120, 40))
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "SecretCamera", {1: "N", 2: (37.0, 33.0, 0.0), 3: "E", 4: (126.0, 58.0, 0.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


SignIn = Callable[..., None]
