"""What a thief of a backup gets: no key, and nobody's session."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore

from jikim.config.backup.write import write_backup
from jikim.config.home import here
from jikim.vault.keys import make_keys

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.mark.sqlite_only
def test_a_backup_holds_no_session_and_no_key(tmp_path: Path) -> None:
    make_keys()
    session = SessionStore()
    session["who"] = "somebody"
    session.save()
    place = tmp_path / "one.tar.gz"
    write_backup(place)
    with tarfile.open(place) as archive:
        content = b"".join(archive.extractfile(part).read() for part in archive if part.isfile())  # type: ignore[union-attr]
    assert str(session.session_key).encode() not in content
    for key in here().key_files.values():
        assert key.read_bytes().strip() not in content
    assert place.stat().st_mode & 0o077 == 0


def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    from jikim.config.home import Home

    home = Home(tmp_path / "home")
    home.make()
    assert home.root.stat().st_mode & 0o077 == 0
