"""Makes the files: a manual as tagged A5 PDF, as a booklet to print, and all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikim.areas.manuals.actions.editions import Numbered, edition_value, number_all
from jikim.areas.manuals.booklet import booklet
from jikim.rules.access import Action, Actor
from jikim.rules.manuals import changes_between, set_out
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.documents import compile_pdf
from jikim.shared.documents.batch import Order, finished, make_all
from jikim.shared.library.overlay import current

TEMPLATE = "manuals/manual.typ:manual"
#: changes printed; how many more there are is said
_CHANGES_SHOWN = 20
LICENCE = Text(
    "CC BY 4.0. 출처를 밝히면 누구나 쓰고 고칠 수 있습니다.",
    "CC BY 4.0: anybody may use and adapt it, naming the source.",
)


@dataclass(frozen=True, slots=True)
class Built:
    made: int
    skipped: int
    editions: int


def pdf_of(numbered: Numbered, language: str, *, as_booklet: bool = False) -> bytes:
    """The file of an edition; the same bytes every time. DocumentError if it cannot be made."""
    made = compile_pdf(TEMPLATE, document_of(numbered, language), language, data_date=numbered.row.made_on)
    return booklet(made) if as_booklet else made


def document_of(numbered: Numbered, language: str) -> dict[str, Any]:
    """What the template lays out."""
    manual, row = numbered.manual, numbered.row
    changes = changes_between(numbered.before, manual.entries, current()) if numbered.before is not None else ()
    told = [[one.what.label.say(language), one.title.say(language)] for one in changes if one.title.ko]
    more = len(told) - _CHANGES_SHOWN
    return set_out(manual, language) | {
        "edition_words": edition_words(row.number).say(language),
        "licence_words": LICENCE.say(language),
        "changes": told[:_CHANGES_SHOWN],
        "more_changes": Text(f"그 밖에 {more}건", f"and {more} more").say(language) if more > 0 else "",
        "made_from": [mark_of(numbered)],
        "foot": f"{manual.title.say(language)} · {manual.occupation.say(language)}",
    }


def edition_words(number: int) -> Text:
    return Text(f"제{number}판", f"Edition {number}")


def mark_of(numbered: Numbered) -> str:
    """Stands readable in the file: which edition it was made from."""
    return f"{numbered.row.key}@{numbered.row.number}-{numbered.row.digest[:12]}"


def file_name(numbered: Numbered, language: str, *, as_booklet: bool = False) -> str:
    return f"{edition_value(numbered.row).slug}-{language}{'-booklet' if as_booklet else ''}.pdf"


def build_all(
    *, folder: Path, languages: Sequence[str], by: Actor, processes: int = 2, again: bool = False,
    started: Callable[[int], None] | None = None, made: Callable[[int], None] | None = None,
) -> Built:  # fmt: skip
    """Every general edition into a folder. Finished files stay, so that a stopped run goes on."""
    require(by, Action.manual_hand_out)
    folder.mkdir(parents=True, exist_ok=True)
    editions = number_all(by=by)
    wanted = [(one, language, folder / file_name(one, language)) for one in editions for language in languages]
    missing = [one for one in wanted if again or not finished(one[2], mark_of(one[0]))]
    if started:
        started(len(missing))

    def orders() -> Iterator[Order]:
        for numbered, language, path in missing:
            yield Order(TEMPLATE, document_of(numbered, language), language, numbered.row.made_on, path)

    count = make_all(orders(), processes=processes, made=made)
    return Built(count, len(wanted) - count, len(editions))
