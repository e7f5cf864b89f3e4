"""Translations: complete, and one Korean for one English wherever it stands."""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from tests.house.source import PACKAGE, ROOT
from tools.messages import missing, rooms


@pytest.mark.parametrize("room", [folder.relative_to(PACKAGE).as_posix() for folder in rooms()])
def test_korean_is_complete(room: str) -> None:
    faults = missing(PACKAGE / room)
    assert not faults, "\n".join(faults)


def test_one_english_has_one_korean() -> None:
    korean: dict[tuple[str, str | None], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in PACKAGE.glob("**/locale/ko/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="ko"):
                if message.id:
                    korean[(str(message.id), message.context)][str(message.string)].append(
                        path.relative_to(ROOT).as_posix()
                    )
    split = {key: dict(found) for key, found in korean.items() if len(found) > 1}
    assert not split, "\n".join(f"{key}: {found}" for key, found in split.items())
