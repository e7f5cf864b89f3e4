"""A statement on paper: agency, month, lines and sum, in either language. Nothing of a worker, and the hash of what was frozen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localtime

from jikim.areas.visits.queries.statements import LineFacts, StatementPage
from jikim.rules.access import Actor
from jikim.rules.settling import month_end
from jikim.rules.words import Text, month_said
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.documents import compile_pdf

_DRAFT = Text("작성 중인 명세서입니다. 확정 전에는 내용이 바뀔 수 있습니다.", "This is a draft. It may change until it is frozen.")
_PART = Text("관할 지역의 줄만 담았습니다.", "Only the lines of your regions.")


@dataclass(frozen=True, slots=True)
class Paper:
    data: bytes
    file_name: str


def statement_paper(*, page: StatementPage, language: str, by: Actor) -> Paper:
    """A tagged PDF of what this actor's page shows."""
    language = "en" if language == "en" else "ko"
    notes = [note.say(language) for note, is_so in ((_DRAFT, page.status == "draft"), (_PART, page.is_part)) if is_so]
    contents = {
        "title": Text("{month} 정산 명세서", "Settlement statement, {month}").fill(month=month_said(page.month)).say(language),
        "agency": page.agency, "status": LIFECYCLES["statement"].state(page.status).name.say(language), "notes": notes,
        "total": f"{page.total:,}", "hash": page.hash if not page.is_part else "", "frozen_by": page.frozen_by,
        "frozen_on": localtime(page.frozen_at).date().isoformat() if page.frozen_at else "", "lines": [_row(one, language) for one in sorted(page.lines, key=lambda one: (one.workplace_number, one.number, one.item != "visit", one.key))],
    }  # fmt: skip
    audit.record(by, "statement.printed", "statement", page.id, language=language)
    made = compile_pdf("visits/statement.typ", contents, language, data_date=month_end(page.month))
    return Paper(made, f"statement-{page.month:%Y-%m}-{page.agency_id}-{language}.pdf")


def _row(one: LineFacts, language: str) -> list[str]:
    visit = Text(f"{one.number}차", str(one.number)).say(language)
    return [one.workplace_number, one.workplace_name, one.item_name.say(language), visit, one.on.isoformat(), f"{one.won:,}"]
