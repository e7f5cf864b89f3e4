"""What is printed: slides, the trainer's handout, the sheet to sign, certificates, the yearly log. Composed in memory; only the log is audited."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from jikim.areas.training.models import TrainingCertificate, TrainingSession
from jikim.areas.training.queries.courses import deck_of_session, occupation_title, title_of
from jikim.areas.training.queries.decks import set_out
from jikim.areas.training.queries.log import LISTS, LogLine, YearLog, year_log
from jikim.areas.training.queries.sessions import session_of
from jikim.rules.access import Actor
from jikim.rules.training import certificate_number, hours_words, print_join_code
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf

#: empty lines of a sheet to sign, at least
LINES = 24
_CONFIRMS = Text("위 교육을 받았음을 확인합니다.", "This confirms attendance at the training above.")
_CONFIRMS_YEAR = Text("위 사업장에서 고객응대근로자 건강보호 교육을 한 것을 확인합니다.", "This confirms that the workplace above trained its customer service workers in protecting their health.")
_COUNTS_NOTE = Text(
    "법정 안전보건교육 시간으로 인정되는지는 교육 시점의 법령에 따라 사업주가 확인합니다. 이 기록은 의무를 다했다는 증명이 아닙니다.",
    "Whether it counts towards statutory education is for the employer to check against the law of the day. This record is no proof that a duty has been met.",
)
_PERIODS_NOTE = Text(
    "‘셀 수 있는 시간’은 그 기간의 교육에 모두 참석한 사람의 시간입니다. 한 사람 한 사람의 시간은 참석 명단으로 확인하십시오.",
    "“May count” is the time of somebody who was at every session of the period. For each person look at the attendance lists.",
)
_TO_CHECK = Text("기준 시간은 아직 법령과 대조하지 않은 값입니다. 쓰기 전에 현행 시행규칙 별표를 확인하십시오.", "The hours asked have not been checked against the statute yet: look at the annex in force before you rely on them.")
_SHEET_NOTE = Text(
    "이 명부는 교육을 받았다는 사실을 증명하는 데에만 쓰고 3년 뒤 파기합니다. 주민등록번호와 연락처는 적지 않습니다.",
    "This sheet serves as proof of attendance only and is destroyed after three years. No number and no telephone is written on it.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    data: bytes
    file_name: str


def slides_paper(*, session_id: int, language: str, by: Actor, with_notes: bool = False) -> Paper:
    """The slides, 16:9; or, with notes, the trainer's handout on A4."""
    one = session_of(session_id, by=by)
    data = set_out(deck_of_session(one), language) | {"facts": _facts(one, language)}
    what = "handout" if with_notes else "slides"
    return Paper(compile_pdf(f"training/{what}.typ", data, language, data_date=one.on), f"{one.course}-{what}-{language}.pdf")


def attendance_paper(*, session_id: int, language: str, by: Actor) -> Paper:
    """The sheet everybody signs."""
    one = session_of(session_id, by=by)
    lines = max(LINES, -(-(one.workplace.service_workers if one.workplace else one.seats) // LINES) * LINES)
    data = {"title": title_of(one.course).say(language), "facts": _facts(one, language), "lines": min(lines, 240), "note": _SHEET_NOTE.say(language)}
    return Paper(compile_pdf("training/attendance.typ", data, language, data_date=one.on), f"attendance-{one.on:%Y%m%d}-{language}.pdf")


def certificate_paper(one: TrainingCertificate, *, name: str, language: str) -> Paper:
    """A participant's own. The name is set here and nowhere kept."""
    place = one.workplace.name if one.workplace else one.session.place if one.session and one.session.is_public else ""
    facts = [
        [Text("과정", "Course").say(language), title_of(one.course).say(language)], [Text("교육일", "Date").say(language), one.on.isoformat()],
        [Text("시간", "Time").say(language), hours_words(one.minutes).say(language)],
        *([[Text("사업장·장소", "Workplace or place").say(language), place]] if place else []),
    ]  # fmt: skip
    return _certificate(one, name, facts, _CONFIRMS, language)


def year_certificate_paper(one: TrainingCertificate, *, language: str) -> Paper:
    """A workplace's, for its duty file."""
    assert one.workplace is not None
    facts = [
        [Text("관리번호", "Workplace number").say(language), one.workplace.number], [Text("연도", "Year").say(language), str(one.on.year)],
        [Text("교육 횟수", "Sessions").say(language), str(one.sessions)], [Text("교육 시간 합계", "Time in all").say(language), hours_words(one.minutes).say(language)],
        [Text("참석 인원(연인원)", "Attendances").say(language), str(one.attended)],
    ]  # fmt: skip
    return _certificate(one, one.workplace.name, facts, _CONFIRMS_YEAR, language)


def log_paper(*, workplace_id: int, year: int, language: str, by: Actor) -> Paper:
    """The yearly log, tagged PDF."""
    log = year_log(workplace_id=workplace_id, year=year, by=by)
    data = {
        "number": log.number, "name": log.name, "year": log.year, "given": log.given, "hours": hours_words(log.minutes).say(language),
        "counted": hours_words(log.counted_minutes).say(language), "attended": log.attended, "note": _COUNTS_NOTE.say(language),
        "checks": sorted({line.check.say(language) for line in log.lines if line.check.ko}), "lines": [_line(line, language) for line in log.lines],
        "periods": [[row[key].say(language) for key in ("period", "who", "counted", "asked", "short", "cite")] for row in period_rows(log)],
        "periods_note": periods_note(log).say(language),
        "alone": [[f"{one.month:%Y-%m}", one.subject.say(language), one.count.say(language)] for one in log.alone],
    }  # fmt: skip
    audit.record(by, "training.log_printed", "workplace", workplace_id, year=year, language=language)
    safe = "".join(letter for letter in log.number if letter.isalnum() or letter in "-_") or "workplace"
    return Paper(compile_pdf("training/log.typ", data, language, data_date=today()), f"training-log-{safe}-{year}-{language}.pdf")


def period_rows(log: YearLog) -> list[dict[str, Text]]:
    """The log by statutory periods, a row for each kind of worker, in words."""
    return [
        {
            "period": one.name, "who": asked.who, "counted": hours_words(one.minutes), "asked": hours_words(asked.hours * 60), "cite": one.cite,
            "short": hours_words(asked.short_minutes) if asked.short_minutes else Text("–", "–"),
        }
        for one in log.periods for asked in one.asked
    ]  # fmt: skip


def periods_note(log: YearLog) -> Text:
    """How to read it; also that its hours are still to be checked, where they are."""
    checked = _TO_CHECK if any(one.to_check for one in log.periods) else NOTHING
    return Text(f"{_PERIODS_NOTE.ko} {checked.ko}".strip(), f"{_PERIODS_NOTE.en} {checked.en}".strip())


def verify_address(one: TrainingCertificate, language: str = "ko") -> str:
    return settings.JIKIM_BASE_URL + reverse("training_verify", kwargs={"language": language, "token": one.token})


def qr_svg(address: str, *, scale: int = 6, border: int = 4) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=scale, border=border, xmldecl=False)
    return out.getvalue().decode()


def join_address(one: TrainingSession) -> str:
    return settings.JIKIM_BASE_URL + reverse("training_room", kwargs={"language": one.language if one.language in ("ko", "en") else "ko", "code": one.join_code})


def learn_address(token: str, language: str) -> str:
    """A workplace's address of the courses on the phone."""
    return settings.JIKIM_BASE_URL + reverse("learn_at", kwargs={"language": language, "token": token})


def code_words(one: TrainingSession) -> str:
    return print_join_code(one.join_code) if one.join_code else ""


def _certificate(one: TrainingCertificate, name: str, facts: list[list[str]], confirms: Text, language: str) -> Paper:
    number, address = certificate_number(one.year, one.serial), verify_address(one, language)
    data: dict[str, Any] = {
        "number": number, "name": name, "facts": facts, "confirms": confirms.say(language), "qr": qr_svg(address, scale=4, border=2),
        "address": address.removeprefix("https://").removeprefix("http://"), "kind": one.kind,
        "note": _COUNTS_NOTE.say(language) if one.kind == "workplace" else "",
    }  # fmt: skip
    return Paper(compile_pdf("training/certificate.typ", data, language, data_date=one.made_on), f"certificate-{number}-{language}.pdf")


def _facts(one: TrainingSession, language: str) -> list[list[str]]:
    place = f"{one.workplace.number} {one.workplace.name}" if one.workplace else one.title.say(language)
    told = [
        (Text("사업장", "Workplace") if one.workplace else Text("교육", "Session"), place),
        (Text("일시", "When"), f"{one.on.isoformat()} {one.start:%H:%M}–{one.ends:%H:%M}"), (Text("장소", "Where"), one.place or one.link),
        (Text("강사", "Trainer"), f"{one.trainer} · {one.qualification}" if one.qualification else one.trainer),
        (Text("직종", "Occupation"), occupation_title(one.occupation).say(language) if one.occupation else ""),
    ]  # fmt: skip
    return [[label.say(language), value] for label, value in told if value]


def _line(line: LogLine, language: str) -> dict[str, Any]:
    return {
        "on": line.on.isoformat(), "subject": line.subject.say(language), "occupation": line.occupation.say(language), "minutes": line.minutes,
        "trainer": line.trainer, "qualification": line.qualification, "attended": line.attended, "list": LISTS[line.list_kept].say(language),
        "category": line.category.say(language), "counted": line.counted_minutes,
    }  # fmt: skip
