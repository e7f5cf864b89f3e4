"""The code lists: regions, industries, sectors."""

import datetime as dt

import pytest

from jikim.shared import codes

#: the fourteen industries of the sample sheet
SAMPLES = {
    "75991": "callcentre", "47112": "retail", "86102": "health", "47111": "retail", "56111": "food", "55101": "lodging", "64121": "finance",
    "87111": "care", "49212": "transport", "61220": "telecom", "84111": "public", "95110": "repair", "91112": "leisure", "35200": "utilities",
}  # fmt: skip


def test_districts_belong_to_the_regions():
    assert set(codes.districts()) == {one.key for one in codes.regions()}
    assert {home.key for home in codes.homes_of("종로구")} == {"seoul"}
    assert {home.key for home in codes.homes_of("강서구")} == {"seoul", "busan"}
    assert {home.key for home in codes.homes_of("수원시 영통구")} == {"gyeonggi"}
    assert codes.homes_of("") == codes.homes_of("없는구") == ()
    assert sum(len(names) for names in codes.districts().values()) == 226 + 1 + 2 + 2  # 세종, 제주의 두 시, 이름이 둘인 미추홀구·군위군


def test_seventeen_regions_in_order_of_their_codes():
    assert len(codes.regions()) == 17
    assert [r.key for r in codes.regions()][:2] == ["seoul", "busan"]


@pytest.mark.parametrize("code", SAMPLES)
def test_the_industries_of_the_samples_are_known(code):
    assert codes.sector_of(code) == SAMPLES[code]
    assert codes.industries()[code].name.ko


def test_an_unlisted_class_falls_under_its_division():
    assert codes.sector_of("47999") == "retail"
    assert codes.sector_of("00000") == ""
    assert codes.sector_of("", "국내은행") == "finance"


def test_a_paper_names_a_region_as_it_was_called_that_day():
    assert codes.region_name("gangwon", dt.date(2017, 4, 3)).ko == "강원도"
    assert codes.region_name("gangwon", dt.date(2023, 6, 11)).ko == "강원특별자치도"
    assert codes.region_name("jeonbuk").en == "Jeonbuk State"


def test_every_region_is_found_by_all_its_names():
    for region in codes.regions():
        for word in (region.key, region.short.ko, region.short.en, *region.codes, *region.also, *(n.name.ko for n in region.names)):
            assert codes.find_region(word) == region, word


def test_every_sector_of_an_industry_is_listed():
    listed = {sector.key for sector in codes.sectors()}
    assert {industry.sector for industry in codes.industries().values()} <= listed
