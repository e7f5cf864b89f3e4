"""What is over is destroyed, key first, and nothing else is; a backup brings nothing back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore
from jikim.vault.by_code import CodeSheet, Held
from jikim.vault.keys import make_keys
from jikim.vault.models import AnswerSet, Pending, ResultLock, RoundBook, Tally
from jikim.vault.purge import RoundHolds, destroy_rounds, holdings

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
PACKS = [find_pack("kels-24")]


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "store.sqlite3"))
    make_keys()


def names(number: int) -> tuple[bytes, ...]:
    return by_code.lookup_names("7", f"C{number}")


def finish(round_key: str, number: int) -> None:
    by_code.finish_sheet(round_key, names(number), CodeSheet((2,) * 24), on=DAY, packs=PACKS, keep_sex=True)


def test_everything_of_these_rounds_goes_and_nothing_else() -> None:
    for number in range(4):
        finish("1", number), finish("2", number)
    by_code.move_spool(["1", "2"])
    by_code.save_sheet("1", names(9), CodeSheet((1,) * 24), on=DAY)
    finish("3", 0)
    by_code.set_secret(names(0), "482915"), by_code.set_secret(names(1), "482915")
    assert holdings(["1", "2", "3", "4"]) == {"1": RoundHolds(4, 1), "2": RoundHolds(4, 0), "3": RoundHolds(0, 1)}
    copies = {model: list(model.objects.values()) for model in (AnswerSet, Pending, RoundBook)}

    assert destroy_rounds(["1", "2"]) == 10  # nine rows and the secret of a card that has nothing left
    assert holdings(["1", "2"]) == {}
    assert by_code.held("3", names(0)) is Held.FINISHED
    assert by_code.has_secret(names(0))
    assert ResultLock.objects.count() == 1
    assert not Tally.objects.exists()
    assert keystore.count() == 2  # what is left of round 3 and one secret
    for model, rows in copies.items():
        model.objects.all().delete()
        model.objects.bulk_create([model(**row) for row in rows])
    assert [by_code.held("1", names(n)) for n in (0, 9)] == [Held.NOTHING, Held.NOTHING]
    assert by_code.own_sheet("2", names(1)) is None
    assert destroy_rounds(["1", "2"]) == 0
    assert AnswerSet.objects.count() == 0


def test_cut_short_before_the_secrets_it_forgets_them_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from jikim.vault import purge

    finish("1", 0)
    by_code.set_secret(names(0), "482915")
    with monkeypatch.context() as cut:
        cut.setattr(purge, "_forget_secrets", lambda cards: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            destroy_rounds(["1"])
    destroy_rounds(["1"])
    assert not ResultLock.objects.exists()
    assert keystore.count() == 0
    assert holdings(["1"]) == {}
