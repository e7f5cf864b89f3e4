"""Backup and restore: everything comes back, a cut or changed file never does, nothing is written over."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import random
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend
from django.utils import timezone

from jikim.config.backup.archive import DamagedBackup, check, members
from jikim.config.backup.restore import NotRestored, Restored, make_tables, restore_backup
from jikim.config.backup.snapshot import Column, Table, engine_value, frozen, rows, tables
from jikim.config.backup.write import Backup, write_backup
from jikim.config.home import Home, here
from jikim.config.schema import pending
from jikim.rules.access import Action, Actor, Where
from jikim.shared import audit
from jikim.shared.audit.heads import heads_file
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.verify import verify
from jikim.shared.files import keep
from jikim.shared.mail import send

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


@pytest.fixture(autouse=True)
def some_data() -> Iterator[None]:
    heads_file().unlink(missing_ok=True)
    for number in range(30):
        audit.record(Actor("person:7", "김하늘"), "thing.changed", "thing", number, share=number / 3, text="가\n나\u2028")
    send("hong@example.com", "제목", "본문", kind="decision", language="ko")
    keep(b"%PDF-1", name="가.pdf", media_type="application/pdf", thing_kind="t", thing_key=1, action=Action.letter_see,
         where=Where(region="11"))  # fmt: skip
    yield
    heads_file().unlink(missing_ok=True)


@pytest.fixture
def backup(tmp_path: Path) -> Backup:
    return write_backup(tmp_path / "b.tar.gz")


@contextmanager
def databases_in(home: Home, vendor: str) -> Iterator[None]:
    """Empty databases of one engine in the place of this test's own, as another process would find them."""
    kept = {alias: connections[alias] for alias in ("default", "vault")}
    for alias, path in (("default", home.database), ("vault", home.vault_database)):
        if vendor == "sqlite":
            config = {**kept[alias].settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path),
                      "OPTIONS": {"transaction_mode": "IMMEDIATE"}}  # fmt: skip
        else:
            name = f"restored_{alias}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
            with kept[alias]._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
                cursor.execute(f"CREATE DATABASE {name}")
            config = {**kept[alias].settings_dict, "NAME": name}
        connections[alias] = load_backend(config["ENGINE"]).DatabaseWrapper(config, alias)
    try:
        yield
    finally:
        for alias, connection in kept.items():
            connections[alias].close()
            connections[alias] = connection


@pytest.fixture
def elsewhere(tmp_path: Path, settings: LazySettings) -> Iterator[Home]:
    """Another data folder with databases of its own, on the same engine."""
    home = Home(tmp_path / "other")
    settings.HOME = home
    with databases_in(home, connections["default"].vendor):
        yield home


def no_tables() -> bool:
    return all(
        (connections[alias].vendor == "sqlite" and not Path(connections[alias].settings_dict["NAME"]).exists())
        or not connections[alias].introspection.table_names()
        for alias in ("default", "vault")
    )


def test_a_backup_holds_every_row_and_no_key(backup: Backup) -> None:
    assert backup.counts["default"]["jikim_auditrow"] == 30
    names = [name for name, source in members(backup.place) if source.read() is not None]
    assert names[0] == "header.json"
    assert names[-1] == "manifest.json"
    assert not [name for name in names if name.startswith("keys/") or "jikim_cache" in name]
    assert backup.place.stat().st_mode & 0o077 == 0
    secret = here().secret_key_file.read_text().strip().encode()
    assert secret not in gzip.decompress(backup.place.read_bytes())


def test_the_keys_come_only_when_asked(tmp_path: Path) -> None:
    made = write_backup(tmp_path / "k.tar.gz", with_keys=True)
    names = {name for name, source in members(made.place) if source.read() is not None}
    assert "keys/secret.key" in names
    assert not [name for name in names if "sqlite3" in name], "the key store is never inside"


def test_everything_comes_back(backup: Backup, elsewhere: Home) -> None:
    before = backup.counts
    asked: list[str] = []
    with connections["default"].execute_wrapper(lambda execute, sql, *rest: asked.append(sql) or execute(sql, *rest)):  # type: ignore[func-returns-value]
        restored = restore_backup(backup.place, elsewhere)
    looks = [sql for sql in asked if "table_info" in sql or "information_schema.columns" in sql]
    assert len(looks) <= 3 * len(before["default"]), "what columns there are is asked once, not for every table anew"
    assert restored.counts == before
    assert restored.files == backup.files
    proof = verify()
    assert (proof.good, proof.sealed, proof.heads_compared) == (True, 30, 1)
    row = AuditRow.objects.get(thing_key="7")
    assert row.facts == {"share": 7 / 3, "text": "가\n나\u2028"}
    assert b"%PDF-1" in {path.read_bytes() for path in elsewhere.files.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_backup_of_an_older_version_gets_the_tables_of_that_version(elsewhere: Home) -> None:
    """One of this version gets its tables from the models; only an older one goes through the history, up to where it was."""
    elsewhere.vault_database.parent.mkdir(parents=True)
    loader = MigrationLoader(None)
    newest = max(key for key in loader.disk_migrations if key[0] == "jikim")
    older = [list(key) for key in loader.disk_migrations if key != newest]
    make_tables({"migrations": {"default": older, "vault": older}})
    assert pending() == [f"{alias}: jikim.{newest[1]}" for alias in ("default", "vault")]


def test_a_tail_cut_after_the_backup_was_written_is_found_after_restoring(backup: Backup, elsewhere: Home) -> None:
    restore_backup(backup.place, elsewhere)
    AuditRow.objects.filter(sequence__gt=28).delete()
    assert [fault.kind for fault in verify().faults] == ["cut"]


def test_rows_written_meanwhile_are_in_the_next_backup_not_half_in_this_one() -> None:
    with frozen("default") as connection:
        (table,) = [table for table in tables(connection) if table.name == "jikim_auditrow"]
        audit.record(Actor.console(), "thing.changed", "thing", "late")
        assert len(list(rows(connection, table))) == 30
    assert AuditRow.objects.count() == 31


@pytest.mark.slow
def test_a_backup_in_use_is_of_one_moment(tmp_path: Path) -> None:
    """Somebody writes pairs of rows all the while: a backup never holds one without the other."""
    begun, stop = threading.Event(), threading.Event()
    problems: list[BaseException] = []

    def write() -> None:
        try:
            number = 0
            while not stop.is_set():
                with transaction.atomic():
                    audit.record(Actor.console(), "thing.pair", "pair", number)
                    send("hong@example.com", "pair", "x", kind="pair", language="ko")
                number += 1
                begun.set()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        begun.wait(30)
        made = [write_backup(tmp_path / f"{number}.tar.gz") for number in range(4)]
    finally:
        stop.set()
        thread.join()
    assert not problems
    for backup in made:
        counts = dict.fromkeys(("jikim_auditrow", "jikim_mailmessage"), 0)
        for name, source in members(backup.place):
            text = source.read()
            table = name.rpartition("/")[2].removesuffix(".jsonl")
            if table in counts:
                counts[table] = text.count(b'"pair"') // (1 if table == "jikim_auditrow" else 2)
        assert counts["jikim_auditrow"] == counts["jikim_mailmessage"] > 0


def test_a_file_cut_anywhere_is_refused(backup: Backup, tmp_path: Path) -> None:
    whole, rng, cut = backup.place.read_bytes(), random.Random(1), tmp_path / "cut.tar.gz"
    for length in [0, 1, len(whole) - 1, *(rng.randrange(len(whole)) for _ in range(40))]:
        cut.write_bytes(whole[:length])
        with pytest.raises(DamagedBackup):
            check(cut)


def test_a_file_changed_anywhere_is_refused(backup: Backup, tmp_path: Path) -> None:
    """Changed inside and packed again, so that gzip's own sum does not notice."""
    plain, rng, changed = gzip.decompress(backup.place.read_bytes()), random.Random(2), tmp_path / "changed.tar.gz"
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        infos = [info for info in tar if info.size]
    for _ in range(40):
        info = rng.choice(infos)
        other = bytearray(plain)
        other[info.offset_data + rng.randrange(info.size)] ^= 1 << rng.randrange(8)
        changed.write_bytes(gzip.compress(bytes(other), 1))
        with pytest.raises(DamagedBackup):
            check(changed)


def test_from_one_engine_to_the_other_and_back(backup: Backup, tmp_path: Path, settings: LazySettings) -> None:
    """How a trial on SQLite becomes a ministry's PostgreSQL. Runs where a PostgreSQL is."""
    if connections["default"].vendor != "postgresql":
        pytest.skip("runs in the PostgreSQL part")
    settings.HOME = small = Home(tmp_path / "small")
    with databases_in(small, "sqlite"):
        assert restore_backup(backup.place, small).counts == backup.counts
        assert verify().good
        back = write_backup(tmp_path / "back.tar.gz")
    settings.HOME = large = Home(tmp_path / "large")
    with databases_in(large, "postgresql"):
        assert restore_backup(back.place, large).counts == back.counts
        proof = verify()
        assert (proof.good, proof.sealed) == (True, 30)
        audit.record(Actor.console(), "thing.changed", "thing", "new")
        assert AuditRow.objects.filter(sequence=None).count() == 1, "new rows get new keys"


def test_a_cut_file_restores_nothing(backup: Backup, elsewhere: Home) -> None:
    backup.place.write_bytes(backup.place.read_bytes()[:-40])
    with pytest.raises(NotRestored) as refused:
        restore_backup(backup.place, elsewhere)
    assert "온전하지" in refused.value.reason.ko
    assert no_tables()
    assert not elsewhere.files.exists()


def test_nothing_is_written_over(backup: Backup) -> None:
    with pytest.raises(NotRestored) as refused:
        restore_backup(backup.place, here())
    assert "already holds data" in refused.value.reason.en
    assert AuditRow.objects.count() == 30


def test_the_key_store_goes_beside_as_one_current_copy(tmp_path: Path, settings: LazySettings) -> None:
    store = here().keystore
    store.unlink(missing_ok=True)

    def holding(key: int) -> None:
        with closing(sqlite3.connect(store)) as keys, keys:
            keys.execute("CREATE TABLE IF NOT EXISTS data_key (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)")
            keys.execute("DELETE FROM data_key")
            keys.execute("INSERT INTO data_key VALUES (?, x'00')", [key])

    holding(1)
    write_backup(tmp_path / "first.tar.gz")
    holding(2)
    write_backup(tmp_path / "second.tar.gz")
    assert sorted(path.name for path in tmp_path.glob("*sqlite3*")) == ["keystore-current.sqlite3"]
    settings.HOME = home = Home(tmp_path / "other")
    with databases_in(home, connections["default"].vendor):
        restore_backup(tmp_path / "first.tar.gz", home)
    with closing(sqlite3.connect(home.keystore)) as keys:
        assert keys.execute("SELECT id FROM data_key").fetchall() == [(2,)], "a destroyed key does not come back"
    store.unlink()


def test_a_restore_that_fails_halfway_leaves_the_place_empty(
    backup: Backup, elsewhere: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(done: Restored, wanted: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("jikim.config.backup.restore._compare", fall)
    with pytest.raises(OSError, match="disk full"):
        restore_backup(backup.place, elsewhere)
    assert no_tables() or connections["default"].vendor == "postgresql"
    assert not elsewhere.files.exists()


def test_a_backup_that_cannot_be_finished_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jikim.config.backup.write._write_files", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "b.tar.gz")
    assert list(tmp_path.iterdir()) == []


def test_values_are_spelled_alike_for_both_engines() -> None:
    instant = timezone.make_aware(dt.datetime(2017, 4, 3, 9, 0, 0, 123456))
    spelled = "2017-04-03T00:00:00.123456+00:00"
    assert engine_value(spelled, "instant", "sqlite") == "2017-04-03 00:00:00.123456"
    assert engine_value(spelled, "instant", "postgresql") == instant
    assert engine_value(True, "truth", "sqlite") == 1
    assert engine_value("AAEC", "bytes", "sqlite") == b"\x00\x01\x02"
    assert engine_value(None, "bytes", "sqlite") is None
    assert Table("t", (Column("a", "plain"),), ()).columns[0].name == "a"
