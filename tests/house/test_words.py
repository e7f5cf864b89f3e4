"""Translations: complete, and one Korean for one English wherever it stands."""

from __future__ import annotations

import re
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


#: answers are pseudonymous: whoever runs a live server with all keys could find them again
SAID = re.compile(r"익명|\banonym", re.IGNORECASE)
#: saying that they are not anonymous
DENIED = re.compile(r"익명(이 아니|이 아닙|과 다릅)|\b(not|never|never called|not the same as) anonymous\b", re.IGNORECASE)
READ = (".html", ".po", ".typ", ".yaml", ".md", ".txt", ".ts")


def promised(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if SAID.search(DENIED.sub("", line))]


def test_nobody_is_promised_to_be_anonymous() -> None:
    folders = (PACKAGE, ROOT / "docs" / "guides", ROOT / "frontend" / "src")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in READ and path.is_file()]
    files += [ROOT / "README.md", ROOT / "README.ko.md"]
    assert len(files) > 100
    found = {path.relative_to(ROOT).as_posix(): lines for path in files if (lines := promised(path.read_text("utf-8")))}
    assert not found


def test_a_planted_promise_is_seen() -> None:
    assert promised("익명 설문입니다")
    assert promised("an anonymous survey")
    assert not promised("Pseudonymous is not the same as anonymous.")
