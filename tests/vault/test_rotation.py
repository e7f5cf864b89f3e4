"""Keys change while a round is open: no card is lost, no answer is sealed again, the old root opens nothing any more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from jikim.shared import keyfiles
from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore, rotation, rows
from jikim.vault.aggregate import season_statistics
from jikim.vault.by_code import CodeSheet, Held, Opened
from jikim.vault.keys import key_file, make_keys, parse, vault_keys
from jikim.vault.models import AnswerSet, Pending, ResultLock, RoundBook
from jikim.vault.records import Sheets
from jikim.vault.waves import wave_pairs
from jikim.vault.write import add_imported

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
KELS = find_pack("kels-24")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keys of our own: other tests' stay as they are."""
    for variable in ("VAULT_KEY_FILE", "VAULT_KEYSTORE_FILE", "JIKIM_LOOKUP_KEY_FILE"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    make_keys()


def names(number: int) -> tuple[bytes, ...]:
    return by_code.lookup_names("7", f"C{number}")


def sheet(value: int) -> CodeSheet:
    return CodeSheet((value,) * 24, sex="F", unit="u1")


def finish(number: int, value: int = 2, round_key: str = "1") -> None:
    by_code.finish_sheet(round_key, names(number), sheet(value), on=DAY, packs=[KELS], keep_sex=True)


def test_lookup_keys_change_in_an_open_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_ROWS_AT_ONCE", 5)
    for number in range(12):
        finish(number)
    by_code.move_spool()
    finish(12), by_code.save_sheet("1", names(13), sheet(1), on=DAY)
    by_code.set_secret(names(3), "482915")
    old = {number: names(number) for number in range(16)}
    before = {bytes(row.lookup) for model in (AnswerSet, Pending, ResultLock) for row in model.objects.all()}

    assert keyfiles.add_key(keyfiles.LOOKUP) == 2
    # between the new key and the carrying on: cards in use, also with names drawn before
    assert by_code.held("1", names(4)) is Held.FINISHED
    by_code.save_sheet("1", names(13), sheet(2), on=DAY)
    by_code.save_sheet("1", old[13], sheet(3), on=DAY)
    by_code.save_sheet("1", old[14], sheet(4), on=DAY)
    assert by_code.open_sheet("1", names(14)) == sheet(4)

    assert rotation.carry_lookups() == 12 + 2 + 1  # the row written last has its newest name already
    assert rotation.carry_lookups() == 0
    after = {bytes(row.lookup) for model in (AnswerSet, Pending, ResultLock) for row in model.objects.all()}
    assert not before & after
    assert {row.generation for model in (AnswerSet, Pending, ResultLock) for row in model.objects.all()} == {2}
    assert [by_code.held("1", names(n)) for n in (4, 12, 13, 15)] == [Held.FINISHED, Held.FINISHED, Held.BEGUN, Held.NOTHING]
    assert by_code.open_sheet("1", old[13]) == sheet(3)
    assert by_code.try_secret(names(3), "482915")[0] is Opened.OPEN
    finish(13, 4), finish(4, 1)
    assert by_code.own_sheet("1", names(4)).answers[0] == 2  # type: ignore[union-attr]
    by_code.move_spool(["1"])
    assert AnswerSet.objects.count() == 14
    assert by_code.withdraw("1", old[3], on=DAY)
    assert not by_code.has_secret(names(3))


def test_rounds_link_across_generations() -> None:
    for number in range(6):
        finish(number)
    by_code.move_spool(["1"])
    keyfiles.add_key(keyfiles.LOOKUP)
    for number in range(3, 9):
        finish(number, 3, round_key="2")
    by_code.move_spool(["2"])
    assert wave_pairs([("1", "2")], KELS.instrument)["1", "2"].linked == 3
    rotation.carry_lookups()
    assert wave_pairs([("1", "2")], KELS.instrument)["1", "2"].linked == 3


def test_a_card_tapped_twice_while_the_key_was_added_stays_one() -> None:
    old = names(1)
    by_code.save_sheet("1", old, sheet(1), on=DAY)
    first = Pending.objects.get()
    keyfiles.add_key(keyfiles.LOOKUP)
    Pending.objects.filter(pk=first.pk).update(lookup=bytes(32))  # out of sight of the second tap
    by_code.save_sheet("1", names(1), sheet(2), on=DAY)
    Pending.objects.filter(pk=first.pk).update(lookup=first.lookup)
    rotation.carry_lookups()
    assert Pending.objects.count() == 1
    assert by_code.open_sheet("1", names(1)) == sheet(2)


def test_the_root_changes_and_the_old_one_opens_nothing() -> None:
    for number in range(10):
        finish(number)
    by_code.move_spool()
    finish(10)
    none = [""] * 4
    add_imported({"5": Sheets(np.ones((4, 24), np.int8), np.ones(4, np.int8), none, none, none, none)}, instrument="kels-24@1.0.0")
    old, backup, books = key_file().read_text(), list(AnswerSet.objects.values()), list(RoundBook.objects.values())
    tags = (vault_keys().round_tag("1"), vault_keys().file_tag(b"x"), vault_keys().places)

    rotation.add_root()
    finish(11), finish(12)
    assert not rotation.drop_old_roots()
    assert rotation.rewrap_keys() == 0
    assert rotation.drop_old_roots()

    roots, naming = parse(key_file().read_text())
    assert len(roots) == 1
    assert roots[0] not in parse(old)[0]
    assert naming == parse(old)[1]
    assert tags == (vault_keys().round_tag("1"), vault_keys().file_tag(b"x"), vault_keys().places)
    assert not [part for part in key_file().parent.iterdir() if part.name.startswith(".")]
    assert key_file().stat().st_mode & 0o077 == 0
    assert [by_code.held("1", names(n)) for n in (0, 10, 12)] == [Held.FINISHED] * 3
    by_code.move_spool(["1"])
    found = season_statistics({"1": 20, "5": 4}, KELS.instrument).rounds
    assert (found["1"].whole.answered, found["5"].whole.answered) == (13, 4)
    # a backup of the database from before is still readable with the key store of today
    AnswerSet.objects.all().delete()
    RoundBook.objects.all().delete()
    AnswerSet.objects.bulk_create([AnswerSet(**row) for row in backup])
    RoundBook.objects.bulk_create([RoundBook(**row) for row in books])
    assert season_statistics({"5": 4}, KELS.instrument).rounds["5"].whole.answered == 4
    # and whoever holds the old key file opens nothing
    key_file().write_text(old)
    with pytest.raises(LookupError, match="root"):
        season_statistics({"5": 4}, KELS.instrument)


def test_roots_change_again_and_again() -> None:
    finish(1, 4)
    for _ in range(3):
        rotation.add_root()
        assert rotation.rewrap_keys() == 0
        assert rotation.drop_old_roots()
    assert by_code.own_sheet("1", names(1)) == sheet(4)
    rotation.add_root()
    assert by_code.own_sheet("1", names(1)) == sheet(4)
    assert rows.key_of(rows.find(rows.PENDING, names(1), None)) is not None  # type: ignore[arg-type]
    assert keystore.count() >= 1
