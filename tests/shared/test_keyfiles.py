"""Key files survive an operator's editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from jikim.shared import keyfiles


def test_a_key_added_to_a_file_without_a_last_line_end_stands_on_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lookup.key"
    monkeypatch.setenv("JIKIM_LOOKUP_KEY_FILE", str(path))
    assert keyfiles.make_ring(keyfiles.LOOKUP)
    old = keyfiles.ring(keyfiles.LOOKUP).name(b"card")
    path.write_text(path.read_text().strip())
    assert keyfiles.add_key(keyfiles.LOOKUP) == 2
    assert keyfiles.ring(keyfiles.LOOKUP).names(b"card")[1] == old
