"""Who keeps whom, who approves, and that an agency never sees or changes another's people."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.dispatch.actions import agencies, consultants, invitations
from jikim.areas.dispatch.models import Agency, Consultant
from jikim.areas.dispatch.queries import agencies as agency_queries
from jikim.areas.dispatch.queries import consultants as queries
from jikim.areas.dispatch.queries.home import people_waiting
from jikim.areas.people.actions.invitations import accept_invitation
from jikim.areas.people.models import Invitation
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.ui.tables import Asked
from tests.areas.dispatch.making_agencies import (
    CONSOLE,
    OFFICE,
    PDF,
    consultant_seat,
    made_agency,
    manager_of,
    one_of,
)
from tests.areas.enrolment import offices
from tests.areas.people import making

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 4, 3)
WHY = Text("증빙이 흐립니다.", "The proof cannot be read.")
VALUES = {"name": "라마바", "qualification": "심리", "qualified_until": dt.date(2018, 1, 1), "region": "seoul", "district": "", "days_a_month": 8, "languages": ["ko"]}


@pytest.fixture
def season() -> int:
    return int(offices.season().pk)


def test_an_agency_records_and_only_the_office_approves_and_not_without_proof(season: int) -> None:
    agency = made_agency(season)
    by = manager_of(agency)
    one = consultants.record_consultant(agency_id=agency.pk, values=VALUES, by=by)
    with pytest.raises(Refused):
        consultants.approve_consultant(consultant_id=one.pk, today=TODAY, by=by)
    with pytest.raises(Conflict, match="proof"):
        consultants.approve_consultant(consultant_id=one.pk, today=TODAY, by=OFFICE)
    consultants.keep_proof(consultant_id=one.pk, data=PDF, name="자격증.pdf", by=by)
    with pytest.raises(Conflict, match="run out"):
        consultants.approve_consultant(consultant_id=one.pk, today=dt.date(2018, 1, 2), by=OFFICE)
    assert consultants.approve_consultant(consultant_id=one.pk, today=TODAY, by=OFFICE).status == "approved"
    with pytest.raises(Conflict):  # a second click
        consultants.approve_consultant(consultant_id=one.pk, today=TODAY, by=OFFICE)


def test_what_is_sent_back_carries_its_reason_and_comes_again(season: int) -> None:
    agency = made_agency(season)
    one = consultants.record_consultant(agency_id=agency.pk, values=VALUES, by=manager_of(agency))
    with pytest.raises(Conflict):
        consultants.send_back(consultant_id=one.pk, reason=Text("", ""), by=OFFICE)
    consultants.send_back(consultant_id=one.pk, reason=WHY, by=OFFICE)
    page = queries.consultant_page(consultant_id=one.pk, by=manager_of(agency))
    assert page.sent_back_reason == WHY
    assert [item.count for item in people_waiting(manager_of(agency)) if item.order == 24] == [1]
    assert consultants.hand_in_again(consultant_id=one.pk, by=manager_of(agency)).status == "proposed"


def test_a_renewal_leaves_the_approval_until_it_is_checked_or_turned_down(season: int) -> None:
    agency = made_agency(season)
    one, by = one_of(agency), manager_of(agency)
    until = dt.date(2019, 6, 30)
    consultants.change_consultant(consultant_id=one.pk, version=one.version, values={"qualified_until": until}, by=by)
    consultants.keep_proof(consultant_id=one.pk, data=PDF, name="갱신.pdf", by=by)
    waiting = one_of(agency)
    assert (waiting.status, waiting.qualified_until, waiting.proof) == ("renewing", dt.date(2018, 12, 31), None)
    consultants.send_back(consultant_id=one.pk, reason=WHY, by=OFFICE)
    assert (one_of(agency).status, one_of(agency).renewal) == ("approved", {})
    again = one_of(agency)
    consultants.change_consultant(consultant_id=one.pk, version=again.version, values={"qualified_until": until}, by=by)
    consultants.keep_proof(consultant_id=one.pk, data=PDF, name="갱신.pdf", by=by)
    consultants.approve_consultant(consultant_id=one.pk, today=TODAY, by=OFFICE)
    done = one_of(agency)
    assert (done.status, done.qualified_until, done.renewal, done.proof is not None) == ("approved", until, {}, True)


def test_an_agency_sees_and_changes_its_own_people_only(season: int) -> None:
    mine, other = made_agency(season), made_agency(season, "누리산업보건", people=("숨은이",))
    hidden, by = one_of(other, "숨은이"), manager_of(mine)
    assert [line.name for line in queries.consultants(season_id=season, asked=Asked(), by=by)[0]] == ["가나다"]
    assert [line.name for line in agency_queries.agencies(season_id=season, asked=Asked(), by=by)[0]] == ["한빛산업보건"]
    with pytest.raises(Consultant.DoesNotExist):
        queries.consultant_page(consultant_id=hidden.pk, by=by)
    with pytest.raises(Agency.DoesNotExist):
        agency_queries.agency_page(agency_id=other.pk, by=by)
    acts = [
        lambda: consultants.record_consultant(agency_id=other.pk, values=VALUES, by=by),
        lambda: consultants.change_consultant(consultant_id=hidden.pk, version=hidden.version, values={"days_a_month": 1}, by=by),
        lambda: consultants.keep_proof(consultant_id=hidden.pk, data=PDF, name="x.pdf", by=by),
        lambda: consultants.end_consultant(consultant_id=hidden.pk, reason=WHY, by=by),
        lambda: consultants.set_availability(consultant_id=hidden.pk, version=hidden.version, days_a_month=1, days_by_month={}, days_off=[], by=by),
        lambda: invitations.invite_consultant(consultant_id=hidden.pk, email="x@example.org", by=by),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert one_of(other, "숨은이").status == "approved"


def test_a_second_seat_opens_no_other_agencys_people(season: int) -> None:
    """Somebody who is manager of one agency and holds another, narrower seat besides still sees that one agency."""
    mine = made_agency(season)
    made_agency(season, "누리산업보건", people=("숨은이",))
    both = Actor("person:5", "겸직", (*manager_of(mine).grants, Grant(Role.CONSULTANT, frozenset(["person:5"])), Grant(Role.EDITOR)))
    assert [line.name for line in queries.consultants(season_id=season, asked=Asked(), by=both)[0]] == ["가나다"]


def test_a_consultants_own_seat_keeps_days_off_and_nothing_else(season: int) -> None:
    agency = made_agency(season, people=("가나다", "동료"))
    somebody = making.person(Role.CONSULTANT, organisation=agency.organisation)
    invitations.link_person(consultant_id=one_of(agency).pk, person_id=somebody.pk, by=CONSOLE)
    one, by = one_of(agency), consultant_seat(somebody.pk)
    off = [dt.date(2017, 5, 2), dt.date(2017, 5, 4)]
    consultants.set_availability(consultant_id=one.pk, version=one.version, days_a_month=9, days_by_month={"2017-08": 2}, days_off=off, by=by)
    assert (one_of(agency).days_off, one_of(agency).days_by_month) == (["2017-05-02", "2017-05-04"], {"2017-08": 2})
    assert queries.consultant_page(consultant_id=one.pk, by=by).line.name == "가나다"
    with pytest.raises(Consultant.DoesNotExist):
        queries.consultant_page(consultant_id=one_of(agency, "동료").pk, by=by)
    with pytest.raises(Refused):
        consultants.change_consultant(consultant_id=one.pk, version=one.version + 1, values={"qualification": "심리"}, by=by)


def test_two_people_at_once_are_noticed(season: int) -> None:
    agency = made_agency(season)
    one = one_of(agency)
    consultants.change_consultant(consultant_id=one.pk, version=one.version, values={"days_a_month": 3}, by=manager_of(agency))
    with pytest.raises(Conflict, match="meanwhile"):
        consultants.change_consultant(consultant_id=one.pk, version=one.version, values={"days_a_month": 4}, by=OFFICE)
    with pytest.raises(Conflict, match="meanwhile"):
        agencies.change_agency(agency_id=agency.pk, version=0, values={"regions": ["seoul"], "visits_a_month": 1}, by=OFFICE)


def test_an_invitation_taken_up_links_the_account(season: int) -> None:
    agency = made_agency(season)
    boss = making.person(Role.AGENCY, organisation=agency.organisation)
    by = making.actor_of(boss)
    issued = invitations.invite_consultant(consultant_id=one_of(agency).pk, email="New@Example.org", by=by)
    accept_invitation(token=issued.link.rstrip("/").rsplit("/", 1)[1], name="가나다", password=making.PASSWORD)
    linked = one_of(agency)
    assert linked.person is not None
    assert (linked.person.email, Invitation.objects.get().status) == ("new@example.org", "accepted")
    with pytest.raises(Conflict):
        invitations.invite_consultant(consultant_id=linked.pk, email="b@example.org", by=by)


def test_the_home_page_counts_what_waits(season: int) -> None:
    agency = made_agency(season)
    consultants.record_consultant(agency_id=agency.pk, values=VALUES, by=manager_of(agency))
    with rehearsing(dt.date(2018, 12, 1)):
        office = {item.text.ko: item.count for item in people_waiting(OFFICE)}
        own = {item.text.ko: item.count for item in people_waiting(manager_of(agency))}
    assert (office["승인할 컨설턴트"], office["자격 유효기한이 지났거나 곧 끝나는 컨설턴트"]) == (1, 1)
    assert own["자격 유효기한이 지났거나 곧 끝나는 컨설턴트"] == 1
    with rehearsing(TODAY):
        assert {item.text.ko: item.count for item in people_waiting(OFFICE)}["자격 유효기한이 지났거나 곧 끝나는 컨설턴트"] == 0


def test_an_agency_from_the_form_waits_for_its_contract(season: int) -> None:
    values = {"name": "새기관", "regions": ["busan"], "visits_a_month": 20}
    one = agencies.record_agency(season_id=season, values=values, by=OFFICE)
    assert one.status == "proposed"
    with pytest.raises(Invalid):
        agencies.record_agency(season_id=season, values=values, by=OFFICE)
    with pytest.raises(Refused):
        agencies.begin_contract(agency_id=one.pk, by=manager_of(one))
    assert agencies.begin_contract(agency_id=one.pk, by=OFFICE).status == "active"


def test_a_region_opens_every_consultant_its_list_names(season: int) -> None:
    one = one_of(made_agency(season))
    region = Actor("person:5", "지역 이", (Grant(Role.REGION, frozenset({"busan"})),))
    page = queries.consultant_page(consultant_id=one.pk, by=region)
    assert (page.line.id, page.may_record.allowed, page.may_approve.allowed) == (one.pk, False, False)
