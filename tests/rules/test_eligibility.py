"""The verdict on a workplace, in words."""

import pytest

from jikim.rules.calendar import WHO_COUNTS
from jikim.rules.eligibility import Facts, SeasonRules, judge
from jikim.rules.words import Text

RULES = SeasonRules(who_counts=WHO_COUNTS, region_names={"jeju": Text("제주특별자치도", "Jeju")}, sector_names={"food": Text("음식점", "Food"), "retail": Text("도소매", "Retail")})


@pytest.mark.parametrize("workers, eligible", [(0, False), (9, False), (10, True), (11, True)])
def test_ten_customer_service_workers_are_asked_for(workers, eligible):
    verdict = judge(Facts(workers, "seoul", "food"), RULES)
    assert verdict.eligible is eligible
    assert str(workers) in verdict.reason.ko
    assert "산정 기준" in verdict.reason.ko
    assert "Who counts" in verdict.reason.en


def test_a_default_season_admits_everything_else():
    assert judge(Facts(10, "", "", served_in=2016), SeasonRules()).eligible


def test_every_failed_rule_is_named():
    rules = SeasonRules(10, frozenset({"seoul"}), frozenset({"retail"}), False, WHO_COUNTS, RULES.region_names, RULES.sector_names)
    verdict = judge(Facts(5, "jeju", "food", "56111", served_in=2016), rules)
    assert verdict.grounds == ("too_few", "region", "sector", "served")
    for word in ("5명", "제주특별자치도", "음식점", "2016년"):
        assert word in verdict.reason.ko
    for word in ("5 customer", "Jeju", "Food", "2016"):
        assert word in verdict.reason.en


def test_sectors_may_be_beginnings_of_industry_codes():
    rules = SeasonRules(sectors=frozenset({"5611"}))
    assert judge(Facts(10, "seoul", "food", "56111"), rules).eligible
    assert not judge(Facts(10, "seoul", "food", "56221"), rules).eligible


def test_an_unknown_sector_cannot_be_admitted_where_sectors_are_named():
    verdict = judge(Facts(10, "seoul", ""), SeasonRules(sectors=frozenset({"retail"}), sector_names=RULES.sector_names))
    assert not verdict.eligible
    assert "업종코드" in verdict.reason.ko
