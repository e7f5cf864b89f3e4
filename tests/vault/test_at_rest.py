"""What a thief of the databases has: no word, no time, no order, and nothing at all once a key is destroyed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connections, models

from jikim.areas.surveys.models import Round
from jikim.shared.packs import find_pack
from jikim.vault import keystore
from jikim.vault.aggregate import season_statistics
from jikim.vault.keys import NoVaultKey, key_file, make_keys, vault_keys
from jikim.vault.models import AnswerSet, Pending, RoundBook
from jikim.vault.store import read_records, rewrite
from tests.areas.surveys.making import imported, rows, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FORBIDDEN = (models.DateField, models.TimeField, models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def leaks(model: type[models.Model]) -> list[str]:
    """Columns that could say who or when: words, dates, addresses, counting keys, or a tie to another table."""
    found = []
    for field in model._meta.get_fields():
        if isinstance(field, FORBIDDEN) or field.is_relation or isinstance(field, models.AutoField | models.BigAutoField):
            found.append(field.name)
    return found


def test_the_vaults_tables_hold_no_word_and_no_time() -> None:
    """But for one: how many finished in a week. Nothing else anywhere is finer."""
    found = {model.__name__: leaks(model) for model in apps.get_app_config("vault").get_models() if leaks(model)}
    assert found == {"Tally": ["week"]}
    assert [f.name for f in AnswerSet._meta.get_fields()] == ["id", "round_tag", "lookup", "generation", "sealed"]
    assert [f.name for f in Pending._meta.get_fields()] == ["id", "round_tag", "lookup", "generation", "sealed"]


def test_the_leak_test_sees_a_planted_name_and_a_planted_time() -> None:
    class Planted(models.Model):
        name = models.CharField(max_length=20)
        answered_at = models.DateTimeField()
        sealed = models.BinaryField()

        class Meta:
            app_label = "planted"
            managed = False

    assert set(leaks(Planted)) == {"id", "name", "answered_at"}


def test_no_word_of_an_answer_lies_readable_in_either_database() -> None:
    workplace("W0001")
    lines = [[*line[:1], "은하수창구", line[2], "30s", "1-3", "별무리상담원", *line[6:]] for line in rows("W0001", (12,))]
    imported(lines)
    words = [text.encode(encoding) for text in ("은하수창구", "별무리상담원") for encoding in ("utf-8", "utf-16-le", "cp949")]
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            content = everything(cursor, connections[alias])
        assert not [word for word in words if word in content], alias
    assert b"W0001" not in everything(connections["vault"].cursor(), connections["vault"])


def everything(cursor: object, connection: object) -> bytes:
    """Every value of every table, as bytes; escaped as JSON too, as a fact might have been kept."""
    out = []
    for table in connection.introspection.table_names(cursor):  # type: ignore[attr-defined]
        cursor.execute(f'SELECT * FROM "{table}"')  # type: ignore[attr-defined]
        for row in cursor.fetchall():  # type: ignore[attr-defined]
            out += [v if isinstance(v, bytes) else bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row]
    return b"\n".join(out)


def test_order_says_nothing() -> None:
    """Rows lie in the order of random keys, and that order has nothing to do with the file's."""
    workplace("W0001", 400)
    lines = rows("W0001", (300,))
    for place, line in enumerate(lines):
        line[6:] = [1 + (place * 4 // 300)] * 24
    imported(lines)
    one = str(Round.objects.get().pk)
    found = [record[9] for record in read_records([one]).records]
    assert sorted(found) == sorted(2 + (i * 4 // 300) for i in range(300))
    ranks = np.corrcoef(np.arange(300), found)[0, 1]
    assert abs(ranks) < 0.35
    ids = list(AnswerSet.objects.order_by("id").values_list("id", flat=True))
    assert min(np.diff(ids)) > 1
    assert max(ids) > 2**61


def test_every_row_is_of_one_size() -> None:
    workplace("W0001")
    imported([["W0001", "U1", "", "", "", "", *[1] * 23, ""], ["W0001", "긴 이름의 부서 하나", "F", "50+", "10+", "상담", *[4] * 24]])
    assert len({len(bytes(row.sealed)) for row in AnswerSet.objects.all()}) == 1


def test_a_destroyed_key_closes_its_answers_for_good() -> None:
    workplace("W0001")
    imported(rows("W0001", (12,)))
    one = str(Round.objects.get().pk)
    kept = list(AnswerSet.objects.values())  # what a backup of the database would bring back
    gone = [row["id"] for row in kept[:3]]
    assert keystore.destroy(gone) == 3
    AnswerSet.objects.filter(id__in=gone).delete()
    AnswerSet.objects.bulk_create([AnswerSet(**row) for row in kept[:3]])
    assert AnswerSet.objects.count() == 12
    assert len(read_records([one]).records) == 9
    instrument = find_pack("kels-24").instrument
    assert season_statistics({one: 40}, instrument).rounds[one].whole.answered == 9


def test_a_row_moved_or_altered_is_noticed() -> None:
    workplace("W0001")
    imported(rows("W0001", (12,)))
    one = str(Round.objects.get().pk)
    first, second = AnswerSet.objects.order_by("id")[:2]
    AnswerSet.objects.filter(pk=first.pk).update(sealed=second.sealed)
    with pytest.raises(InvalidTag):
        read_records([one])


def test_without_the_key_file_nothing_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    monkeypatch.setenv("VAULT_KEY_FILE", str(tmp_path / "elsewhere.key"))
    with pytest.raises(NoVaultKey, match="vault's key file"):
        read_records(["1"])
    with pytest.raises(NoVaultKey):
        imported(rows("W0001", (6,)))


def test_another_key_opens_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    tag = bytes(AnswerSet.objects.first().round_tag)  # type: ignore[union-attr]
    monkeypatch.setenv("VAULT_KEY_FILE", str(tmp_path / "other.key"))
    make_keys()
    one = str(Round.objects.get().pk)
    assert vault_keys().round_tag(one) != tag
    assert read_records([one]).records == []


def test_a_new_key_in_front_still_opens_the_old_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a key store of its own: what lies under the new key would stay behind, unreadable to later tests."""
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "answer-keys.sqlite3"))
    make_keys()
    workplace("W0001")
    imported(rows("W0001", (6,)))
    one = str(Round.objects.get().pk)
    path = key_file()
    old = path.read_text()
    try:
        path.write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n" + old)
        assert len(read_records([one]).records) == 6
        workplace("W0002")
        imported(rows("W0002", (5,)))
        assert len(read_records([str(pk) for pk in Round.objects.values_list("pk", flat=True)]).records) == 11
    finally:
        path.write_text(old)


def test_key_files_are_the_owners_alone() -> None:
    assert key_file().stat().st_mode & 0o077 == 0
    assert keystore.store_file().stat().st_mode & 0o077 == 0


def test_nothing_in_the_main_database_points_at_an_answer() -> None:
    workplace("W0001")
    imported(rows("W0001", (12,)))
    ids = {str(pk).encode() for pk in AnswerSet.objects.values_list("pk", flat=True)}
    with connections["default"].cursor() as cursor:
        main = everything(cursor, connections["default"])
    assert not [pk for pk in ids if pk in main]
    assert bytes(RoundBook.objects.get().round_tag).hex().encode() not in main


def test_times_of_rounds_are_days_only() -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    one = Round.objects.get()
    assert isinstance(one.opened_on, dt.date)
    assert not isinstance(one.opened_on, dt.datetime)


@pytest.mark.sqlite_only
def test_the_row_id_on_disk_is_the_random_key_itself() -> None:
    """With a `bigint` key SQLite counts a hidden row id up: the file would tell which answer came last."""
    workplace("W0001")
    imported(rows("W0001", (12,)))
    with connections["vault"].cursor() as cursor:
        for table in ("vault_answerset", "vault_roundbook"):
            cursor.execute(f"SELECT id, rowid FROM {table}")
            assert [pair for pair in cursor.fetchall() if pair[0] != pair[1]] == [], table


@pytest.mark.sqlite_only
def test_the_migrations_make_the_same_columns() -> None:
    first = import_module("jikim.vault.migrations.0001_initial").Migration("0001_initial", "vault")
    fields = [field for made in first.operations for name, field in made.fields if name == "id"]
    assert [field.db_type(connections["vault"]) for field in fields] == ["integer"] * 6


def test_books_lie_in_no_order_and_their_size_tells_no_names() -> None:
    numbers = [f"W{i:04d}" for i in range(1, 13)]
    lines = []
    for i, number in enumerate(numbers):
        workplace(number)
        lines += [[number, f"부서 {'가' * i}", *line[2:]] for line in rows(number, (5,))]
    imported(lines)
    keys = vault_keys()
    place = {keys.round_tag(str(pk)): i for i, pk in enumerate(Round.objects.order_by("pk").values_list("pk", flat=True))}
    books = list(RoundBook.objects.order_by("id"))
    assert [place[bytes(book.round_tag)] for book in books] != list(range(12))
    assert len({len(bytes(book.sealed)) for book in books}) == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_rewritten_pages_lie_in_the_order_of_the_random_keys_and_the_log_is_empty() -> None:
    """Two batches one after the other: afterwards the file does not show which rows came first."""
    workplace("W0001", 400), workplace("W0002", 400)
    imported(rows("W0001", (150,)))
    first = set(AnswerSet.objects.values_list("pk", flat=True))
    imported(rows("W0002", (150,), seed=2))
    assert rewrite()
    path = Path(str(connections["vault"].settings_dict["NAME"]))
    assert not path.with_name(path.name + "-wal").exists() or path.with_name(path.name + "-wal").stat().st_size == 0
    content = path.read_bytes()
    where = {row.pk: content.find(bytes(row.sealed)) for row in AnswerSet.objects.order_by("id")}
    assert -1 not in where.values()
    pages = [place // 4096 for place in where.values()]
    assert pages == sorted(pages), "pages do not follow the random keys"
    later = [place for pk, place in where.items() if pk not in first]
    earlier = [place for pk, place in where.items() if pk in first]
    assert abs(np.mean(later) - np.mean(earlier)) < 0.35 * (max(where.values()) - min(where.values()))


@pytest.mark.sqlite_only
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_a_reader_in_between_does_not_break_the_import() -> None:
    workplace("W0001")
    path = str(connections["vault"].settings_dict["NAME"])
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vault_answerset").fetchone()
        with connections["vault"].cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        assert imported(rows("W0001", (6,))).imported == 6
        assert not rewrite()
    assert rewrite()
