"""Made-up agencies and consultants of the model season."""

from __future__ import annotations

import numpy as np

from jikim.areas.dispatch.public import AgencyFacts, ConsultantFacts
from jikim.config.demo.geography import CITIES, REGION_WEIGHTS

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
    """About one consultant for every five workplaces, in agencies of four to eight. `codes`: region name → code."""
    agencies = max(5, min(len(_NAMES), workplaces // 40))
    odds = np.array([sum(REGION_WEIGHTS[r] for r in area) for area in _AREAS], dtype=float)
    areas = [*range(len(_AREAS)), *rng.choice(len(_AREAS), size=agencies - len(_AREAS), p=odds / odds.sum())]
    per_agency = max(3, round(workplaces / 5 / agencies))
    return [_agency(i, _AREAS[int(areas[i])], per_agency, rng, codes) for i in range(agencies)]


def _agency(
    i: int, regions: tuple[str, ...], consultants: int, rng: np.random.Generator, codes: dict[str, str]
) -> AgencyFacts:
    cities = [city for city in CITIES if city.region in regions]
    people = []
    for k in range(consultants):
        city = cities[int(rng.integers(len(cities)))]
        people.append(ConsultantFacts(
            name=f"{_NAMES[i]} 컨설턴트{k + 1}", qualification=_QUALIFICATIONS[(i + k) % 4],
            base_region=codes[city.region], base_district=city.district,
            latitude=round(city.latitude + float(rng.normal(0, 0.03)), 5),
            longitude=round(city.longitude + float(rng.normal(0, 0.03)), 5),
            days_per_month=int(rng.integers(6, 17)), languages=("ko", "en") if rng.random() < 0.15 else ("ko",),
        ))  # fmt: skip
    return AgencyFacts(
        name=f"{_NAMES[i]}산업보건센터", regions=tuple(codes[r] for r in regions),
        monthly_visit_maximum=consultants * 14, consultants=tuple(people),
    )  # fmt: skip
