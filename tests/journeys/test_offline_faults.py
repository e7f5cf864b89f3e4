"""What can go wrong while visits are filled and sent, in a real browser: nothing is lost, and the person is told what to do."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from jikim.rules.access import Role
from jikim.shared.offline import devices, export_files, recovery
from jikim.shared.offline.models import OfflineDevice, OfflineEdit
from tests.areas.people.making import CONSOLE, actor, person
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.offline_made import (
    PHRASE,
    browser_of_its_own,
    register,
    room,
    standing,
    unlock,
    until,
    until_kept,
    until_written,
)
from tests.journeys.test_offline import consultant, first_part, sign_by_name

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
PRESENT = "[data-field=present] input"


def ready(new_page: Callable[..., Any], sign_in: Callable[..., None], somebody: Any, size: tuple[int, int] = PHONE) -> Any:
    page = new_page(size)
    sign_in(page, somebody)
    register(page)
    return page


def test_the_browser_is_closed_without_a_line_and_opened_again(
    browser: Any, site: Any, sign_in: Callable[..., None], letters: str, tmp_path: Path
) -> None:
    somebody = consultant()
    driver = browser.browser_type
    with room() as made:
        record = made.add(somebody.key)
        with browser_of_its_own(_Driver(driver), tmp_path, site.url, letters, PHONE) as context:
            page = context.pages[0]
            sign_in(page, somebody)
            register(page)
            until_kept(page)
            context.set_offline(True)
            first_part(page)
            page.locator(PRESENT).fill("김담당")
            page.get_by_role("link", name="다음").click()
            sign_by_name(page, "김담당")
            until_written(page)
        with browser_of_its_own(_Driver(driver), tmp_path, site.url, letters, PHONE) as context:
            page = context.pages[0]
            context.set_offline(True)
            page.goto("/visits/")
            page.get_by_text("보내지 않은 기록이 1건").wait_for()
            picture(page, "offline-unlock-ko-390")
            unlock(page)
            first_part(page)
            assert page.locator(PRESENT).input_value() == "김담당"
            page.locator("[data-field=workers] input").fill("12")
            page.get_by_role("link", name="한빛마트").first.click()
            standing(page, "kept").wait_for()
            context.set_offline(False)
            standing(page, "received").wait_for()
        assert (record.versions[-1]["present"], record.versions[-1]["workers"]) == ("김담당", 12)
        assert record.versions[-1]["signed"]["name"] == "김담당"


class _Driver:
    """`browser_of_its_own` asks for a driver; the journeys' browser has only its type."""

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium


def test_the_line_is_cut_in_the_middle_of_a_send(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    """The server has it, the device does not know: it sends the same edit again, and there is one."""
    somebody = consultant()
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        cut: list[str] = []

        def arrives_but_is_not_answered(route: Any) -> None:
            route.fetch()
            cut.append(route.request.post_data_json["edit"])
            route.abort("internetdisconnected")

        page.context.route("**/visits/sync/edits/", arrives_but_is_not_answered, times=1)
        first_part(page)
        page.locator(PRESENT).fill("김담당")
        page.get_by_role("link", name="한빛마트").first.click()
        standing(page, "received").wait_for()
        assert record.versions[-1] == {"present": "김담당"}
        assert len(record.edits) == 1
        assert OfflineEdit.objects.count() == 1
        assert [str(one.uuid) for one in OfflineEdit.objects.all()] == cut


def test_two_devices_on_one_visit_show_both_versions(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    somebody, other = consultant(), consultant("박동행")
    with room() as made:
        record = made.add(somebody.key, other.key)
        tablet, phone = ready(new_page, sign_in, somebody, DESKTOP), ready(new_page, sign_in, other)
        for page, who, workers in ((tablet, "김담당", "12"), (phone, "이담당", "14")):
            page.context.set_offline(True)
            first_part(page)
            page.locator(PRESENT).fill(who)
            page.locator("[data-field=workers] input").fill(workers)
            page.get_by_role("link", name="한빛마트").first.click()
            standing(page, "kept").wait_for()
        tablet.context.set_offline(False)
        standing(tablet, "received").wait_for()
        phone.context.set_offline(False)
        standing(phone, "needs_you").wait_for()
        sides = phone.locator(".visits-conflicts")
        assert "김담당" in sides.inner_text()
        assert "이담당" in sides.inner_text()
        assert phone.locator(".notice.danger").count() == 0, "both versions were taken in: nothing says the record was not accepted"
        assert_accessible(phone)
        assert_reflows(phone)
        picture(phone, "offline-conflict-ko-390")
        assert record.versions[-1]["workers"] == 12, "what is in the record stays until somebody chooses"
        sides.get_by_role("button", name="둘 다 이어서 남기기").first.click()
        phone.locator(".visits-conflicts article").nth(0).get_by_role("button", name="이 기기의 내용으로").click()
        standing(phone, "received").wait_for()
        assert record.versions[-1] == {"present": "김담당\n이담당", "workers": 14}
        assert {"김담당", "이담당"} <= {values.get("present") for _, values in record.edits}, "both are in the history"


def test_a_session_that_ended_keeps_the_queue_and_asks_to_sign_in(new_page: Callable[..., Any], sign_in: Callable[..., None], site: Any) -> None:
    somebody, other = consultant(), consultant("박다른")
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        first_part(page)
        page.context.clear_cookies(name="jikim_session")
        page.locator(PRESENT).fill("김담당")
        page.locator("[data-line=sign_in]").wait_for()
        assert_accessible(page)
        picture(page, "offline-sign-in-ko-390")
        assert not record.edits

        sign_in(page, other)
        page.get_by_role("link", name="한빛마트").first.click()
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.locator("[data-line=other_account]").wait_for()
        page.goto("/visits/")
        page.reload()
        page.get_by_label("새 암호 문구", exact=True).wait_for()
        assert "한빛마트" not in page.content(), "another account sees nothing of them"
        assert not record.edits

        sign_in(page, somebody)
        page.reload()
        unlock(page)
        standing(page, "received").wait_for()
        assert record.versions[-1] == {"present": "김담당"}


def test_a_revoked_device_is_told_opens_no_more_and_its_file_opens_at_the_office(
    new_page: Callable[..., Any], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    somebody, office = consultant(), person(Role.OFFICE)
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        page.context.set_offline(True)
        first_part(page)
        page.locator(PRESENT).fill("=김담당")
        page.get_by_role("link", name="다음").click()
        sign_by_name(page, "김담당")
        until_written(page)
        devices.revoke_device(device_id=OfflineDevice.objects.get().pk, by=actor(office))
        page.context.set_offline(False)
        page.get_by_text("이 기기는 등록이 해지되었습니다.").wait_for()
        assert not record.edits
        assert page.get_by_label("암호 문구").count() == 0
        assert_accessible(page)
        picture(page, "offline-revoked-ko-390")
        page.get_by_text("이 기기의 기록 내보내기").click()
        with page.expect_download() as coming:
            page.get_by_role("button", name="파일 만들기").click()
        text = Path(coming.value.path()).read_bytes()
        assert "김담당" not in text.decode()
        done = export_files.lay_out(recovery.open_export(text, recovery.private_path().read_bytes()), tmp_path / "opened")
        assert (done.records, done.files) == (1, 1)
        kept = json.loads((tmp_path / "opened" / "records" / f"{record.uuid}.json").read_text())
        assert kept["mine"]["present"] == "=김담당"
        assert "'=김담당" in (tmp_path / "opened" / "records.csv").read_text(), "harmless in a spreadsheet"


def test_ten_wrong_tries_lock_and_a_call_opens_again(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    somebody = consultant()
    with room() as made:
        made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        page.reload()
        for left in range(9, 0, -1):
            page.get_by_label("암호 문구", exact=True).fill("아닌 것 아닌 것 아닌 것")
            page.get_by_role("button", name="열기", exact=True).click()
            page.get_by_text(f"앞으로 {left}번 더 틀리면").wait_for()
        page.get_by_label("암호 문구", exact=True).fill("아닌 것 아닌 것 아닌 것")
        page.get_by_role("button", name="열기", exact=True).click()
        page.get_by_text("암호 문구를 10번 틀려 잠겼습니다").wait_for()
        page.reload()
        page.get_by_label("본부가 알려 준 코드").wait_for()
        assert_accessible(page)
        assert_reflows(page)
        picture(page, "offline-locked-ko-390")
        device = OfflineDevice.objects.get()
        code, wrap = recovery.under_a_code(recovery.unwrap(device.recovery_wrap, recovery.private_path().read_bytes()))
        devices.keep_unlock(device=device, wrap=wrap, by=CONSOLE)
        page.get_by_label("본부가 알려 준 코드").fill(code.lower())
        page.get_by_label("새 암호 문구", exact=True).fill("새로 정한 긴 암호 문구입니다")
        page.get_by_label("새 암호 문구 한 번 더").fill("새로 정한 긴 암호 문구입니다")
        page.get_by_role("button", name="열기", exact=True).click()
        page.get_by_role("link", name="한빛마트").wait_for()
        page.reload()
        unlock(page, phrase="새로 정한 긴 암호 문구입니다")
        device.refresh_from_db()
        assert device.unlock_wrap is None, "the code opens nothing twice"


def test_a_clock_wrong_by_days_changes_no_order_and_two_weeks_without_contact_lock(
    new_page: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    somebody = consultant()
    real = dt.datetime.now(dt.UTC)
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        for days, who in ((7, "김담당"), (-7, "이담당")):
            page.clock.set_fixed_time(real + dt.timedelta(days=days))
            page.goto("/visits/")
            page.reload()
            unlock(page)
            first_part(page)
            page.locator(PRESENT).fill(who)
            page.get_by_role("link", name="한빛마트").first.click()
            standing(page, "received").wait_for()
            page.goto("/visits/#/device")
            page.get_by_text("7일 어긋나 있습니다").wait_for()
        assert [row.made_on_device_at.date() for row in OfflineEdit.objects.order_by("sequence")] == [
            (real + dt.timedelta(days=7)).date(), (real - dt.timedelta(days=7)).date(),
        ]  # fmt: skip
        assert record.versions[-1] == {"present": "이담당"}, "the later to arrive stands, whatever the clock said"

        page.clock.set_fixed_time(real)
        page.goto("/visits/")
        unlock(page)
        page.locator("[data-line=idle]").wait_for()
        page.context.set_offline(True)
        page.clock.set_fixed_time(real + dt.timedelta(days=4))
        page.goto("/visits/#/" + str(record.uuid) + "/people")
        page.locator(PRESENT).fill("박담당")
        until_written(page)
        page.clock.set_fixed_time(real + dt.timedelta(days=8))
        page.reload()
        page.get_by_text("사흘 넘게 보내지 않은 기록이 1건").wait_for()
        page.clock.set_fixed_time(real + dt.timedelta(days=15))
        page.reload()
        page.get_by_text("14일 동안 서버에 연결하지 않아 잠겼습니다.").wait_for()
        page.context.set_offline(False)
        page.reload()
        unlock(page)
        until(page, "1")
        page.locator("[data-line=idle]").wait_for()
        assert record.versions[-1] == {"present": "박담당"}


def test_a_full_device_says_so_and_loses_nothing(new_page: Callable[..., Any], sign_in: Callable[..., None], site: Any) -> None:
    somebody = consultant()
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        page.context.set_offline(True)
        first_part(page)
        page.evaluate(
            """() => { const put = IDBObjectStore.prototype.put; window.room = false;
            IDBObjectStore.prototype.put = function (...all) {
              if (!window.room) throw new DOMException("full", "QuotaExceededError");
              return put.apply(this, all); }; }"""
        )
        page.locator(PRESENT).fill("김담당")
        page.get_by_text("기기의 저장 공간이 가득 차").wait_for()
        assert_accessible(page)
        picture(page, "offline-full-ko-390")
        page.locator("[data-field=workers] input").fill("12")
        page.evaluate("window.room = true")
        page.locator(".notice.danger").wait_for(state="detached")
        page.context.set_offline(False)
        page.get_by_role("link", name="한빛마트").first.click()
        standing(page, "received").wait_for()
        assert record.versions[-1] == {"present": "김담당", "workers": 12}


def test_a_really_full_device_still_sends_what_waits_and_gets_room_by_it(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    """No pretending: the browser's own limit. Nothing can be written any more, and yet everything arrives and the room comes back."""
    somebody = consultant()
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        page.context.set_offline(True)
        limit = page.evaluate("navigator.storage.estimate().then((one) => one.usage)") + 3_000_000
        page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": page.evaluate("location.origin"), "quotaSize": limit})
        first_part(page)
        page.get_by_role("link", name="다음").click()
        full = page.locator("[data-bar] .notice.danger")
        photos = page.locator("[data-field=photos] img")
        for n in range(24):
            page.locator("[data-field=photos] input[type=file]").first.set_input_files({"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": noise()})
            page.locator("[data-field=photos] img, [data-field=photos] [role=alert]:not(:empty)").nth(n).wait_for()
            if page.locator("[data-field=photos] [role=alert]:not(:empty)").count():
                break
        many = photos.count()
        page.get_by_role("link", name="한빛마트").first.click()
        page.locator(".visits-parts a").first.click()
        page.locator(PRESENT).fill("김담당" + "가" * 20_000)
        full.wait_for()
        page.context.set_offline(False)
        page.get_by_role("link", name="한빛마트").first.click()
        standing(page, "received").wait_for()
        full.wait_for(state="detached")
        assert record.versions[-1]["present"].startswith("김담당")
        assert len(record.versions[-1]["photos"]) == len(made.attached) == many > 1
        page.goto("/visits/")
        page.reload()
        unlock(page)
        standing(page, "received").wait_for()
        first_part(page)
        assert page.locator(PRESENT).input_value().startswith("김담당")


def noise() -> bytes:
    """A photo that stays large however it is packed."""
    out = io.BytesIO()
    Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3)).save(out, "JPEG", quality=80)
    return out.getvalue()


def test_a_full_device_opens_all_the_same_and_still_counts_wrong_tries(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    somebody = consultant()
    with room() as made:
        made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        page.context.set_offline(True)
        page.add_init_script("IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); };")
        page.reload()
        page.get_by_label("암호 문구", exact=True).fill("아닌 것 아닌 것 아닌 것")
        page.get_by_role("button", name="열기", exact=True).click()
        page.get_by_text("앞으로 9번 더 틀리면").wait_for()
        page.reload()
        page.get_by_label("암호 문구", exact=True).fill("아닌 것 아닌 것 아닌 것")
        page.get_by_role("button", name="열기", exact=True).click()
        page.get_by_text("앞으로 8번 더 틀리면").wait_for()
        unlock(page)
        page.get_by_role("link", name="한빛마트").wait_for()


def test_a_line_that_answers_nothing_keeps_nobody_from_opening(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    """One bar of signal: the request hangs. Whoever has records here opens them in seconds, not after the request has given up."""
    somebody = consultant()
    with room() as made:
        made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        held: list[Any] = []
        page.context.route("**/visits/sync/**", lambda route: held.append(route))
        page.reload()
        page.get_by_label("암호 문구", exact=True).wait_for(timeout=20_000)
        unlock(page)
        page.get_by_role("link", name="한빛마트").wait_for(timeout=20_000)
        assert held, "the line was tried"


@pytest.mark.parametrize("lacks", [
    "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new DOMException('denied', 'SecurityError'); } } })",
    "IDBFactory.prototype.open = function () { throw new DOMException('private window', 'InvalidStateError'); }",
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })",
    "delete window.BroadcastChannel", "delete Navigator.prototype.locks", "delete Navigator.prototype.serviceWorker",
])  # fmt: skip
def test_a_browser_that_cannot_keep_anything_says_so_in_words(new_page: Callable[..., Any], sign_in: Callable[..., None], lacks: str) -> None:
    page = new_page(PHONE)
    page.add_init_script(lacks)
    sign_in(page, consultant())
    page.goto("/visits/")
    page.get_by_text("이 브라우저에서는 연결 없이 기록을 보관할 수 없습니다.").wait_for(timeout=20_000)
    page.get_by_text("사파리 16.4").wait_for()
    assert_accessible(page)


def test_a_refused_edit_stays_and_says_what_to_do(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    somebody = consultant()
    with room() as made:
        record = made.add(somebody.key)
        page = ready(new_page, sign_in, somebody)
        first_part(page)
        page.locator(PRESENT).fill("거절할 이름")
        page.get_by_role("link", name="한빛마트").first.click()
        standing(page, "needs_you").wait_for()
        assert "‘거절’이라고 적혀 있습니다." in page.locator("main").inner_text()
        assert_accessible(page)
        page.locator(".visits-parts a").first.click()
        assert page.locator(PRESENT).input_value() == "거절할 이름"
        page.locator(PRESENT).fill("김담당")
        page.get_by_role("link", name="한빛마트").first.click()
        standing(page, "received").wait_for()
        assert record.versions[-1] == {"present": "김담당"}


def test_what_lies_in_the_browser_is_sealed_and_the_cache_holds_no_data(new_page: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    somebody = consultant()
    with room() as made:
        made.add(somebody.key, values={"present": "SECRET-김담당"})
        page = ready(new_page, sign_in, somebody)
        until_kept(page)
        stored = page.evaluate(
            """async () => {
              const base = await new Promise((done) => { const asked = indexedDB.open("jikim-visits"); asked.onsuccess = () => done(asked.result); });
              const all = (store) => new Promise((done) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
              const text = (value) => JSON.stringify(value, (_, one) => one instanceof ArrayBuffer ? new TextDecoder().decode(one) : ArrayBuffer.isView(one) ? [...one].join() : one);
              const rows = text([await all("profiles"), await all("records"), await all("attachments"), { ...localStorage }]);
              let cached = "", urls = [];
              for (const name of await caches.keys()) for (const asked of await (await caches.open(name)).keys()) {
                urls.push(asked.url); cached += await (await caches.match(asked)).text(); }
              return { rows, cached, urls };
            }"""
        )
        assert "SECRET" not in stored["rows"]
        assert "한빛마트" not in stored["rows"] + stored["cached"]
        assert somebody.name not in stored["rows"] + stored["cached"]
        assert PHRASE not in stored["rows"]
        assert "csrf" not in stored["cached"].lower().replace("x-csrftoken", "")
        assert not [url for url in stored["urls"] if "/sync/" in url]
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname).includes('/visits/'))")
