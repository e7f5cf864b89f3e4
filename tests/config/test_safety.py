"""`jikim check`: every unsafe setting is named, and a safe installation is let through."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections

from jikim.config.home import Home, write_key
from jikim.config.safety import reasons

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Home:
    """A safe installation."""
    home = Home(tmp_path)
    home.keys.mkdir(mode=0o700)
    write_key(home.keys / "secret.key", secrets.token_urlsafe(64))
    for name in ("vault", "register", "lookup", "counsel", "signing"):
        write_key(home.keys / f"{name}.key", secrets.token_urlsafe(32))
    write_key(home.keystore, "")
    home.vault_database.parent.mkdir(mode=0o700)
    settings.SECRET_KEY = (home.keys / "secret.key").read_text().strip()
    settings.HOME, settings.DEBUG, settings.JIKIM_DEMO, settings.JIKIM_TODAY = home, False, False, None
    settings.JIKIM_BASE_URL, settings.HTTPS = "https://jikim.example.kr", True
    settings.ALLOWED_HOSTS = ["jikim.example.kr"]
    settings.EMAIL_URL = "smtp://mail.example.kr"
    return home


def codes(home: Home) -> set[str]:
    return {reason.code for reason in reasons(home)}


def test_a_safe_installation_is_let_through(home: Home) -> None:
    # without migrations (--nomigrations) the tables are there but unrecorded
    assert codes(home) - {"migrations"} == set()


@pytest.mark.parametrize(
    "name, value, code",
    [
        ("DEBUG", True, "debug"),
        ("JIKIM_DEMO", True, "demo"),
        ("JIKIM_TODAY", "2017-06-26", "rehearsed-day"),
        ("SECRET_KEY", "unsafe-no-data-folder", "weak-secret-key"),
        ("SECRET_KEY", "a" * 64, "weak-secret-key"),
        ("HTTPS", False, "http"),
        ("ALLOWED_HOSTS", ["*"], "hosts"),
        ("ALLOWED_HOSTS", ["localhost"], "hosts-missing"),
        ("EMAIL_URL", "", "mail"),
        ("EMAIL_URL", "smtp://mail.example.kr/?tls=0", "mail-plain"),
    ],
)
def test_an_unsafe_setting_is_named(home: Home, settings: LazySettings, name: str, value: object, code: str) -> None:
    setattr(settings, name, value)
    assert code in codes(home)


def test_keys_others_can_read_are_named(home: Home) -> None:
    (home.keys / "vault.key").chmod(0o640)
    assert "key-permissions" in codes(home)


def test_a_key_folder_others_can_read_is_named(home: Home) -> None:
    home.keys.chmod(0o755)
    assert "key-permissions" in codes(home)


def test_missing_keys_are_named(home: Home) -> None:
    for path in home.keys.iterdir():
        path.unlink()
    assert {"no-secret-key", "no-vault-key", "no-key"} <= codes(home)
    said = " ".join(reason.says.en for reason in reasons(home) if reason.code == "no-key")
    assert all(f"{name}.key" in said for name in ("register", "lookup", "counsel", "signing"))


def test_a_vault_in_the_main_database_is_named(home: Home) -> None:
    kept = connections["vault"].settings_dict
    connections["vault"].settings_dict = connections["default"].settings_dict
    try:
        assert "same-database" in codes(home)
    finally:
        connections["vault"].settings_dict = kept


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_a_database_that_may_lose_commits_is_named(home: Home) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            assert "synchronous" in codes(home)
        finally:
            cursor.execute("PRAGMA synchronous=FULL")


def test_demo_accounts_are_named(home: Home) -> None:
    from jikim.areas.people.models import Person

    Person.objects.create_person("office@demo.jikim.test", "본부", is_demo=True)
    assert "demo-accounts" in codes(home)


def test_every_reason_speaks_both_languages(home: Home, settings: LazySettings) -> None:
    settings.DEBUG, settings.HTTPS, settings.EMAIL_URL = True, False, ""
    for reason in reasons(home):
        assert reason.says.ko
        assert reason.says.en
        assert reason.says.ko != reason.says.en
