"""What the library says: complete, twice over, in short sentences, nothing written twice, nothing that will be out of date."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from jikim.rules.library import Factor, Form, Hazard, Level, Line, Subject
from jikim.rules.packs import read_document
from jikim.shared import codes
from jikim.shared.library import KINDS, library
from jikim.shared.packs import shipped_sources

LIBRARY = library()
DOCUMENTS = {
    name: document
    for name, source in shipped_sources()
    if (document := read_document(source, name))["kind"] in KINDS
}  # fmt: skip

#: laws an employer has to keep; the others of the pack are rights and crimes
DUTIES = {
    "prevention", "after_event", "no_retaliation", "customer_harassment", "contractors", "rest_facility", "grievance_members", "breaks",
    "seats",
}  # fmt: skip

#: longest sentence, in letters of Korean and words of English
LONGEST_KO, LONGEST_EN = 75, 34


def texts(value, path=""):
    """(place, {ko, en}) of everything a reader sees."""
    if isinstance(value, dict) and set(value) == {"ko", "en"}:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from texts(inner, f"{path}[{i}]")


def everything():
    for name, document in DOCUMENTS.items():
        shown = {key: part for key, part in document.items() if key not in ("source", "title")}
        yield from texts(shown, name)


def sentences(text, marks):
    return [one.strip() for one in re.split(rf"(?<=[{marks}])\s+", text) if one.strip()]


def test_there_is_as_much_as_was_promised():
    assert len(LIBRARY.measures) >= 80
    assert len(LIBRARY.occupations) >= 14
    assert {manual.reader.value for manual in LIBRARY.manuals.values()} == {"employer", "worker"}
    assert 35 <= len(LIBRARY.checklists["protection-1"].items) <= 45
    assert {course.audience.value for course in LIBRARY.courses.values()} == {"workers", "managers", "customers"}
    assert {job.key for job in LIBRARY.occupations.values()} >= {
        "call-centre", "department-store", "supermarket", "hotel", "food-service", "bank", "hospital", "home-visit", "elder-care",
        "child-care", "public-counter", "transport", "security", "golf",
    }  # fmt: skip


@pytest.mark.parametrize("key", sorted(LIBRARY.occupations))
def test_an_occupation_is_whole(key):
    job = LIBRARY.occupations[key]
    assert 6 <= len(job.situations) <= 10
    assert len({one.hazard for one in job.situations}) >= 3
    assert {one.hazard for one in job.situations} & {Hazard.VERBAL, Hazard.THREAT, Hazard.PHYSICAL}
    assert all(len(part) >= 3 for part in (job.after, job.self_care, job.employer))
    assert any(owed.origin.law for owed in job.employer)
    assert len(job.quiz) >= 2
    assert job.sectors
    for one in job.situations:
        assert all(LIBRARY.measures[measure].fits(key) for measure in one.measures), one.key


def test_the_checklist_covers_the_six_lines_and_the_response():
    checklist = LIBRARY.checklists["protection-1"]
    assert [part.key for part in checklist.parts] == [*(line.value for line in Line), "response"]
    assert all(5 <= len(checklist.items_of(part.key)) <= 9 for part in checklist.parts)
    assert {item.origin.law for item in checklist.items} >= {"prevention", "after_event", "no_retaliation", "customer_harassment"}
    assert {item.origin.law for item in checklist.items} <= DUTIES | {""}
    for item in checklist.items:
        if item.part != "response":
            assert item.origin.line.value == item.part, item.key


def test_the_checklist_calls_mandatory_only_what_the_law_lists():
    """Literal on purpose: a mark too many frightens an employer with a duty nobody has."""
    marked = {item.key: item.origin.law for item in LIBRARY.checklists["protection-1"].items if item.origin.law}
    assert marked == {
        "notice-to-customers": "prevention", "guide-for-situations": "prevention", "training": "prevention",
        "safe-to-ask": "no_retaliation", "answered-in-time": "grievance_members", "rest-room": "rest_facility", "breaks-taken": "breaks",
        "right-to-stop": "after_event", "recovery-after-hard-call": "after_event", "rest-and-switch": "after_event",
        "treatment-and-counselling": "after_event", "evidence-and-law": "after_event",
        "harassment-channel": "customer_harassment", "apart-from-offender": "customer_harassment",
    }  # fmt: skip


def test_what_is_marked_by_law_is_a_duty_of_the_employer():
    """A worker's right or a crime is no duty, so no item or measure may be marked with it."""
    for kind, key, origin in LIBRARY.origins():
        assert not origin.law or origin.law in DUTIES, (kind, key)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("where", ["customers", "managers", "self-protection", "occupations"])
def test_the_right_answer_cannot_be_guessed_by_its_length_or_its_place(where, language):
    """Who knows nothing and ticks the longest, or always the same place, must not pass."""
    course = LIBRARY.courses.get(where)
    quiz = course.quiz if course else [one for job in LIBRARY.occupations.values() for one in job.quiz]
    longest, places = 0, Counter()
    for one in quiz:
        others = [len(option.say(language)) for at, option in enumerate(one.options) if at != one.right]
        longest += len(one.options[one.right].say(language)) > max(others)
        places[one.right] += 1
    assert longest * 3 <= len(quiz), f"{longest} of {len(quiz)} right answers are the longest"
    assert max(places.values()) * 2 <= len(quiz), places


def test_the_kits_hold_every_form_and_the_five_questions():
    forms = {kit.audience.value: {piece.form for piece in kit.pieces} for kit in LIBRARY.kits.values()}
    assert forms["employers"] == set(Form)
    assert forms["consumers"] >= {Form.POSTER, Form.LEAFLET, Form.PLEDGE, Form.BANNER, Form.SCRIPT}
    for piece in LIBRARY.pieces.values():
        printed = piece.form in {Form.NOTICE, Form.COUNTER_CARD, Form.POSTER, Form.PLEDGE, Form.LEAFLET}
        assert bool(piece.sizes) == printed, piece.key
        assert not (printed and not piece.heading.ko), piece.key
        if piece.form is Form.POSTER:
            assert "A4" in piece.sizes, piece.key
    [awareness] = [kit.awareness for kit in LIBRARY.kits.values() if kit.awareness]
    assert len(awareness) == 5
    assert [item.key for item in awareness if item.reverse] == ["aw-smile"]


def test_places_of_a_piece_can_be_filled_and_particles_fit():
    filling = {"workplace": "한빛마트", "helpline": "1588-0000", "officer": "김지수 팀장", "channel": "안내대"}
    for piece in LIBRARY.pieces.values():
        for line in (piece.heading, *piece.lines):
            filled = line.fill(**filling)
            assert not re.search(r"[{}]|\((으|이|은|을|과)\)|\((가|는|를|와)\)", filled.ko), filled.ko


def test_every_industry_and_sector_leads_to_an_occupation():
    for job in LIBRARY.occupations.values():
        for code in job.industries:
            assert job in LIBRARY.occupations_of(industry=code)
    for sector in codes.sectors():
        assert LIBRARY.occupations_of(sector=sector.key), sector.key


def test_measures_answer_everything_that_can_be_high():
    by_subject = Counter(subject for one in LIBRARY.measures.values() for subject in one.subjects)
    assert all(by_subject[subject] >= 8 for subject in Subject), by_subject
    by_factor = Counter(factor for one in LIBRARY.measures.values() for factor in one.factors)
    assert all(by_factor[factor] >= 3 for factor in Factor), by_factor
    assert all(sum(one.level is level for one in LIBRARY.measures.values()) >= 15 for level in Level)
    assert all(sum(one.origin.line is line for one in LIBRARY.measures.values()) >= 5 for line in Line)
    for job in LIBRARY.occupations:
        fitting = LIBRARY.measures_for(occupation=job, workers=12)
        assert len(fitting) >= 60
        assert {subject for one in fitting for subject in one.subjects} == set(Subject)


def test_the_report_finds_two_measures_for_each_of_its_five_areas():
    named = defaultdict(list)
    for one in LIBRARY.measures.values():
        if one.first_for:
            named[one.first_for].append(one.first_rank)
    assert {key: sorted(ranks) for key, ranks in named.items()} == {
        key: [1, 2] for key in ("regulation", "overload", "dissonance", "monitoring", "protection")
    }


def test_nothing_is_written_twice():
    for language in ("ko", "en"):
        seen = defaultdict(list)
        for path, text in everything():
            if len(text[language]) > (10 if language == "ko" else 18) and not re.search(r"\.(before|after)\[\d+\]\.text$", path):
                seen[text[language]].append(path)
        assert not {text: paths for text, paths in seen.items() if len(paths) > 1}


def test_the_same_question_before_and_after_is_in_the_same_words():
    for course in LIBRARY.courses.values():
        before = {item.key: item for item in course.before}
        assert all(item == before[item.key] for item in course.after if item.key in before)


def test_sentences_are_short():
    long = [
        (path, one)
        for path, text in everything()
        for language, marks, measure, most in (("ko", ".?!", len, LONGEST_KO), ("en", ".?!:;", lambda s: len(s.split()), LONGEST_EN))
        for one in sentences(text[language], marks)
        if measure(one) > most
    ]
    assert not long, long


def test_korean_is_polite_in_one_way():
    """합쇼체: a sentence with a full stop ends in 다 or 오. What is said to children and colleagues may be softer."""
    softer = re.compile(r"\.say\[|\.options\[|\.heading|\.why|^$")
    odd = [
        (path, one)
        for path, text in everything()
        if not softer.search(path)
        for one in sentences(text["ko"], ".?!")
        if one.endswith(".") and not re.search(r"[다오]\.$", one) and "consumer-kit.yaml.pieces[4]" not in path
    ]
    assert not odd, odd


def test_numbers_that_change_stand_in_the_help_lines_only():
    """112 and 119 are known to everybody; any other number to call is in the pack of help lines, with its dates."""
    numbers = re.compile(r"\b1[0-9]{3}-[0-9]{4}\b|\b1350\b|\b109\b|\b1393\b|\b1366\b|\b129\b")
    assert not [path for path, text in everything() if numbers.search(text["ko"] + text["en"])]


def test_no_article_of_law_is_written_into_an_entry():
    """What the law says depends on the day: articles come from the laws pack."""
    assert not [path for path, text in everything() if re.search(r"제\s?\d+조|\bArt\. ?\d", text["ko"] + text["en"])]


def test_quiz_answers_cannot_be_guessed_by_place():
    sets = [(course.id, course.quiz) for course in LIBRARY.courses.values()]
    sets.append(("occupations", tuple(question for job in LIBRARY.occupations.values() for question in job.quiz)))
    for name, quiz in sets:
        places = Counter(question.right for question in quiz)
        assert len(quiz) >= 10, name
        assert len(places) >= 3, name
        assert max(places.values()) <= len(quiz) * 0.6, (name, places)
    keys = [question.key for _, quiz in sets for question in quiz]
    assert len(keys) == len(set(keys))


def test_entries_name_no_company():
    names = re.compile(r"KB|신한|롯데|이마트|쿠팡|스타벅스|Samsung|삼성|현대|LG|SKT|KT\b")
    assert not [path for path, text in everything() if names.search(text["ko"] + text["en"])]


def steps_of(job: str, situation: str) -> str:
    return str(next(one for one in LIBRARY.occupations[job].situations if one.key == situation).next)


def test_advice_where_minutes_count_says_what_saves_a_life_or_a_limb():
    """Read by a nurse: what was left out here once would have done harm."""
    assert "가슴을 누르고" in steps_of("security", "found-on-patrol")
    assert "바로 씻고" in str(LIBRARY.occupations["hospital"].after)
    assert "119를 부르" in steps_of("golf", "heat-and-hurry")
    grave = str(LIBRARY.measures["first-week-after-grave-event"].steps)
    assert "경찰과 근로감독관이 보고 나서" in grave, "a place is not cleared before it was seen"
    assert "난로는 커튼 곁에 두지 않습니다" in str(LIBRARY.measures["one-square-metre"].steps)
    assert "실제로 녹음하는" in LIBRARY.pieces["counter-card-speech"].where.ko
