"""A checked pack: who wrote it, in which version, under which licence, and its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from jikim.rules.helplines import HelpLines
from jikim.rules.library.checklist import Checklist
from jikim.rules.library.courses import Course
from jikim.rules.library.kits import Kit
from jikim.rules.library.manuals import Manual
from jikim.rules.library.measures import Measures
from jikim.rules.library.occupations import Occupation
from jikim.rules.own_steps import OwnSteps
from jikim.rules.scoring.instrument import Instrument, Wording
from jikim.rules.scoring.levels import LevelRule
from jikim.rules.visiting.form import VisitForm
from jikim.rules.words import Text

Content = (
    Instrument | LevelRule | HelpLines | OwnSteps | VisitForm
    | Checklist | Measures | Occupation | Course | Kit | Manual
)  # fmt: skip
T = TypeVar("T", Checklist, Measures, Occupation, Course, Kit, Manual)

WORKING_NOTICE = Text(
    "작업용 문구 — 공식 문항으로 바꾸어 사용하십시오. 위험을 가르는 기준 점수는 공식 문항에만 맞으므로 이 결과의 구분은 시험용입니다.",
    "Working wording — replace it with the official items before use. The scores that tell risk from none hold for the official wording only, "
    "so every class here is a trial.",
)


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack in one immutable version. `content_hash` is the SHA-256 of its canonical form, comments left out."""

    id: str
    version: str
    kind: str
    title: Text
    source: Text
    licence: str
    wording: Wording
    content_hash: str
    content: Content

    @property
    def label(self) -> str:
        """`kels-24 1.0.0`, as printed on a result."""
        return f"{self.id} {self.version}"

    @property
    def trial(self) -> bool:
        """True while the wording is our own."""
        return self.wording is Wording.WORKING

    def of(self, kind: type[T]) -> T:
        """The content, if it is of that kind of the library: `pack.of(Checklist)`; TypeError if this pack holds something else."""
        if not isinstance(self.content, kind):
            raise TypeError(f"{self.label} is a {self.kind}, not a {kind.__name__}")
        return self.content

    @property
    def instrument(self) -> Instrument:
        """The questionnaire; TypeError if this pack holds something else."""
        if not isinstance(self.content, Instrument):
            raise TypeError(f"{self.label} is a {self.kind}, not an instrument")
        return self.content

    @property
    def rule(self) -> LevelRule:
        """The personal level rule; TypeError if this pack holds something else."""
        if not isinstance(self.content, LevelRule):
            raise TypeError(f"{self.label} is a {self.kind}, not a level rule")
        return self.content

    @property
    def help_lines(self) -> HelpLines:
        """The help lines; TypeError if this pack holds something else."""
        if not isinstance(self.content, HelpLines):
            raise TypeError(f"{self.label} is a {self.kind}, not help lines")
        return self.content

    @property
    def own_steps(self) -> OwnSteps:
        """A worker's own steps; TypeError if this pack holds something else."""
        if not isinstance(self.content, OwnSteps):
            raise TypeError(f"{self.label} is a {self.kind}, not a list of steps")
        return self.content

    @property
    def visit_form(self) -> VisitForm:
        """A visit's form; TypeError if this pack holds something else."""
        if not isinstance(self.content, VisitForm):
            raise TypeError(f"{self.label} is a {self.kind}, not a visit form")
        return self.content
