"""Faults 2 and 3 at a size for every day; benchmarks/faults_offline.py runs them in full."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from jikim.shared.offline.registry import Taken
from tests.shared.offline_faults import Messages, Season


@pytest.mark.django_db(transaction=True)
def test_each_message_once_however_often_and_in_whatever_order() -> None:
    messages = Messages(120, seed=7)
    threads = [threading.Thread(target=messages.connection, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = messages.check()
    assert found["faults"] == []
    assert found["rows"] == 120
    assert found["refused_409"] > 0, "some numbers were used twice"


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_devices_with_cuts_and_wrong_clocks_agree_and_lose_nothing(seed: int) -> None:
    found = Season(8, seed=seed).run()
    assert found["faults"] == []
    assert found["conflicts_shown"] > 0
    assert found["cut_coming"] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("plant", "told"), [("forgets", "lost in silence"), ("silent", "conflict not shown")])
def test_the_checker_sees_a_planted_fault(plant: str, told: str) -> None:
    season = Season(8, seed=1)
    real, count = season.room.kind.take, 0

    def faulty(**edit: Any) -> Taken:
        nonlocal count
        count += 1
        record = season.room.records[edit["record_uuid"]]
        if plant == "forgets" and count % 5 == 0:
            return Taken("received", record.version, record.versions[-1])
        taken = real(**edit)
        return replace(taken, conflicts=()) if plant == "silent" else taken

    season.room.kind = replace(season.room.kind, take=faulty)
    faults = season.run()["faults"]
    assert any(told in fault for fault in faults), faults
