"""A backup taken while sheets come in and move: whatever is in it opens with the key store beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections

from jikim.config.backup import write
from jikim.config.backup.restore import restore_backup
from jikim.config.backup.write import write_backup
from jikim.config.home import Home, here
from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore
from jikim.vault.by_code import CodeSheet, Held
from jikim.vault.keys import NoVaultKey, make_keys
from tests.config.test_backup import databases_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def names(number: int) -> tuple[bytes, ...]:
    return by_code.lookup_names("bk", f"C{number}")


def finish(number: int) -> None:
    by_code.finish_sheet("1", names(number), CodeSheet((2,) * 24), on=DAY, packs=[find_pack("kels-24")], keep_sex=True)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Home:
    return Home(tmp_path / "other")


def entered(home: Home, settings: LazySettings) -> Iterator[None]:
    settings.HOME = home
    with databases_in(home, connections["default"].vendor):
        yield


def test_spool_and_kept_answers_come_back_with_their_keys(tmp_path: Path, settings: LazySettings, elsewhere: Home) -> None:
    for number in range(10):
        finish(number)
    by_code.move_spool()
    finish(10)
    by_code.save_sheet("1", names(11), CodeSheet((3,) * 24, page=2), on=DAY)
    by_code.set_secret(names(10), "482915")
    made = write_backup(tmp_path / "b.tar.gz", with_keys=True)
    by_code.withdraw("1", names(0), on=DAY)
    for _ in entered(elsewhere, settings):
        restore_backup(made.place, elsewhere)
        assert {path.name for path in elsewhere.keys.iterdir()} >= set(here().key_files)
        assert [by_code.held("1", names(n)) for n in (0, 9, 10, 11)] == [Held.FINISHED, Held.FINISHED, Held.FINISHED, Held.BEGUN]
        assert by_code.open_sheet("1", names(11)) == CodeSheet((3,) * 24, page=2)
        assert by_code.try_secret(names(10), "482915")[0] is by_code.Opened.OPEN
        assert by_code.move_spool(["1"]) == 1


def test_a_move_in_the_middle_of_a_backup_loses_nothing(
    tmp_path: Path, settings: LazySettings, elsewhere: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are read first and the keys last: what moves in between must still have its old key in the copy."""
    for number in range(10):
        finish(number)
    real = write.copy_beside

    def late(place: Path, home: Home) -> Path | None:
        assert by_code.move_spool() == 10
        return real(place, home)

    monkeypatch.setattr(write, "copy_beside", late)
    keys = keystore.count()
    made = write_backup(tmp_path / "b.tar.gz", with_keys=True)
    monkeypatch.undo()
    by_code.move_spool()
    assert keystore.in_motion() == []
    assert keystore.count() - keys in (0, 1)  # the round's book, if the test is alone
    for _ in entered(elsewhere, settings):
        restore_backup(made.place, elsewhere)
        assert [by_code.held("1", names(n)) for n in range(10)] == [Held.FINISHED] * 10
        assert by_code.move_spool(["1"]) == 10
        assert [by_code.held("1", names(n)) for n in range(10)] == [Held.FINISHED] * 10


def test_a_missing_key_store_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "gone.sqlite3"))
    with pytest.raises(NoVaultKey, match="key store is missing"):
        by_code.save_sheet("1", names(1), CodeSheet((2,) * 24), on=DAY)
    assert not (tmp_path / "gone.sqlite3").exists(), "an empty store would look as if every answer had been destroyed"
