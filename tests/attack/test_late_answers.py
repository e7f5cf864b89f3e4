"""A round closed while a file is coming in takes nothing more: its count is taken, and a few late ones would be told apart."""

from __future__ import annotations

import pytest

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions.imports import BATCH_ROWS
from jikim.areas.surveys.models import Round
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, file_of, rows, season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_round_closed_between_two_batches_takes_nothing_more() -> None:
    make_keys()
    workplace("W0001", 2600)
    second = workplace("W0002", 40)

    def close(_share: float) -> None:
        Round.objects.filter(workplace=second, status="open").update(status="closed")

    done = surveys.import_answers(
        data=file_of([*rows("W0001", (BATCH_ROWS + 1,)), *rows("W0002", (3,))]), season_id=season().pk, by=CONSOLE, progress=close
    )
    assert (done.imported, done.conflicts) == (BATCH_ROWS + 1, 3)
    assert Round.objects.get(workplace=second).answered == 0
