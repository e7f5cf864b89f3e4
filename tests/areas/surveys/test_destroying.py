"""Destroying a season's answers: not before its day, with a protocol that anybody can check, and with a record."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import override_settings
from typer.testing import CliRunner

from jikim.areas.enrolment.models import Season
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions.destroying import kept_until
from jikim.areas.surveys.models import CardCode, CardSheet, PaperForm, Round
from jikim.config.cli import app
from jikim.shared import keyfiles, signing
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.shared.keyfiles_rotation import carry_names
from jikim.shared.rowkey import new_row_key
from jikim.vault import by_code
from jikim.vault.aggregate import answered_counts
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, OFFICE, imported, rows, season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LATER = override_settings(JIKIM_TODAY=dt.date(2030, 1, 2))


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def a_season() -> Season:
    workplace("W0001"), workplace("W0002")
    imported([*rows("W0001", (12,)), *rows("W0002", (3,))])
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    return season()


def test_answers_are_kept_two_years_after_the_end_unless_the_season_says_otherwise() -> None:
    one = season()
    one.ends_on = dt.date(2024, 2, 29)
    assert kept_until(one) == dt.date(2026, 2, 28)
    one.answers_kept_until = dt.date(2025, 1, 1)
    assert kept_until(one) == dt.date(2025, 1, 1)


def test_not_before_its_day_and_not_while_a_round_is_open() -> None:
    one = a_season()
    with override_settings(JIKIM_TODAY=one.ends_on), pytest.raises(Conflict, match="kept until"):
        surveys.destroy_season_answers(season_id=one.pk, by=CONSOLE)
    with LATER, pytest.raises(Refused):
        surveys.destroy_season_answers(season_id=one.pk, by=OFFICE)
    Round.objects.filter(workplace__number="W0002").update(status="open")
    with LATER, pytest.raises(Conflict, match="still open"):
        surveys.destroy_season_answers(season_id=one.pk, by=CONSOLE)
    assert sum(answered_counts([str(pk) for pk in Round.objects.values_list("pk", flat=True)]).values()) == 15


@LATER
def test_the_protocol_holds_and_tells_no_small_count() -> None:
    one = a_season()
    dry = surveys.destroy_season_answers(season_id=one.pk, by=CONSOLE, dry_run=True)
    assert (dry.rounds, dry.answers, dry.protocol) == (2, 15, {})
    done = surveys.destroy_season_answers(season_id=one.pk, by=CONSOLE)
    assert (done.rounds, done.answers) == (2, 15)
    assert sum(answered_counts([str(pk) for pk in Round.objects.values_list("pk", flat=True)]).values()) == 0
    content = done.protocol["content"]
    assert [part["answers"] for part in content["rounds"]] == [12, "<5"]
    assert (content["answers"], content["data_keys_destroyed"]) == ("12+", "12+"), "a total less the told rounds is the small one"
    assert signing.is_good(done.protocol, public=signing.public_key())
    for path, value in ((("content", "answers"), "14+"), (("sha256",), "0" * 64), (("signature",), done.protocol["signature"][::-1])):
        changed = copy.deepcopy(dict(done.protocol))
        place = changed
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value
        assert not signing.is_good(changed, public=signing.public_key())
    assert not signing.is_good(done.protocol, public="A" * 43 + "=")
    assert list(AuditRow.objects.filter(verb__startswith="answers.purge").order_by("id").values_list("verb", flat=True)) == [
        "answers.purge_begun", "answers.purged",
    ]  # fmt: skip


@LATER
def test_the_command_writes_and_checks_the_protocol(tmp_path: Path) -> None:
    one = a_season()
    place = tmp_path / "protocol.json"
    said = CliRunner().invoke(app, ["purge", "--season", str(one.pk), "--dry-run", "--json"])
    assert said.exit_code == 0
    assert json.loads(said.stdout)["answers"] == 15
    assert CliRunner().invoke(app, ["purge"]).exit_code == 2
    counted = CliRunner().invoke(app, ["purge", "--dry-run", "--json"])
    assert (counted.exit_code, json.loads(counted.stdout)["answers"]) == (0, 15)
    said = CliRunner().invoke(app, ["purge", "--season", str(one.pk), "--out", str(place), "--json"])
    assert said.exit_code == 0, said.output
    assert CliRunner().invoke(app, ["purge", "verify", str(place)]).exit_code == 0
    place.write_text(place.read_text().replace('"<5"', '"7"'))
    assert CliRunner().invoke(app, ["purge", "verify", str(place)]).exit_code == 1


def test_cards_stay_good_when_the_registers_key_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("register", "lookup", "counsel"):
        monkeypatch.setenv(f"JIKIM_{name.upper()}_KEY_FILE", str(tmp_path / f"{name}.key"))
    make_keys()
    sheet = CardSheet.objects.create(
        workplace=workplace("W0001"), number=1, cards=3, printed_on=dt.date(2017, 6, 1), printed_by="x", status="printed",
        status_since=now(),
    )  # fmt: skip
    ring = keyfiles.ring("register")
    for code in (b"A", b"B", b"C"):
        CardCode.objects.create(id=new_row_key(), sheet=sheet, tag=ring.name(code), generation=1)
    said = CliRunner().invoke(app, ["keys", "rotate", "register", "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout) == {"key": "register", "carried": 3}
    assert set(CardCode.objects.values_list("generation", flat=True)) == {2}
    ring = keyfiles.ring("register")
    assert all(CardCode.objects.filter(tag=ring.name(code)).exists() for code in (b"A", b"B", b"C"))
    assert carry_names(CardCode, "register") == 0
    assert CliRunner().invoke(app, ["keys", "rotate", "lookup"]).exit_code == 0
    assert CliRunner().invoke(app, ["keys", "rotate", "counsel"]).exit_code == 0
    assert CliRunner().invoke(app, ["keys", "rotate", "secret"]).exit_code == 2


def test_the_vaults_root_changes_by_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAULT_KEY_FILE", str(tmp_path / "vault.key"))
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "store.sqlite3"))
    make_keys()
    one, before = a_season(), (tmp_path / "vault.key").read_text()
    said = CliRunner().invoke(app, ["keys", "rotate", "vault"])
    assert said.exit_code == 0, said.output
    assert before.strip() not in (tmp_path / "vault.key").read_text()
    assert sum(answered_counts([str(pk) for pk in Round.objects.filter(season=one).values_list("pk", flat=True)]).values()) == 15
    assert AuditRow.objects.filter(verb="keys.rotated").count() == 1


@LATER
def test_keyings_that_still_wait_go_too() -> None:
    one = a_season()
    made = Round.objects.first()
    assert made is not None
    PaperForm.objects.create(round=made, number="P-1", status="keyed_once", status_since=now())
    by_code.keep_paper_entry("P-1", 1, by_code.CodeSheet((1,) * 24))
    surveys.destroy_season_answers(season_id=one.pk, by=CONSOLE)
    assert by_code.paper_entries("P-1") == {}
