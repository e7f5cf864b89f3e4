"""Files somebody asked for: whole or not at all, and never in place of a link, a pipe or a device."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from jikim.shared.files.write import write_out, written_whole


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "report.pdf"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    link = tmp_path / "link.pdf"
    link.symlink_to(kept)
    write_out(link, b"new")
    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert [one.name for one in kept.parent.iterdir()] == ["report.pdf"]


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "made.csv")
    write_out(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "made.csv").read_bytes() == b"new"


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    """As root, a file moved over /dev/null would break the whole machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    arrived: list[bytes] = []
    reader = threading.Thread(target=lambda: arrived.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_out(pipe, b"through")
    reader.join(10)
    assert arrived == [b"through"]
    assert pipe.is_fifo()


def test_a_folder_is_named_and_what_fails_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused:
        write_out(tmp_path, b"x")
    assert refused.value.filename == str(tmp_path)
    place = tmp_path / "new" / "out.csv"
    write_out(place, b"first")
    with pytest.raises(ZeroDivisionError), written_whole(place) as part:
        part.write_bytes(b"half")
        raise ZeroDivisionError
    assert place.read_bytes() == b"first"
    assert [one.name for one in place.parent.iterdir()] == ["out.csv"]
