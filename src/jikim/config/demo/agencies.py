"""Made-up agencies and consultants of the model season."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from jikim.areas.dispatch import public as dispatch
from jikim.areas.dispatch.public import AgencyFacts, ConsultantFacts
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.config.demo.geography import CITIES, REGION_WEIGHTS
from jikim.rules.access import Actor

#: the demo's own consultant, so that `consultant@demo.jikim.test` has a plan
VISITOR = "최방문"
#: a paper anybody sees through: one blank page
_PROOF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
#: a season of fewer workplaces has one agency in each area and few ties, or most of it would stand there unserved
SMALL_UNDER = 80
#: the first workplaces are those the demo's people work with: nobody has a tie there
_FREE = 5
_HOLDS_UNTIL, _RUNS_OUT_ON = dt.date(2018, 12, 31), dt.date(2017, 7, 31)

_NAMES = (
    "한빛", "누리", "가람", "다온", "미래", "늘봄", "푸른", "은하", "새솔", "동해", "한결", "온새",
    "라온", "나래", "아름", "도담", "해든", "예솔", "슬기", "바로", "소리", "모아", "이룸", "채움", "보람",
)  # fmt: skip
_QUALIFICATIONS = ("산업간호", "산업위생", "직업환경의학", "심리")
_AREAS = (
    ("서울특별시", "경기도", "인천광역시", "강원도"),
    ("대전광역시", "세종특별자치시", "충청북도", "충청남도"),
    ("부산광역시", "울산광역시", "경상남도"),
    ("대구광역시", "경상북도"),
    ("광주광역시", "전라북도", "전라남도", "제주특별자치도"),
)


def made_agencies(workplaces: int, rng: np.random.Generator, codes: dict[str, str]) -> list[AgencyFacts]:
    """About one consultant for every five workplaces, shared out as the workplaces are. `codes`: region name → code."""
    agencies = max(5, min(len(_NAMES), workplaces // 40))
    odds = np.array([sum(REGION_WEIGHTS[r] for r in area) for area in _AREAS], dtype=float)
    areas = [*range(len(_AREAS)), *rng.choice(len(_AREAS), size=agencies - len(_AREAS), p=odds / odds.sum())]
    share = odds / odds.sum() / np.bincount(np.array(areas, dtype=int), minlength=len(_AREAS))
    # a small season has few people: many would each be allowed too little to serve it
    least = [3, *[3 if workplaces >= SMALL_UNDER else 1] * (agencies - 1)]
    people = [max(fewest, round(workplaces / 5 * float(share[int(area)]))) for fewest, area in zip(least, areas, strict=True)]
    fewest_days = 4 if workplaces >= SMALL_UNDER else 7
    return [_agency(i, _AREAS[int(areas[i])], people[i], fewest_days, rng, codes) for i in range(agencies)]


def _agency(
    i: int, regions: tuple[str, ...], consultants: int, fewest_days: int, rng: np.random.Generator, codes: dict[str, str]
) -> AgencyFacts:
    cities = [city for city in CITIES if city.region in regions]
    people = []
    for k in range(consultants):
        city = cities[int(rng.integers(len(cities)))]
        people.append(ConsultantFacts(
            name=VISITOR if (i, k) == (0, 0) else f"{_NAMES[i]} 컨설턴트{k + 1}", qualification=_QUALIFICATIONS[(i + k) % 4],
            base_region=codes[city.region], base_district=city.district,
            latitude=round(city.latitude + float(rng.normal(0, 0.03)), 5),
            longitude=round(city.longitude + float(rng.normal(0, 0.03)), 5),
            days_per_month=int(rng.integers(fewest_days, 9)), languages=("ko", "en") if rng.random() < 0.15 else ("ko",),
            more=_more(i, k),
        ))  # fmt: skip
    return AgencyFacts(
        name=f"{_NAMES[i]}산업보건센터", regions=tuple(codes[r] for r in regions),
        monthly_visit_maximum=consultants * 14, consultants=tuple(people), more=_contract(i),
    )  # fmt: skip


def _contract(i: int) -> Mapping[str, Any]:
    return {
        "contract_number": f"2017-위탁-{i + 1:02d}", "contract_starts_on": dt.date(2017, 3, 2), "contract_ends_on": dt.date(2017, 12, 15),
        "contact_name": "박기관" if i == 0 else f"{_NAMES[i]} 담당", "contact_phone": f"02-730-{4000 + i}",
    }  # fmt: skip


def _more(i: int, k: int) -> Mapping[str, Any]:
    """Everybody's qualification holds but one; a week off in summer; somebody is away most of August."""
    week = dt.date(2017, 7, 17) + dt.timedelta(days=7 * ((i + k) % 5))
    said: dict[str, Any] = {
        "qualified_until": _RUNS_OUT_ON if (i, k) == (0, 1) else _HOLDS_UNTIL,
        "days_off": frozenset(week + dt.timedelta(days=n) for n in range(5)),
    }
    return said | ({"days_by_month": {"2017-08": 3}} if k == 2 else {})


def play_ties(*, agency_ids: Sequence[int], places: Sequence[WorkplaceLine], by: Actor) -> None:
    """The first agencies declare a workplace of theirs each, and one consultant a tie of his own."""
    declaring, each = (3, 2) if len(places) >= SMALL_UNDER else (1, 1)
    for n, agency_id in enumerate(agency_ids[:declaring]):
        here = [one for one in places[_FREE:] if one.region in dispatch.regions_of(agency_id=agency_id)]
        for place in here[n * each : (n + 1) * each]:
            values = {"number": place.number, "name": place.name, "since_on": dt.date(2016, 1, 1), "what": "보건관리 위탁 계약"}
            dispatch.declare_conflict(agency_id=agency_id, values=values, by=by)
    people = dispatch.people_of(agency_id=agency_ids[0])
    values = {"number": places[_FREE].number, "name": places[_FREE].name, "what": "2015년까지 근무"}
    dispatch.declare_conflict(agency_id=agency_ids[0], consultant_id=people["한빛 컨설턴트2"], values=values, by=by)


def play_people(*, agency_ids: Sequence[int], person_id: int, region: str, by: Actor) -> None:
    """Proofs are in, the demo's account is its consultant's, and somebody new waits for approval."""
    people = dispatch.people_of(agency_id=agency_ids[0])
    for consultant_id in people.values():
        dispatch.keep_proof(consultant_id=consultant_id, data=_PROOF, name="자격증 사본.pdf", by=by)
    dispatch.link_person(consultant_id=people[VISITOR], person_id=person_id, by=by)
    new = {"name": "한빛 신규", "qualification": "심리", "qualified_until": _HOLDS_UNTIL, "region": region, "district": "", "days_a_month": 8,
           "languages": ("ko",)}  # fmt: skip
    one = dispatch.record_consultant(agency_id=agency_ids[0], values=new, by=by)
    dispatch.keep_proof(consultant_id=one.pk, data=_PROOF, name="자격증 사본.pdf", by=by)
