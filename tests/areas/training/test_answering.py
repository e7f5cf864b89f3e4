"""Answers without names: counted once, at their time, in small groups not told, and nothing that leads back to anybody."""

from __future__ import annotations

import secrets

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.training.actions.answering import hand_in
from jikim.areas.training.actions.certifying import certify, certify_year
from jikim.areas.training.actions.running import close_session
from jikim.areas.training.models import (
    AttendanceName,
    SelfPaced,
    TrainingAttempt,
    TrainingCertificate,
    TrainingTally,
)
from jikim.areas.training.queries.results import results_of
from jikim.rules.training import certificate_number
from jikim.shared.access import Conflict
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from tests.areas.training.made import DAY, answered, answers, closed, held, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.JIKIM_TODAY = DAY


def test_a_second_tap_counts_nothing_twice():
    one, _ = opened()
    key = secrets.token_urlsafe(18)
    sent = answers(one, key, right=7)
    first = hand_in(session_id=one.pk, part="before", key=key, answers=sent)
    before = list(TrainingTally.objects.values_list("item", "value", "count"))
    assert hand_in(session_id=one.pk, part="before", key=key, answers=sent) == first
    assert list(TrainingTally.objects.values_list("item", "value", "count")) == before
    assert TrainingAttempt.objects.count() == 1
    assert first[0] == 7


def test_each_part_has_its_time():
    one, _ = opened()
    with pytest.raises(Conflict):
        answered(one, "after")
    late, _ = held()
    with pytest.raises(Conflict):
        answered(late, "before")
    over, _ = closed()
    with pytest.raises(Conflict):
        answered(over, "after")
    assert not TrainingAttempt.objects.exists()


def test_before_and_after_of_one_form_cannot_be_laid_beside_each_other():
    one, _ = opened()
    (key,) = answered(one, "before")
    from jikim.areas.training.actions.running import mark_held
    from tests.areas.visits.made import consultant

    appointment = one.workplace.appointments.first()
    mark_held(session_id=one.pk, by=consultant(appointment))
    hand_in(session_id=one.pk, part="after", key=key, answers=answers(one, key))
    marks = list(TrainingAttempt.objects.values_list("mark", flat=True))
    assert len(set(marks)) == 2
    assert key not in " ".join(marks)
    names = {field.name for field in TrainingAttempt._meta.get_fields()}
    assert names == {"session", "self_paced", "part", "mark", "points", "asked"}


def test_groups_of_four_are_not_told_and_of_five_are():
    for times in (4, 5):
        one, by = held()
        answered(one, "after", times=times - 1, right=6)
        answered(one, "after", right=6, **{"item-useful": "4"})
        told = results_of(close_session(session_id=one.pk, attended=times, note="", by=by))
        if times == 4:
            assert told.after is None
            assert told.after_count.ko == "5명 미만"
            assert all(question.after is None for question in told.questions)
    assert told.after is not None
    assert told.after.n == 5
    # one person liked it with a tick: that mean is one person's
    assert all(item.after is None for item in told.satisfaction)


def test_whoever_looks_again_after_each_answer_reads_nobodys():
    """The trainer's page is reloaded while the room taps: it says how many, and no figure from which the last one comes back."""
    one, by = held()
    answered(one, "after", times=5, right=6)
    five = results_of(one)
    answered(one, "after", right=0)
    six = results_of(one)
    assert (five.after_count.en, six.after_count.en) == ("5", "6")
    for told in (five, six):
        assert (told.before, told.after, told.change, told.questions, told.items, told.satisfaction) == (None, None, None, (), (), ())
        assert told.is_early
    assert results_of(close_session(session_id=one.pk, attended=6, note="", by=by)).after.n == 6


def test_nothing_of_an_answer_stands_in_the_record():
    one, _ = opened()
    rows = AuditRow.objects.count()
    answered(one, "before", times=2)
    assert AuditRow.objects.count() == rows


def room(one, name="training_room", **more):
    return reverse(name, kwargs={"language": "ko", "code": one.join_code, **more})


def form_key(page: bytes) -> str:
    text = page.decode()
    return text.split('name="key" value="')[1].split('"')[0]


def test_the_way_of_a_participant(client: Client):
    one, _ = held()
    door = client.post(reverse("training_door", kwargs={"language": "ko"}), {"code": f" {one.join_code[:3]}-{one.join_code[3:].lower()}"})
    assert (door.status_code, door["Location"]) == (303, room(one))
    page = client.get(room(one, "training_part", part="after"))
    key = form_key(page.content)
    missing = client.post(room(one, "training_part", part="after"), {"key": key, "item-useful": "5"})
    assert missing.status_code == 422
    assert form_key(missing.content) == key
    assert not TrainingAttempt.objects.exists()
    sent = answers(one, key, right=9) | {"key": key, "item-useful": "5"}
    for _ in range(2):
        done = client.post(room(one, "training_part", part="after"), sent)
        assert done.status_code == 200
        assert "9문항을 맞히셨습니다" in done.content.decode()
    assert TrainingAttempt.objects.count() == 1
    assert not client.cookies
    for answer in (page, done):
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]


def test_before_is_closed_when_the_session_was_given_and_after_waits(client: Client):
    one, _ = opened()
    early = client.get(room(one, "training_part", part="after"))
    assert b'name="key"' not in early.content
    late, _ = held()
    assert b'name="key"' not in client.get(room(late, "training_part", part="before")).content
    assert client.get(room(late, "training_part", part="sideways")).status_code == 404


def test_a_code_is_good_only_while_the_session_runs_and_wrong_ones_are_limited(client: Client):
    over, _ = closed()
    assert client.get(reverse("training_room", kwargs={"language": "ko", "code": "ACFHJK"})).status_code == 404
    assert over.join_code == ""
    one, _ = held()
    door = reverse("training_door", kwargs={"language": "ko"})
    answer = [client.post(door, {"code": "ACFHJK"}).status_code for _ in range(40)]
    assert answer[0] == 422
    assert answer[-1] == 429
    assert client.post(door, {"code": one.join_code}).status_code == 429


def test_right_codes_are_never_limited(client: Client):
    one, _ = held()
    door = reverse("training_door", kwargs={"language": "ko"})
    assert {client.post(door, {"code": one.join_code}).status_code for _ in range(45)} == {303}


def test_a_certificate_needs_the_questions_and_a_second_tap_gets_the_same(client: Client, monkeypatch):
    one, _ = held()
    with pytest.raises(Conflict):
        certify(session_id=one.pk, key=secrets.token_urlsafe(18), name="")
    (key,) = answered(one, "after")
    made = client.post(room(one, "training_certificate"), {"key": key, "name": "한가람"})
    again = client.post(room(one, "training_certificate"), {"key": key, "name": "한가람"})
    assert made["Content-Type"] == "application/pdf"
    assert made["Cache-Control"] == "private, no-store"
    assert made.content[:5] == again.content[:5] == b"%PDF-"
    kept = TrainingCertificate.objects.get()
    assert kept.name is None
    assert not AttendanceName.objects.exists()
    page = client.get(reverse("training_verify", kwargs={"language": "ko", "token": kept.token})).content.decode()
    assert certificate_number(kept.year, kept.serial) in page
    assert one.workplace.name in page
    assert "한가람" not in page
    assert client.get(reverse("training_verify", kwargs={"language": "ko", "token": "x" * 16})).status_code == 404


def test_where_a_list_is_wanted_the_name_is_kept_once_and_never_shown_to_whoever_checks(client: Client):
    one, _ = held(with_names=True)
    (key,) = answered(one, "after")
    for _ in range(2):
        made = certify(session_id=one.pk, key=key, name="한가람")
    assert [name.name for name in AttendanceName.objects.all()] == ["한가람"]
    page = client.get(reverse("training_verify", kwargs={"language": "en", "token": made.token})).content.decode()
    assert "한가람" not in page
    assert "Genuine" in page


def test_a_years_certificate_keeps_its_number_until_the_facts_change(client: Client):
    one, by = closed(attended=12)
    first = certify_year(workplace_id=one.workplace_id, year=DAY.year, by=by)
    assert certify_year(workplace_id=one.workplace_id, year=DAY.year, by=by).pk == first.pk
    other, _ = held()
    from jikim.areas.training.actions.running import close_session
    from jikim.areas.training.models import TrainingSession

    TrainingSession.objects.filter(pk=other.pk).update(workplace_id=one.workplace_id)
    close_session(session_id=other.pk, attended=3, note="", by=by)
    second = certify_year(workplace_id=one.workplace_id, year=DAY.year, by=by)
    assert second.pk != first.pk
    assert (second.sessions, second.attended, second.minutes) == (2, 15, 80)
    page = client.get(reverse("training_verify", kwargs={"language": "en", "token": first.token})).content.decode()
    assert "No longer valid" in page


def test_a_course_taken_alone_is_counted_for_whose_address_was_used(client: Client):
    from jikim.areas.training.actions.learning import share_courses
    from tests.areas.dispatch.planned import manager_of

    one, _ = closed()
    link = share_courses(workplace_id=one.workplace_id, by=manager_of(one.workplace))
    assert share_courses(workplace_id=one.workplace_id, by=manager_of(one.workplace)).token == link.token
    for kwargs, name, place in (({}, "learn_quiz", None), ({"token": link.token}, "learn_quiz_at", one.workplace_id)):
        where = reverse(name, kwargs={"language": "ko", "key": "managers", "job": "all", **kwargs})
        key = form_key(client.get(where).content)
        from jikim.areas.training.actions.answering import questions_of

        sent = {each.key: str(each.question.right) for each in questions_of("managers", "", key)} | {"key": key}
        for _ in range(2):
            assert client.post(where, sent).status_code == 200
        row = SelfPaced.objects.get(workplace_id=place)
        assert (row.course, row.finished, row.month) == ("managers", 1, DAY.replace(day=1))
    with rehearsing(DAY):
        paper = client.post(where.replace("/quiz/", "/certificate/"), {"key": key, "name": ""})
    assert paper["Content-Type"] == "application/pdf"
    assert TrainingCertificate.objects.get().workplace_id == one.workplace_id


def test_every_page_of_a_course_opens_in_both_languages(client: Client):
    for language in ("ko", "en"):
        for name, kwargs in (("learn", {}), ("learn_course", {"key": "self-protection"}), ("learn_slide", {"key": "self-protection", "job": "hotel", "number": 4})):
            assert client.get(reverse(name, kwargs={"language": language, **kwargs})).status_code == 200
    for kwargs in ({"key": "self-protection", "job": "all", "number": 1}, {"key": "managers", "job": "hotel", "number": 1}, {"key": "managers", "job": "all", "number": 99}, {"key": "x", "job": "all", "number": 1}):
        assert client.get(reverse("learn_slide", kwargs={"language": "ko", **kwargs})).status_code == 404


def test_a_foreign_page_can_send_no_form(client: Client):
    one, _ = held()
    assert client.post(room(one, "training_part", part="after"), {"key": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert client.post(room(one), {}).status_code == 405
