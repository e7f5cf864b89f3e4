"""What the packs of the library have in common: the origin of an entry, keys that stand once, dates that exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jikim.rules.library.entry import Basis, Level, Line, Origin
from jikim.rules.library.pull import Pull, Source
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import content_hash, words
from jikim.rules.words import Text

Document = Mapping[str, Any]


def origin_of(document: Document, entry: Document, line: str = "") -> Origin:
    """The origin of an entry; what it does not say itself it takes from the pack's `entries`."""
    common = document["entries"]
    law = entry.get("law", "")
    return Origin(
        version=entry.get("version", common["version"]) if entry is not document else common["version"],
        reviewed_on=dt.date.fromisoformat(entry.get("reviewed_on", common["reviewed_on"])),
        basis=Basis.LAW if law else Basis(entry.get("basis", common["basis"])),
        law=law,
        line=Line(entry.get("line") or line or common["line"]),
        content_hash=content_hash(entry),
    )


def all_words(entries: Iterable[Document]) -> tuple[Text, ...]:
    return tuple(words(one) for one in entries)


def pulls_of(entry: Document) -> tuple[Pull, ...]:
    """What a slide or chapter draws."""
    return tuple(
        Pull(
            Source(one["from"]), tuple(one.get("keys", ())), tuple(Line(line) for line in one.get("lines", ())),
            tuple(Level(level) for level in one.get("levels", ())), one.get("most", 0),
        )
        for one in entry.get("pull", ())
    )  # fmt: skip


def twice(keys: Sequence[str], path: str) -> Iterator[Fault]:
    """A fault for every key that stands more than once."""
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(
            path, Text(f"‘{key}’이(가) 두 번 나옵니다.", f"“{key}” stands twice."),
            Text("key는 하나씩만 쓰십시오.", "Give each entry a key of its own."),
        )  # fmt: skip


def unknown(path: str, key: str, known: Iterable[str]) -> Fault:
    """A name that is not among those there are."""
    listed = ", ".join(known)
    return Fault(
        path, Text(f"‘{key}’은(는) 없는 이름입니다.", f"“{key}” is not known here."),
        Text(f"쓸 수 있는 이름: {listed}.", f"There are: {listed}."),
    )  # fmt: skip


def date_faults(document: Document, entries: Sequence[Document], path: str) -> Iterator[Fault]:
    """Days of review that do not exist."""
    places = [("entries", document["entries"]), *((f"{path}[{i}]", one) for i, one in enumerate(entries))]
    for place, one in places:
        try:
            dt.date.fromisoformat(one.get("reviewed_on", "2017-01-01"))
        except ValueError:
            yield Fault(
                f"{place}.reviewed_on",
                Text(f"‘{one['reviewed_on']}’은(는) 없는 날짜입니다.", f"There is no day “{one['reviewed_on']}”."),
                Text("2026-11-29처럼 적어 주십시오.", "Write it as 2026-11-29."),
            )
