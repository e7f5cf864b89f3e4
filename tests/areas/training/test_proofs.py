"""A training given at a workplace as evidence for a measure of its plan: chosen once, told without names, and only what really was given there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.consulting.models import PlanEvidence, PlanItem
from jikim.areas.consulting.public import choose_proof, plan_link, proofs
from jikim.areas.training.actions.certifying import certify_year
from jikim.areas.training.actions.planning import plan_session
from jikim.areas.training.actions.running import close_session, mark_held, open_session
from jikim.areas.training.queries.proofs import proofs_of
from jikim.rules.access import Role
from jikim.shared.access import Invalid, Refused
from jikim.shared.clock import rehearsing
from tests.areas.consulting.made import planned as measures
from tests.areas.training.made import DAY, closed, values
from tests.areas.visits.made import stranger

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def item_and_manager():
    (item,), _, manager = measures(1)
    return item, manager


def trained(item: PlanItem, **more):
    return closed(place=item.workplace, **more)


def planned_again(item: PlanItem, by):
    with rehearsing(DAY):
        return plan_session(workplace_id=item.workplace_id, values=values(), by=by)


def trained_again(item: PlanItem, by) -> None:
    one = planned_again(item, by)
    with rehearsing(DAY):
        for act in (open_session, mark_held):
            act(session_id=one.pk, by=by)
        close_session(session_id=one.pk, attended=30, note="", by=by)


def test_only_what_was_given_there_can_be_chosen_and_once(item_and_manager) -> None:
    item, manager = item_and_manager
    session, by = trained(item, attended=14)
    waiting = planned_again(item, by)
    elsewhere, _ = closed()
    assert [one.key for one in proofs_of(item.workplace_id)] == [f"training:{session.pk}"]
    for _ in range(2):
        made = choose_proof(item_id=item.pk, key=f"training:{session.pk}", by=manager)
    assert PlanEvidence.objects.get() == made
    assert "14명" in made.words_ko
    assert DAY.isoformat() in made.words_en
    for key in (f"training:{waiting.pk}", f"training:{elsewhere.pk}", "training:0", "x"):
        with pytest.raises(Invalid):
            choose_proof(item_id=item.pk, key=key, by=manager)
    with pytest.raises(Refused):
        choose_proof(item_id=item.pk, key=f"training:{session.pk}", by=stranger(Role.MANAGER))


def test_a_certificate_is_chosen_and_says_when_it_no_longer_stands(item_and_manager, settings) -> None:
    item, manager = item_and_manager
    settings.JIKIM_TODAY = DAY
    _, by = trained(item)
    with rehearsing(DAY):
        first = certify_year(workplace_id=item.workplace_id, year=DAY.year, by=manager)
        choose_proof(item_id=item.pk, key=f"certificate:{first.pk}", by=manager)
    address = plan_link(item.workplace_id).removeprefix(settings.JIKIM_BASE_URL)
    page = Client().get(f"{address}{item.pk}/").content.decode()
    assert reverse("training_verify", kwargs={"language": "ko", "token": first.token}) in page
    trained_again(item, by)
    with rehearsing(DAY):
        certify_year(workplace_id=item.workplace_id, year=DAY.year, by=manager)
    page = Client().get(f"{address}{item.pk}/").content.decode()
    assert first.token not in page
    assert "더는 유효하지 않음" in page


def test_by_the_link_a_training_is_chosen_without_an_account(item_and_manager, settings) -> None:
    item, _ = item_and_manager
    settings.JIKIM_TODAY = DAY
    session, _ = trained(item)
    address = plan_link(item.workplace_id).removeprefix(settings.JIKIM_BASE_URL)
    client = Client()
    where = f"{address}{item.pk}/evidence/"
    assert f"training:{session.pk}" in client.get(where).content.decode()
    assert client.post(where, {"proof": "training:999999"}).status_code == 200
    assert not PlanEvidence.objects.exists()
    assert client.post(where, {"proof": f"training:{session.pk}"}).status_code == 302
    page = client.get(f"{address}{item.pk}/").content.decode()
    assert "참석 12명" in page
    assert reverse("training", args=[session.pk]) not in page, "that page wants an account"
    assert f"training:{session.pk}" not in client.get(where).content.decode()
    evidence = PlanEvidence.objects.get()
    assert client.get(f"{address}{item.pk}/evidence/{evidence.pk}/").status_code == 404


def test_training_answers_by_the_wiring() -> None:
    assert proofs.found is not None
    assert proofs.of(0) == ()
