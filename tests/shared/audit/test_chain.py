"""The chain: whatever is changed, removed, moved or cut off is found, wherever it happens."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from jikim.rules.access import Actor
from jikim.shared import audit
from jikim.shared.audit.chain import GENESIS, seal_of, spelled
from jikim.shared.audit.heads import heads_file, read_heads, write_head
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.sealer import head, seal_all, seal_batch
from jikim.shared.audit.verify import verify

pytestmark = pytest.mark.django_db

BY = Actor("person:7", "김하늘")


@pytest.fixture(autouse=True)
def no_heads_yet() -> None:
    heads_file().unlink(missing_ok=True)


def written(count: int) -> None:
    for number in range(count):
        audit.record(BY, "thing.changed", "thing", number, reason=f"사유 {number}", place=number, share=number / 7)


def sealed(count: int) -> list[AuditRow]:
    written(count)
    seal_all()
    return list(AuditRow.objects.order_by("sequence"))


def test_the_spelling_is_pinned() -> None:
    """Existing chains depend on these very bytes."""
    spelling = spelled(
        sequence=1, at=dt.datetime(2017, 4, 3, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9))), actor_key="person:1",
        actor_name="김하늘", verb="season.open", thing_kind="season", thing_key="1", facts={"b": 1, "a": [1.5]}, reason="",
    )  # fmt: skip
    assert spelling.decode() == (
        '{"actor_key":"person:1","actor_name":"김하늘","at":"2017-04-03T00:00:00.000000+00:00",'
        '"facts":{"a":[1.5],"b":1},"reason":"","sequence":1,"thing_key":"1","thing_kind":"season","verb":"season.open"}'
    )
    assert seal_of(spelling, GENESIS) == "70947f1f0863f7db4baa049a84098e82ec0847cda29931f5cdb54d04cefd2852"


def test_rows_are_numbered_without_gaps_and_proved() -> None:
    rows = sealed(7)
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    proof = verify()
    assert (proof.good, proof.sealed, proof.unsealed) == (True, 7, 0)
    assert (7, proof.head) == head()


def test_an_action_that_is_rolled_back_leaves_no_row_and_no_gap() -> None:
    written(2)
    with pytest.raises(RuntimeError), transaction.atomic():
        written(1)
        raise RuntimeError
    written(1)
    seal_all()
    assert verify().sealed == 3
    assert verify().good


def test_the_unsealed_tail_is_reported_not_faulted() -> None:
    sealed(3)
    written(2)
    proof = verify()
    assert (proof.good, proof.sealed, proof.unsealed) == (True, 3, 2)


def test_sealing_continues_the_chain_and_an_empty_batch_changes_nothing() -> None:
    sealed(3)
    before = head()
    assert seal_batch() == 0
    assert head() == before
    written(2)
    assert seal_all() == 2
    assert verify().good


def _changed(row: AuditRow, rng: random.Random) -> dict[str, Any]:
    field = rng.choice(["at", "actor_key", "actor_name", "verb", "thing_kind", "thing_key", "facts", "reason", "seal"])
    if field == "at":
        return {"at": row.at + dt.timedelta(microseconds=1)}
    if field == "facts":
        return {"facts": {**row.facts, "place": -1}}
    if field == "seal":
        return {"seal": "0" * 63 + "1"}
    return {field: getattr(row, field) + "x"}


@pytest.mark.parametrize("seed", range(25))
def test_every_single_edit_is_found(seed: int) -> None:
    rng = random.Random(seed)
    rows = sealed(12)
    row = rng.choice(rows)
    AuditRow.objects.filter(pk=row.pk).update(**_changed(row, rng))
    proof = verify()
    assert not proof.good
    assert any(fault.kind == "changed" and fault.sequence in {row.sequence, row.sequence + 1} for fault in proof.faults)


@pytest.mark.parametrize("seed", range(15))
def test_every_deletion_before_the_end_is_found(seed: int) -> None:
    rng = random.Random(seed)
    rows = sealed(12)
    gone = rng.sample(rows[:-1], rng.randint(1, 4))
    AuditRow.objects.filter(pk__in=[row.pk for row in gone]).delete()
    proof = verify()
    assert any(fault.kind == "missing" for fault in proof.faults)


@pytest.mark.parametrize("seed", range(15))
def test_every_exchange_of_two_rows_is_found(seed: int) -> None:
    rng = random.Random(seed)
    first, second = rng.sample(sealed(12), 2)
    with transaction.atomic():
        AuditRow.objects.filter(pk=first.pk).update(sequence=None)
        AuditRow.objects.filter(pk=second.pk).update(sequence=first.sequence)
        AuditRow.objects.filter(pk=first.pk).update(sequence=second.sequence)
    assert not verify().good


@pytest.mark.parametrize("cut", [1, 2, 5, 11, 12])
def test_a_cut_tail_is_found_by_the_heads(cut: int) -> None:
    sealed(12)
    write_head("hourly")
    AuditRow.objects.filter(sequence__gt=12 - cut).delete()
    assert [fault.kind for fault in verify().faults] == ["cut"]


def test_a_tail_cut_and_grown_again_is_found() -> None:
    sealed(6)
    write_head("hourly")
    AuditRow.objects.filter(sequence__gt=4).delete()
    sealed(5)
    assert [fault.kind for fault in verify().faults] == ["cut"]


def test_a_chain_rebuilt_from_the_start_is_found() -> None:
    sealed(6)
    write_head("hourly")
    AuditRow.objects.filter(sequence=2).update(reason="other")
    AuditRow.objects.update(sequence=None, seal="")
    seal_all()
    assert [fault.kind for fault in verify().faults] == ["cut"]


def test_an_older_state_of_the_data_is_found_though_heads_go_on() -> None:
    sealed(6)
    write_head("hourly")
    AuditRow.objects.filter(sequence__gt=3).delete()
    write_head("hourly")
    assert {fault.kind for fault in verify().faults} == {"cut", "heads"}


def test_an_unreadable_line_among_the_heads_is_told() -> None:
    sealed(2)
    write_head("hourly")
    with heads_file().open("a") as file:
        file.write("not a head\n")
    write_head("hourly")
    assert [(fault.kind, fault.sequence) for fault in verify().faults] == [("heads", 2)]


def test_heads_are_appended_and_private() -> None:
    sealed(1)
    first = write_head("hourly")
    sealed(1)
    second = write_head("backup")
    heads, unreadable = read_heads()
    assert (heads, unreadable) == ([first, second], [])
    assert heads_file().stat().st_mode & 0o077 == 0
    assert str(heads_file()).startswith(str(settings.HOME.root))


def test_facts_survive_the_database_as_they_were_spelled() -> None:
    audit.record(BY, "thing.changed", "thing", 1, big=12345678901234567890, small=1e-9, text="각\u2028\U0001f600", none=None, deep={"b": [1, {"a": 2}]})
    seal_all()
    assert verify().good
    row = AuditRow.objects.get()
    assert json.dumps(row.facts)


def test_many_faults_are_counted_not_all_listed() -> None:
    sealed(60)
    AuditRow.objects.update(reason="x")
    proof = verify()
    assert len(proof.faults) == 20
    assert proof.further_faults == 40


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain() -> None:
    import threading

    from django.db import connections

    written(300)
    problems: list[BaseException] = []

    def go() -> None:
        try:
            seal_all()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    proof = verify()
    assert (proof.good, proof.sealed, proof.unsealed) == (True, 300, 0)
    assert connection.vendor in {"sqlite", "postgresql"}


def _forged(rng: random.Random) -> None:
    """One random edit, deletion, exchange or truncation of a chain of twenty rows."""
    rows = list(AuditRow.objects.filter(sequence__isnull=False).order_by("sequence"))
    match rng.choice(["edit", "delete", "exchange", "cut", "cut and grow", "rebuild"]):
        case "edit":
            row = rng.choice(rows)
            AuditRow.objects.filter(pk=row.pk).update(**_changed(row, rng))
        case "delete":
            AuditRow.objects.filter(pk__in=[row.pk for row in rng.sample(rows, rng.randint(1, 5))]).delete()
        case "exchange":
            first, second = rng.sample(rows, 2)
            AuditRow.objects.filter(pk=first.pk).update(sequence=None)
            AuditRow.objects.filter(pk=second.pk).update(sequence=first.sequence)
            AuditRow.objects.filter(pk=first.pk).update(sequence=second.sequence)
        case "cut":
            AuditRow.objects.filter(sequence__gt=rng.randrange(20)).delete()
        case "cut and grow":
            AuditRow.objects.filter(sequence__gt=rng.randrange(20)).delete()
            written(rng.randint(1, 25))
            seal_all()
        case "rebuild":
            AuditRow.objects.filter(sequence=rng.randint(1, 20)).update(reason="forged")
            AuditRow.objects.update(sequence=None, seal="")
            seal_all()


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_ten_thousand_random_forgeries_are_all_found() -> None:
    sealed(20)
    write_head("hourly")
    missed = []
    for seed in range(10_000):
        with transaction.atomic():
            _forged(random.Random(seed))
            if verify().good:
                missed.append(seed)
            transaction.set_rollback(True)
    assert not missed
    assert verify().good, "the chain itself was left as it was"
