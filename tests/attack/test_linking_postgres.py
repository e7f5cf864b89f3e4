"""What one PostgreSQL cluster shows a thief of its tables and of its log. The operator's guide says the same."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.db import connections

from jikim.shared.packs import find_pack
from jikim.vault import by_code, rows
from jikim.vault.by_code import CodeSheet
from jikim.vault.keys import make_keys, vault_keys
from tests.attack.thief import tie

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
DAY = dt.date(2017, 6, 7)
PEOPLE = 40


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if connections["vault"].vendor != "postgresql":
        pytest.skip("about PostgreSQL")
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "store.sqlite3"))
    make_keys()


def names(person: int) -> tuple[bytes, ...]:
    return by_code.lookup_names("pg", f"card-{person}")


def finish_all(round_key: str) -> None:
    rng = np.random.default_rng(5)
    for person in range(PEOPLE):
        sheet = CodeSheet(tuple(int(v) for v in rng.integers(1, 5, 24)))
        by_code.finish_sheet(round_key, names(person), sheet, on=DAY, packs=[find_pack("kels-24")], keep_sex=True)


def shown(table: str, round_key: str) -> dict[str, np.ndarray]:
    """Transaction number and place of each row, in the order of the people (the truth, which takes the keys)."""
    tag = vault_keys().round_tag(round_key)
    found = [rows.find(table, names(person), tag) for person in range(PEOPLE)]
    with connections["vault"].cursor() as cursor:
        cursor.execute(f"SELECT id, xmin::text::bigint, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] FROM {table}")
        by_id = {row[0]: row[1:] for row in cursor.fetchall()}
    values = np.array([by_id[row.id] for row in found if row], np.float64)
    return {"xmin": values[:, 0], "ctid": values[:, 1]}


def test_until_the_job_runs_the_spools_rows_show_their_order_and_then_no_more() -> None:
    order = np.arange(PEOPLE)
    finish_all("1")
    assert tie(shown(rows.PENDING, "1")["xmin"], order) > 6
    assert by_code.move_spool(["2"], at_least=PEOPLE + 1) == 0
    seen = shown(rows.PENDING, "1")
    assert len(set(seen["xmin"].tolist())) == 1
    assert abs(tie(seen["ctid"], order)) < 4.5


def test_kept_answers_show_no_order() -> None:
    finish_all("3")
    by_code.move_spool(["3"])
    seen = shown(rows.ANSWERS, "3")
    assert len(set(seen["xmin"].tolist())) == 1
    assert abs(tie(seen["ctid"], np.arange(PEOPLE))) < 4.5


def test_the_clusters_log_shows_the_order_of_saves() -> None:
    """Why the guide asks for a short log and none of it in archives: a sealed row stands there in the order it came."""
    host = parse_qs(urlsplit(os.environ.get("VAULT_DATABASE_URL", "")).query).get("host", [""])[0]
    folder = Path(host) / "pg_wal"
    if not os.access(folder, os.R_OK) or not list(folder.glob("0*")):
        pytest.skip("the cluster's log cannot be read from here")
    finish_all("4")
    tag = vault_keys().round_tag("4")
    lookups = [rows.find(rows.PENDING, names(person), tag).lookup for person in range(PEOPLE)]  # type: ignore[union-attr]
    with connections["vault"].cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("CREATE TABLE flushed (id integer)")  # a commit that waits: everything before it is on disk
        cursor.execute("DROP TABLE flushed")
    log = b"".join(path.read_bytes() for path in sorted(folder.glob("0*"), key=lambda path: path.stat().st_mtime))
    places = np.array([log.find(lookup) for lookup in lookups], np.float64)
    assert (places >= 0).sum() > PEOPLE * 0.9
    assert tie(places[places >= 0], np.flatnonzero(places >= 0)) > 5
