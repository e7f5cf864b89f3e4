"""Slides and chapters draw what they name, for the occupation, the size and the day, and say which entries they hold."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.rules.library import (
    Block,
    Mark,
    Setting,
    Size,
    Source,
    chapters_of,
    entries_of_blocks,
    quiz_of,
    slides_of,
)
from jikim.rules.words import Text
from jikim.shared.library import laws, library

SEASON_2017, TODAY = dt.date(2017, 6, 23), dt.date(2026, 11, 29)
LIBRARY = library()
CONTACT = Block(Source.CONTACTS, Text("고충 담당자", "Grievance officer"), (Text("김지수", "Kim Jisu"),))


def setting(job="hotel", day=TODAY, workers=None, **own):
    return Setting(laws(), day, LIBRARY.occupations[job] if job else None, workers, own)


def titles(parts):
    return [block.title.ko for part in parts for block in part.blocks]


@pytest.mark.parametrize("job", sorted(LIBRARY.occupations))
def test_the_self_protection_course_has_an_edition_for_every_occupation(job):
    course = LIBRARY.courses["self-protection"]
    slides = slides_of(course, LIBRARY, setting(job))
    shown = {block.title.ko for slide in slides for block in slide.blocks}
    assert LIBRARY.occupations[job].situations[0].title.ko in shown
    assert 20 <= sum(slide.minutes for slide in slides) <= 40
    assert all(slide.notes.ko for slide in slides)
    quiz = quiz_of(course, LIBRARY.occupations[job])
    assert len(quiz) >= 12
    assert {one.key for one in LIBRARY.occupations[job].quiz} < {one.key for one in quiz}


def test_a_course_that_is_not_given_by_occupation_keeps_its_own_questions():
    managers = LIBRARY.courses["managers"]
    assert quiz_of(managers, LIBRARY.occupations["hotel"]) == managers.quiz


def test_a_slide_that_would_show_nothing_is_left_out():
    course = LIBRARY.courses["self-protection"]
    assert "our-situations" not in [slide.key for slide in slides_of(course, LIBRARY, setting(job=""))]
    assert "our-situations" in [slide.key for slide in slides_of(course, LIBRARY, setting())]


@pytest.mark.parametrize("job", sorted(LIBRARY.occupations))
@pytest.mark.parametrize("size", list(Size))
def test_every_edition_of_the_practice_manual_is_whole(job, size):
    chapters = chapters_of(LIBRARY.manuals["practice"], LIBRARY, setting(job, workers=size.smallest), size)
    assert len(chapters) >= 12
    assert all(chapter.points[0].ko and chapter.points[0].en for chapter in chapters)
    for key, version in entries_of_blocks(chapters).items():
        assert version >= 1
        if key[0] == "measure":
            assert LIBRARY.measures[key[1]].fits(job, size.smallest), key


def test_editions_differ_by_size():
    manual = LIBRARY.manuals["practice"]
    small, large = (
        {chapter.key for chapter in chapters_of(manual, LIBRARY, setting(workers=size.smallest), size)} for size in (Size.SMALL, Size.LARGEST)
    )
    assert "small-and-free" in small - large
    assert "many-sites" in large - small
    by_size = {chapters_of(manual, LIBRARY, setting(), size)[0].points[1].ko for size in Size}
    assert len(by_size) == 4


def test_the_day_decides_what_is_said_to_be_mandatory():
    def marks(day):
        chapters = chapters_of(LIBRARY.manuals["practice"], LIBRARY, setting(day=day))
        return {block.standing.mark for chapter in chapters for block in chapter.blocks if block.entry == ("measure", "stop-and-hand-over")}

    assert marks(SEASON_2017) == {Mark.RECOMMENDED}
    assert marks(TODAY) == {Mark.FINED}


def test_the_workplaces_own_blocks_stand_where_they_were_called_for():
    manual = LIBRARY.manuals["self-protection-manual"]
    general = chapters_of(manual, LIBRARY, setting())
    own = chapters_of(manual, LIBRARY, Setting(laws(), TODAY, LIBRARY.occupations["hotel"], None, {Source.CONTACTS: (CONTACT,)}))
    assert "고충 담당자" in titles(own)
    assert "고충 담당자" not in titles(general)


def test_measures_made_for_the_occupation_come_first():
    chapters = chapters_of(LIBRARY.manuals["practice"], LIBRARY, setting("golf"), Size.MEDIUM)
    drawn = [block.entry[1] for chapter in chapters if chapter.key == "discretion" for block in chapter.blocks if block.source is Source.MEASURES]
    assert drawn.index("caddie-swap") < drawn.index("stop-and-hand-over")
    assert len(drawn) == 10


def test_most_limits_what_is_drawn():
    first = next(slide for slide in slides_of(LIBRARY.courses["self-protection"], LIBRARY, setting()) if slide.key == "our-situations")
    assert len(first.blocks) == 4
