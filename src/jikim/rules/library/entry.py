"""What every entry of the library carries, and the words entries are sorted by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.words import Text


class Basis(StrEnum):
    """Where an entry comes from: an article of law, a line of the Ministry's recommendation, or practice in the field."""

    LAW = "law"
    GUIDE = "guide"
    PRACTICE = "practice"


class Line(StrEnum):
    """The Ministry's six lines of prevention; their names are in the laws pack. Source: SCIENCE.md § 7."""

    POLICY = "policy"
    SURVEY = "survey"
    CULTURE = "culture"
    DISCRETION = "discretion"
    GRIEVANCE = "grievance"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whence and how old one entry is.

    version       counts up with every change of this entry, whatever the pack's own version
    law           key of the laws pack, or empty; how binding it is on a day: `standing_on`
    line          line of the Ministry's recommendation it belongs to
    content_hash  SHA-256 of the entry as written; two entries with one hash say the same
    """

    version: int
    reviewed_on: dt.date
    basis: Basis
    law: str
    line: Line
    content_hash: str


class Subject(StrEnum):
    """What a measure answers: subscales of the questionnaires, and the abuse block as one."""

    REGULATION = "regulation"
    OVERLOAD = "overload"
    DISSONANCE = "dissonance"
    MONITORING = "monitoring"
    PROTECTION = "protection"
    ABUSE = "abuse"
    MOOD = "mood"
    EXHAUSTION = "exhaustion"


class Hazard(StrEnum):
    """Kinds of hard situations; the first five are the items of the questionnaire's abuse block."""

    VERBAL = "verbal"
    THREAT = "threat"
    SEXUAL = "sexual"
    PHYSICAL = "physical"
    DEMAND = "demand"
    STRAIN = "strain"

    @property
    def label(self) -> Text:
        return _HAZARDS[self]


_HAZARDS = {
    Hazard.VERBAL: Text("폭언", "Verbal abuse"),
    Hazard.THREAT: Text("협박", "Threats"),
    Hazard.SEXUAL: Text("성희롱", "Sexual harassment"),
    Hazard.PHYSICAL: Text("폭행", "Violence"),
    Hazard.DEMAND: Text("부당한 요구", "Unreasonable demands"),
    Hazard.STRAIN: Text("마음을 누르는 응대", "Encounters that weigh on the mind"),
}


class Factor(StrEnum):
    """What in the work does harm: a measure removes or lessens some of these."""

    DISPLAY_RULES = "display_rules"
    RUDENESS = "rudeness"
    VIOLENCE = "violence"
    SEXUAL_HARASSMENT = "sexual_harassment"
    UNREASONABLE_DEMANDS = "unreasonable_demands"
    REPEAT_COMPLAINTS = "repeat_complaints"
    WORKLOAD = "workload"
    RATINGS = "ratings"
    SURVEILLANCE = "surveillance"
    NO_AUTHORITY = "no_authority"
    UNCLEAR_RULES = "unclear_rules"
    WORKING_ALONE = "working_alone"
    NIGHT_WORK = "night_work"
    NO_REST = "no_rest"
    NO_BACKING = "no_backing"
    BLAME = "blame"
    CLIENT_COMPANY = "client_company"
    SUFFERING_SEEN = "suffering_seen"

    @property
    def label(self) -> Text:
        return _FACTORS[self]


_FACTORS = {
    Factor.DISPLAY_RULES: Text("표정과 말투까지 정한 규정", "Rules on expression and tone"),
    Factor.RUDENESS: Text("고객의 무례와 폭언", "Rude and abusive customers"),
    Factor.VIOLENCE: Text("협박과 폭행", "Threats and violence"),
    Factor.SEXUAL_HARASSMENT: Text("고객의 성희롱", "Sexual harassment by customers"),
    Factor.UNREASONABLE_DEMANDS: Text("들어줄 수 없는 요구", "Demands that cannot be met"),
    Factor.REPEAT_COMPLAINTS: Text("되풀이되는 민원", "The same complaint again and again"),
    Factor.WORKLOAD: Text("많은 물량과 모자란 인력", "Too much work, too few people"),
    Factor.RATINGS: Text("개인별 평가와 순위", "Ratings and rankings of persons"),
    Factor.SURVEILLANCE: Text("녹음·녹화·이석 감시", "Recording, cameras, timed absences"),
    Factor.NO_AUTHORITY: Text("결정할 권한이 없음", "No authority to decide"),
    Factor.UNCLEAR_RULES: Text("기준이 없거나 사람마다 다름", "Rules missing or different by person"),
    Factor.WORKING_ALONE: Text("혼자 하는 일", "Working alone"),
    Factor.NIGHT_WORK: Text("밤과 휴일의 근무", "Nights and holidays"),
    Factor.NO_REST: Text("쉬지 못함", "No rest"),
    Factor.NO_BACKING: Text("상사와 동료가 도와주지 않음", "No backing by supervisors or colleagues"),
    Factor.BLAME: Text("탓하기와 사과 강요", "Blame and forced apologies"),
    Factor.CLIENT_COMPANY: Text("원청·위탁사의 요구", "Demands of the client company"),
    Factor.SUFFERING_SEEN: Text("남의 아픔을 가까이에서 봄", "Seeing suffering close at hand"),
}


class Level(StrEnum):
    """Hierarchy of control."""

    REMOVE = "remove"
    CHANGE = "change"
    SUPPORT = "support"

    @property
    def label(self) -> Text:
        return _LEVELS[self]


_LEVELS = {
    Level.REMOVE: Text("위험 제거", "Remove the cause"),
    Level.CHANGE: Text("작업 개선", "Change the work"),
    Level.SUPPORT: Text("개인 지원", "Support the person"),
}


class Effort(StrEnum):
    """How much of people's doing it takes."""

    LIGHT = "light"
    MODERATE = "moderate"
    HEAVY = "heavy"

    @property
    def label(self) -> Text:
        return {"light": Text("가벼움", "Light"), "moderate": Text("보통", "Moderate"), "heavy": Text("큼", "Heavy")}[self.value]


class TimeNeeded(StrEnum):
    """How soon it can be in place."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> Text:
        return {
            "week": Text("1주 안", "Within a week"), "month": Text("한 달 안", "Within a month"),
            "quarter": Text("석 달 안", "Within three months"), "year": Text("1년 안", "Within a year"),
        }[self.value]  # fmt: skip

    @property
    def days(self) -> int:
        """For a first proposal of a due date."""
        return {"week": 7, "month": 30, "quarter": 90, "year": 365}[self.value]


class Size(StrEnum):
    """Size classes of the practice manual, by all workers of the workplace."""

    SMALL = "10-29"
    MEDIUM = "30-99"
    LARGE = "100-299"
    LARGEST = "300+"

    @property
    def smallest(self) -> int:
        """Fewest workers of the class."""
        return int(self.value.rstrip("+").split("-")[0])

    @property
    def label(self) -> Text:
        if self is Size.LARGEST:
            return Text("300명 이상", "300 or more workers")
        low, high = self.value.split("-")
        return Text(f"{low}~{high}명", f"{low} to {high} workers")

    @classmethod
    def of(cls, workers: int) -> Size:
        """The class of a workplace; below 10 the smallest."""
        return max((one for one in cls if one.smallest <= workers), key=lambda one: one.smallest, default=cls.SMALL)
