"""The model season fills every place it was asked for, whatever the seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from jikim.areas.dispatch.models import Plan
from jikim.areas.dispatch.public import AgencyFacts
from jikim.areas.surveys import models as surveys_models
from jikim.config.demo.agencies import made_agencies
from jikim.config.demo.build import build_model_season, enough_sites, leaving, model_quotas
from jikim.config.demo.geography import REGION_WEIGHTS
from jikim.config.demo.workplaces import Site
from jikim.vault.keys import make_keys
from tests.areas.enrolment.made import CONSOLE


@pytest.mark.parametrize("places", [20, 33, 100, 300])
def test_the_quotas_leave_room_for_every_place(places: int) -> None:
    for seed in range(25 if places < 300 else 8):
        sites = enough_sites(places, np.random.default_rng(seed))
        fit = [site for site in sites if site.service_workers >= 10]
        seoul, jeju, centres = model_quotas(places, sites)
        crowded = sum(site.city.region == "서울특별시" for site in fit)
        assert seoul.maximum is not None
        assert len(fit) - crowded + min(crowded, seoul.maximum) >= places + leaving(places)
        assert jeju.minimum <= sum(site.city.region == "제주특별자치도" for site in fit)
        assert centres.minimum <= sum(site.trade.code == "75991" for site in fit)


def _room(served: int, agencies: list[AgencyFacts], fit: list[Site]) -> int:
    """How many can be served when so many are: nobody has more than twice the fair share, an agency stays in its regions."""
    days = sum(one.days_per_month for agency in agencies for one in agency.consultants)
    found = 0
    for regions in {agency.regions for agency in agencies}:
        here = [one for agency in agencies if agency.regions == regions for one in agency.consultants]
        found += min(sum(max(1, 2 * served * one.days_per_month // days) for one in here), sum(site.city.region in regions for site in fit))
    return found


@pytest.mark.parametrize("places", [12, 20, 30, 50])
def test_a_small_season_has_consultants_enough_for_nearly_every_workplace(places: int) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        fit = [site for site in enough_sites(places, rng) if site.service_workers >= 10][:places]
        agencies = made_agencies(places, rng, {name: name for name in REGION_WEIGHTS})
        served = places
        while (room := _room(served, agencies, fit)) < served:
            served = room
        assert served >= places * 0.9, (seed, served)


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.django_db(databases=["default", "vault"])
def test_twenty_asked_for_are_twenty_enrolled(settings: Any) -> None:
    settings.JIKIM_DEMO = True
    make_keys()
    built = build_model_season(workplaces=20, seed=7, password="lighthouse under seven pigeons", by=CONSOLE, progress=lambda *_: None)
    assert built.enrolled == 20
    assert built.waiting > 0
    assert built.by_card == 50
    plan = Plan.objects.get(status="accepted")
    assert plan.figures["served"] >= 18, "a small season looks whole: one or two may be left out, with their reason"
    seen = surveys_models.WeekCount.objects.filter(round__status="open")
    assert seen.exists(), "the weeks that are over stand in the open rounds from the first page on"
