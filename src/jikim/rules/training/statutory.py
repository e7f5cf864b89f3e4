"""What of a session may count towards the employer's statutory safety and health education, and for how many minutes.

The law: Occupational Safety and Health Act, regular education of workers (since 2020-01-16 Art. 29, before Art. 31), its hours and
contents in annexes of the Enforcement Rule. The annexes change; so this says what may count and what the employer must check, and the
programme office sets which course counts. It never says that a duty has been met.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.rules.library.courses import Audience
from jikim.rules.words import Text

#: the contents name “harm by customers' abuse” since then; before, they name occupational health and stress at work only
NAMED_SINCE = dt.date(2021, 1, 19)
REVISED_ON = dt.date(2020, 1, 16)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of education of the Act. key is kept in the log."""

    key: str
    name: Text


CATEGORIES: tuple[Category, ...] = (
    Category("regular", Text("근로자 정기교육", "Regular education of workers")),
    Category("supervisor", Text("관리감독자 정기교육", "Regular education of supervisors")),
    Category("none", Text("법정 교육 시간으로 세지 않음", "Does not count towards statutory hours")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """How a course counts: its category, and the most minutes of one session that do."""

    category: str
    most_minutes: int


def default_credit(audience: Audience) -> Credit:
    """Until the office has set something else. Customers' courses are nobody's statutory education."""
    match audience:
        case Audience.WORKERS:
            return Credit("regular", 60)
        case Audience.MANAGERS:
            return Credit("supervisor", 60)
        case Audience.CUSTOMERS:
            return Credit("none", 0)


def reckoned_minutes(credit: Credit, held_minutes: int, *, list_kept: bool) -> int:
    """Minutes of one session that may be counted: those held, up to the course's most, and only where it is proved who was there."""
    if credit.category == "none" or not list_kept:
        return 0
    return max(0, min(held_minutes, credit.most_minutes))


def category_on(key: str, on: dt.date) -> tuple[Text, Text]:
    """(the legal basis as it stood that day, what the employer must check)."""
    name = next(one.name for one in CATEGORIES if one.key == key)
    if key == "none":
        return name, Text("", "")
    if on >= REVISED_ON:
        law = Text("산업안전보건법 제29조, 같은 법 시행규칙 제26조", "OSH Act Art. 29, Enforcement Rule Art. 26")
    else:
        law = Text("산업안전보건법 제31조(당시), 같은 법 시행규칙", "OSH Act Art. 31 as it then stood, and its Enforcement Rule")
    if on >= NAMED_SINCE:
        subject = Text("교육 내용에 고객의 폭언 등으로 인한 건강장해 예방이 들어 있습니다. ", "Harm by customers' abuse is among the contents named. ")
    else:
        subject = Text(
            "그때의 교육 내용은 고객의 폭언을 따로 적지 않으므로, 산업보건·직업병 예방에 관한 내용으로 세는 것이 맞는지 확인해야 합니다. ",
            "The contents of that time do not name customers' abuse: check that it counts under occupational health. ",
        )
    check = Text(
        "반기(분기)별로 채울 시간, 강사의 자격, 참석 명단의 보존은 사업주가 확인합니다.",
        "Hours for each half-year or quarter, the trainer's qualification and keeping the list are for the employer to check.",
    )
    return Text(f"{name.ko}({law.ko})", f"{name.en} ({law.en})"), Text(subject.ko + check.ko, subject.en + check.en)
