"""Course packs: what a well-shaped document must also mean, and the Course made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jikim.rules.library.courses import Audience, Course, FormItem, Question, Scale, Slide
from jikim.rules.packs.entries import all_words, date_faults, origin_of, pulls_of, twice
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]

#: Shortest and longest course, in minutes.
MINUTES = (20, 40)


def course_of(document: Document) -> Course:
    """The Course of a checked document."""
    return Course(
        id=document["id"], version=document["version"], title=words(document["title"]),
        audience=Audience(document["audience"]), by_occupation=document["by_occupation"], goals=all_words(document["goals"]),
        slides=tuple(
            Slide(one["key"], words(one["title"]), all_words(one.get("points", ())), pulls_of(one), words(one["notes"]), one["minutes"])
            for one in document["slides"]
        ),
        quiz=tuple(question_of(one) for one in document["quiz"]),
        before=form_of(document["before"]), after=form_of(document["after"]), origin=origin_of(document, document),
    )  # fmt: skip


def form_of(items: Sequence[Document]) -> tuple[FormItem, ...]:
    """Questions of a form."""
    return tuple(FormItem(one["key"], words(one["text"]), Scale(one["scale"]), one.get("reverse", False)) for one in items)


def question_of(one: Document) -> Question:
    """A quiz question; the pack counts options from 1, the Question from 0."""
    return Question(one["key"], words(one["text"]), all_words(one["options"]), one["right"] - 1, words(one["why"]))


def question_faults(quiz: Sequence[Document]) -> Iterator[Fault]:
    """Keys twice, a right answer that is not there, two options in the same words."""
    yield from twice([one["key"] for one in quiz], "quiz")
    for i, one in enumerate(quiz):
        count = len(one["options"])
        if not 1 <= one["right"] <= count:
            yield Fault(
                f"quiz[{i}].right",
                Text(f"보기가 {count}개인데 정답이 {one['right']}번입니다.", f"There are {count} options, but the right one is {one['right']}."),
                Text("1부터 세어 적어 주십시오.", "Count from 1."),
            )  # fmt: skip
        if any(len({option[language] for option in one["options"]}) < count for language in ("ko", "en")):
            yield Fault(f"quiz[{i}].options", Text("같은 보기가 둘 있습니다.", "Two options are alike."))


def course_faults(document: Document) -> list[Fault]:
    """Too short or too long, slides that say nothing, forms that compare nothing."""
    faults = [
        *twice([one["key"] for one in document["slides"]], "slides"), *date_faults(document, [], "slides"),
        *question_faults(document["quiz"]),
    ]  # fmt: skip
    total, (shortest, longest) = sum(one["minutes"] for one in document["slides"]), MINUTES
    if not shortest <= total <= longest:
        faults.append(Fault(
            "slides",
            Text(f"모두 {total}분입니다.", f"Together {total} minutes."),
            Text(f"{shortest}~{longest}분이 되게 하십시오.", f"Make it {shortest} to {longest} minutes."),
        ))  # fmt: skip
    for i, one in enumerate(document["slides"]):
        if not one.get("points") and not one.get("pull"):
            faults.append(Fault(f"slides[{i}]", Text("보여 줄 것이 없습니다.", "This slide shows nothing."),
                                Text("points나 pull을 적어 주십시오.", "Give it `points` or `pull`.")))  # fmt: skip
    if not {one["key"] for one in document["before"]} & {one["key"] for one in document["after"]}:
        faults.append(Fault("after", Text("전후를 견줄 질문이 없습니다.", "No question is asked both before and after."),
                            Text("같은 key를 before에도 쓰십시오.", "Use the same key in `before`.")))  # fmt: skip
    return faults
