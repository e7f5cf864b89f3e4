"""Tags, fields, navigation, formats: what the parts of a page promise."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from jikim.rules.access import NOBODY, Action, Actor, Grant, Role, Verdict
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.ui import formats, navigation, tones


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


class Sample(forms.Form):
    name = forms.CharField(label="이름", help_text="도움말")
    day = forms.DateField(label="날짜", required=False, initial=dt.date(2017, 4, 3))
    kind = forms.ChoiceField(label="종류", choices=[("a", "가"), ("b", "나")], widget=forms.RadioSelect)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_together():
    html = draw("{% fields form %}", form=Sample({}))
    assert '<label for="id_name">이름</label>' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<legend" in html
    assert 'type="hidden"' in html


def test_a_date_field_is_one_a_phone_understands():
    html = draw("{% field form.day %}", form=Sample())
    assert 'type="date"' in html
    assert 'value="2017-04-03"' in html


def test_the_summary_links_to_each_faulty_field():
    html = draw("{% errors form %}", form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert draw("{% errors form %}", form=Sample()) == ""


def test_a_refused_button_says_why_and_sends_nothing():
    no = Verdict(False, Text("마감되었습니다 <b>", "It is closed"))
    html = draw('{% act "저장" verdict=no %}', no=no)
    assert 'aria-disabled="true"' in html
    assert "마감되었습니다 &lt;b&gt;" in html
    assert 'type="submit"' not in html
    assert 'type="submit"' in draw('{% act "저장" verdict=yes %}', yes=Verdict(True))


def test_every_state_has_a_name_and_a_tone():
    for life in LIFECYCLES.values():
        for state in life.states:
            assert tones.state_name(life.kind, state.key) == state.name.ko
            assert state.key in tones.TONES, f"{life.kind}: {state.key} has no tone"


def test_an_unknown_state_still_shows():
    assert "somewhere" in draw('{% status "application" "somewhere" %}')


def test_wrappers_vanish_around_nothing():
    assert draw('{% filled "p" "lead" %}  {% endfilled %}') == ""
    assert draw('{% filled "p" "lead" %}글{% endfilled %}') == '<p class="lead">글</p>'
    assert draw("{% crumbs %}\n{% endcrumbs %}") == ""


def test_the_way_here_leaves_out_what_a_seat_may_not_open():
    office, juror = (Actor("person:1", "가", (Grant(role),)) for role in (Role.OFFICE, Role.JUROR))
    source = '{% crumbs %}{% crumb "home" "홈" %}{% crumb "seats" "담당자" %}{% endcrumbs %}'
    assert "담당자" in draw(source, actor=office)
    assert "담당자" not in draw(source, actor=juror)
    assert "홈" in draw(source, actor=juror)


@pytest.mark.parametrize("language, day, span", [
    ("ko", "2017년 4월 3일", "2017년 4월 3일 ~ 11월 30일"), ("en", "3 April 2017", "3 April – 30 November 2017"),
])  # fmt: skip
def test_dates_read_as_people_write_them(language, day, span):
    with translation.override(language):
        assert formats.day(dt.date(2017, 4, 3)) == day
        assert formats.period(dt.date(2017, 4, 3), dt.date(2017, 11, 30)) == span
        days = [dt.date(2017, 4, 4), dt.date(2017, 4, 3), dt.date(2017, 5, 1)]
        assert formats.periods(days) == f"{formats.period(days[1], days[0])}, {formats.day(days[2])}"
        assert formats.periods([]) == ""
        assert formats.dated("1차(2017-04-03) 뒤 2017-04-03부터, 2017-13-41, A2017-04-03") == f"1차({day}) 뒤 {day}부터, 2017-13-41, A2017-04-03"
        assert formats.dated("2017-02-30") == "2017-02-30", "no such day: left as it stands"
        assert formats.moment(dt.datetime(2017, 4, 2, 23, 30, tzinfo=dt.UTC)).startswith(day)


def test_nothing_reads_as_a_dash_and_zero_as_zero():
    assert draw("{{ a|shown }} {{ b|shown }} {{ c|shown }}", a=None, b=0, c=12345) == "– 0 12,345"


def test_a_long_menu_is_grouped_and_holds_every_entry_once():
    office = Actor("person:1", "가", (Grant(Role.OFFICE),))
    flat = [link.url for link in navigation.entries_for(office, "/")]
    menu = navigation.menu_for(office, "/plan/")
    assert len(flat) > navigation.ONE_ROW >= len(menu)
    assert [one.url for link in menu for one in (link.under or (link,))] == flat
    open_groups = [link for link in menu if link.under and link.current]
    assert [one.label for group in open_groups for one in group.under if one.current] == ["방문 계획"]


def test_a_short_menu_stays_one_row():
    juror = Actor("person:2", "나", (Grant(Role.JUROR),))
    assert navigation.menu_for(juror, "/") == navigation.entries_for(juror, "/")


def test_the_navigation_shows_only_what_a_seat_may_use():
    navigation.register(Action.season_edit, "offline", Text("시험", "Test"), order=99)
    try:
        office, juror = (Actor("person:1", "가", (Grant(role),)) for role in (Role.OFFICE, Role.JUROR))
        assert "시험" in [link.label for link in navigation.entries_for(office, "/")]
        assert "시험" not in [link.label for link in navigation.entries_for(juror, "/")]
        assert navigation.entries_for(NOBODY, "/") == []
        current = [link.label for link in navigation.entries_for(office, "/offline/") if link.current]
        assert current == ["시험"]
    finally:
        navigation._entries.pop("offline")
