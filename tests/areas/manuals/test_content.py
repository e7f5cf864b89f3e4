"""Content is changed by two people, never by one; what is wrong is named by field; a pack comes in as drafts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml

from jikim.areas.manuals.actions.content import (
    Faulty,
    approve,
    bring_pack,
    drop,
    propose,
    save_draft,
    send_back,
)
from jikim.areas.manuals.actions.telling import tell_holders
from jikim.areas.manuals.queries.content import (
    entry_lines,
    entry_of,
    entry_page,
    overtaken,
    waiting_for_approval,
)
from jikim.areas.manuals.queries.preview import preview
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.packs import PackError
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.library import overlay
from jikim.shared.library.holders import note_holding
from jikim.shared.library.models import ContentChange
from jikim.shared.library.overlay import current, documents, export_pack
from jikim.shared.mail.models import MailMessage
from jikim.shared.ui.tables import Asked
from tests.areas.manuals.made import EDITOR, OFFICE, SECOND, a_workplace, changed, manager_of
from tests.areas.visits.made import appointment

pytestmark = pytest.mark.django_db
PACK, KEY = "measures-discretion", "stop-and-hand-over"


def body(**said: Any) -> dict[str, Any]:
    return {**entry_of(PACK, KEY), "title": {"ko": "새 제목", "en": "New title"}, **said}


def drafted(by: Actor = EDITOR, base: int = 0, **said: Any) -> ContentChange:
    return save_draft(pack_id=PACK, key=KEY, body=body(**said), note="", base=base, by=by)


def test_one_drafts_another_approves_and_it_holds() -> None:
    change = drafted()
    propose(change_id=change.pk, by=EDITOR)
    assert current().measures[KEY].title.en != "New title"
    approve(change_id=change.pk, by=SECOND)
    assert (current().measures[KEY].title.en, current().measures[KEY].origin.version) == ("New title", 2)


@pytest.mark.parametrize("proposer, approver", [(EDITOR, EDITOR), (SECOND, EDITOR), (SECOND, SECOND)])
def test_neither_the_editor_nor_whoever_put_it_forward_approves(proposer: Actor, approver: Actor) -> None:
    change = drafted()
    propose(change_id=change.pk, by=proposer)
    with pytest.raises(Refused):
        approve(change_id=change.pk, by=approver)
    assert current().measures[KEY].title.en != "New title"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.EDITOR, Role.CONSOLE}))
def test_no_other_seat_changes_content(role: Role) -> None:
    other = Actor("person:77", "다른 이", (Grant(role, frozenset({"person:77", "seoul", "1"})),))
    with pytest.raises(Refused):
        drafted(by=other)
    change = drafted()
    propose(change_id=change.pk, by=EDITOR)
    with pytest.raises(Refused):
        approve(change_id=change.pk, by=other)


def test_what_is_wrong_is_named_by_its_field() -> None:
    with pytest.raises(Faulty) as wrong:
        drafted(level="wonderful", factors=[])
    assert {name for name, _ in wrong.value.faults} == {"level", "factors"}
    assert not ContentChange.objects.exists()


def test_two_at_one_draft_do_not_overwrite_each_other() -> None:
    change = drafted()
    drafted(by=SECOND, base=change.version)
    with pytest.raises(Conflict):
        drafted(base=change.version)


def test_what_waits_for_approval_is_not_changed_but_sent_back() -> None:
    change = drafted()
    propose(change_id=change.pk, by=EDITOR)
    with pytest.raises(Conflict):
        drafted(base=change.version)
    send_back(change_id=change.pk, reason=Text("영어를 고쳐 주십시오.", ""), by=SECOND)
    change.refresh_from_db()
    assert change.status == "draft"
    drafted(base=change.version)


def test_a_draft_that_changes_nothing_is_not_put_forward() -> None:
    change = save_draft(pack_id=PACK, key=KEY, body=entry_of(PACK, KEY), note="", base=0, by=EDITOR)
    with pytest.raises(Conflict):
        propose(change_id=change.pk, by=EDITOR)
    drop(change_id=change.pk, by=EDITOR)
    assert drafted().number == 2, "a dropped draft gives its number back"


def test_the_next_version_supersedes_and_the_history_tells_both() -> None:
    for number, title in enumerate(("Second", "Third"), start=2):
        change = drafted(title={"ko": title, "en": title})
        propose(change_id=change.pk, by=EDITOR)
        assert approve(change_id=change.pk, by=SECOND).number == number
    page = entry_page(pack_id=PACK, key=KEY, by=EDITOR)
    assert [(one.number, one.status) for one in page.history] == [(3, "approved"), (2, "superseded")]
    assert any(("Third", "ins") in one.pieces for one in page.history[0].differences)


def test_who_still_has_the_old_and_who_is_told_once() -> None:
    from jikim.areas.manuals.actions.editions import number_own
    from jikim.areas.manuals.actions.handing_out import hand_out
    from jikim.rules.manuals import Kind

    place = a_workplace("W0001")
    by = manager_of(place)
    hand_out(numbered=number_own(workplace_id=place, kind=Kind.PRACTICE, by=by), language="ko", way="download", by=by)
    assert tell_holders() == 0
    changed(PACK, KEY)
    assert [one.version for one in entry_page(pack_id=PACK, key=KEY, by=EDITOR).holders] == [1]
    assert (tell_holders(), tell_holders()) == (1, 0)
    told = MailMessage.objects.get(kind="manual_update")
    assert told.is_optional
    assert "시험으로 고침" in told.body
    changed(PACK, "small-settlements")
    assert tell_holders() == 1, "another change is told as well"


def test_a_pack_comes_in_as_drafts_of_what_differs() -> None:
    text = export_pack(PACK).decode()
    title = entry_of(PACK, KEY)["title"]["en"]
    done = bring_pack(content=text.replace(title, "Brought in").encode(), name="pack.yaml", by=EDITOR)
    assert (done.drafted, done.passed_over, done.same) == (1, (), len(dict(_entries())) - 1)
    assert ContentChange.objects.get().status == "draft"
    assert current().measures[KEY].title.en != "Brought in"
    again = bring_pack(content=text.replace(title, "Brought again").encode(), name="pack.yaml", by=EDITOR)
    assert (again.drafted, again.passed_over) == (0, (KEY,))


def test_a_broken_pack_names_row_and_field_and_changes_nothing() -> None:
    broken = export_pack(PACK).decode().replace("level: change", "level: wonderful", 1)
    with pytest.raises(PackError) as wrong:
        bring_pack(content=broken.encode(), name="pack.yaml", by=EDITOR)
    assert any(one.path.startswith("measures[") and one.path.endswith("level") for one in wrong.value.faults)
    assert not ContentChange.objects.exists()


def test_the_list_is_searched_and_narrowed() -> None:
    drafted()
    found, total = entry_lines(asked=Asked(search="stop-and-hand", filters={"kind": "measures"}, sort="key"), by=EDITOR)
    assert (total, found[0].open_status) == (1, "draft")
    assert entry_lines(asked=Asked(filters={"open": "proposed"}, sort="key"), by=EDITOR)[1] == 0


@pytest.mark.parametrize("pack_id, key, shown", [
    (PACK, KEY, True), ("practice", "start-here", True), ("hotel", "half-dressed-guest", True), ("employer-kit", "officer-notice", True),
    ("managers", "", False),
])  # fmt: skip
def test_an_entry_is_seen_as_it_will_look(pack_id: str, key: str, shown: bool) -> None:
    assert (preview(pack_id, key, entry_of(pack_id, key), "ko") is not None) == shown


def test_the_home_page_counts_only_what_one_may_approve() -> None:
    change = drafted()
    propose(change_id=change.pk, by=EDITOR)
    assert (waiting_for_approval(EDITOR), waiting_for_approval(SECOND), waiting_for_approval(OFFICE)) == (0, 1, 1)


def _entries():  # type: ignore[no-untyped-def]
    from jikim.rules.library.amend import entries_of

    return entries_of(documents()[PACK])


def test_whoever_holds_an_old_version_is_called_by_name_and_so_is_the_document() -> None:
    visit = appointment(1)
    place, agency = visit.workplace_id, visit.consultant.agency.organisation
    measure = {("measure", KEY): 1}
    for document, kind, key, entries, edition in (
        ("improvement-plan", "workplace", place, measure, ""), ("manual:practice", "workplace", place, measure, "practice/hotel"),
        ("course:managers", "workplace", place, measure, "managers"), ("kit:employer-kit", "agency", agency.pk, {("piece", "officer-notice"): 1}, "officer-notice"),
    ):  # fmt: skip
        note_holding(document=document, holder_kind=kind, holder_key=str(key), entries=entries, on=dt.date(2017, 6, 1), edition=edition)
    changed(PACK, KEY)
    changed("employer-kit", "officer-notice")
    held = {one.document.ko: one.name for one in entry_page(pack_id=PACK, key=KEY, by=EDITOR).holders}
    assert set(held) == {"개선계획", "사업주용 실무 안내서", "사람을 지키는 관리자"}
    assert set(held.values()) == {f"{visit.workplace.number} {visit.workplace.name}"}
    [piece] = entry_page(pack_id="employer-kit", key="officer-notice", by=EDITOR).holders
    assert (piece.name, piece.document.ko) == (agency.name, "시험으로 고침")


@pytest.fixture
def packs_home(monkeypatch, tmp_path):
    """A folder of packs of its own; what was read before, and what is read here, is forgotten."""
    monkeypatch.setenv("JIKIM_HOME", str(tmp_path))
    for kept in (overlay._documents, overlay._library):
        kept.cache_clear()
    yield tmp_path / "packs"
    for kept in (overlay._documents, overlay._library):
        kept.cache_clear()


def test_a_newer_version_that_comes_with_the_program_is_not_hidden_by_an_editors(packs_home) -> None:
    changed(PACK, KEY)
    assert entry_page(pack_id=PACK, key=KEY, by=EDITOR).shipped is None
    assert overtaken(by=EDITOR) == []
    came = dict(overlay.shipped_documents()[PACK])
    entry = {**entry_of(PACK, KEY), "title": {"ko": "함께 온 제목", "en": "Came with the program"}, "version": 2}
    came |= {"version": "9.0.0", "measures": [entry if one["key"] == KEY else one for one in came["measures"]]}
    packs_home.mkdir()
    (packs_home / f"{PACK}-9.0.0.yaml").write_text(yaml.safe_dump(came, allow_unicode=True), "utf-8")
    for kept in (overlay._documents, overlay._library):
        kept.cache_clear()
    page = entry_page(pack_id=PACK, key=KEY, by=EDITOR)
    assert page.line.title.ko == "시험으로 고침", "what two people agreed on holds"
    assert page.shipped is not None
    assert page.shipped.version == 2
    assert "함께 온 제목" in str(page.shipped.differences)
    assert [one.key for one in overtaken(by=EDITOR)] == [KEY]
    draft = drafted(title={"ko": "둘을 견준 제목", "en": "Compared"})
    assert draft.number == 3, "one number never names two texts"
