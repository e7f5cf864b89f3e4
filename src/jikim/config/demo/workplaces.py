"""Made-up applications, as the rows of the sheet an office would send. No company in it exists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from jikim.config.demo.geography import CITIES, REGION_WEIGHTS, City

HEADER = (
    "관리번호", "사업장명", "사업자등록번호", "업종코드", "업종명", "시도", "시군구", "위도", "경도",
    "상시근로자수", "고객응대근로자수", "담당자", "연락처", "이메일", "신청일",
)  # fmt: skip
#: the same columns as enrolment's fields
FIELDS = (
    "number", "name", "business_number", "industry_code", "industry_name", "region", "district", "latitude",
    "longitude", "workers", "service_workers", "contact_name", "contact_phone", "contact_email", "applied_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry with its share, typical headcount, share of workers facing customers, and strain (0 = average)."""

    code: str
    name: str
    word: str
    weight: int
    median_workers: int
    facing: float
    strain: float


TRADES: tuple[Trade, ...] = (
    Trade("75991", "콜센터 및 텔레마케팅 서비스업", "고객센터", 180, 110, 0.82, 0.35),
    Trade("47112", "대형 마트", "마트", 130, 120, 0.62, 0.10),
    Trade("86102", "일반 병원", "병원", 105, 90, 0.55, 0.05),
    Trade("47111", "백화점", "백화점", 90, 130, 0.70, 0.15),
    Trade("56111", "한식 일반 음식점업", "식당", 75, 26, 0.75, -0.10),
    Trade("55101", "호텔업", "호텔", 70, 70, 0.60, -0.05),
    Trade("64121", "국내은행", "은행", 70, 34, 0.75, 0.00),
    Trade("87111", "노인 요양 복지시설 운영업", "요양원", 60, 34, 0.60, 0.05),
    Trade("49212", "시외버스 운송업", "고속", 50, 70, 0.65, -0.15),
    Trade("61220", "무선 및 위성 통신업", "통신", 45, 50, 0.60, 0.05),
    Trade("84111", "입법 및 일반 정부 행정", "주민센터", 45, 60, 0.60, 0.20),
    Trade("95110", "컴퓨터 및 주변기기 수리업", "서비스센터", 38, 32, 0.70, 0.10),
    Trade("91112", "골프장 및 스키장 운영업", "컨트리클럽", 36, 60, 0.65, 0.00),
    Trade("35200", "연료용 가스 제조 및 배관공급업", "도시가스", 30, 60, 0.55, 0.05),
)
TRADE_BY_CODE = {trade.code: trade for trade in TRADES}

_BRANDS = (
    "새봄", "들꽃", "한울", "가온", "마루", "나린", "여울", "다솜", "미르", "하람", "솔빛", "아라",
    "도란", "물결", "햇살", "이든", "바른", "온유", "두레", "참솔", "늘해", "고운", "별하", "산들",
)  # fmt: skip
_FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = ("서연", "민준", "지우", "하은", "도윤", "수빈", "예준", "지민", "은주", "현우", "미영", "정호", "유진", "성민")

#: the commonest customers have 10 to 30 workers: these sizes are always in the season (W0001 to W0004)
FIXED_SIZES = ((10, 10), (14, 12), (20, 18), (36, 30))


@dataclass(frozen=True, slots=True)
class Site:
    """One made-up site before it becomes a row."""

    number: str
    trade: Trade
    city: City
    workers: int
    service_workers: int
    row: tuple[object, ...]


def made_sites(count: int, rng: np.random.Generator, call_opens: dt.date, call_days: int) -> list[Site]:
    """`count` sites numbered W0001…; about 6 % too small, sizes log-normal, dates over the call."""
    trade_odds = np.array([trade.weight for trade in TRADES], dtype=float)
    region_odds = np.array([REGION_WEIGHTS[c.region] / _cities_of(c.region) for c in CITIES], dtype=float)
    trades = rng.choice(len(TRADES), size=count, p=trade_odds / trade_odds.sum())
    cities = rng.choice(len(CITIES), size=count, p=region_odds / region_odds.sum())
    serial: dict[tuple[str, str, str], int] = {}
    return [
        _site(i, TRADES[trades[i]], CITIES[cities[i]], rng, serial, call_opens, call_days) for i in range(count)
    ]


def _site(
    i: int, trade: Trade, city: City, rng: np.random.Generator, serial: dict[tuple[str, str, str], int],
    call_opens: dt.date, call_days: int,
) -> Site:  # fmt: skip
    workers, service = _headcounts(i, trade, rng)
    brand = _BRANDS[int(rng.integers(len(_BRANDS)))]
    place = (brand, trade.word, city.district)
    serial[place] = serial.get(place, 0) + 1
    name = f"{brand}{trade.word} {city.district}{serial[place]}지점"
    day = 0 if i < len(FIXED_SIZES) else int(rng.integers(call_days))
    on = call_opens + dt.timedelta(days=day)
    row = (
        f"W{i + 1:04d}", name, business_number(rng, hyphens=bool(rng.integers(2))), trade.code, trade.name,
        city.region, city.district, round(city.latitude + float(rng.normal(0, 0.02)), 5),
        round(city.longitude + float(rng.normal(0, 0.025)), 5), workers, service,
        _made_name(rng),
        f"02-{rng.integers(200, 999)}-{rng.integers(1000, 9999)}", f"safety{i + 1}@example.com",
        on.isoformat() if rng.integers(2) else f"{on.year}.{on.month}.{on.day}",
    )  # fmt: skip
    return Site(f"W{i + 1:04d}", trade, city, workers, service, row)


def _headcounts(i: int, trade: Trade, rng: np.random.Generator) -> tuple[int, int]:
    if i < len(FIXED_SIZES):
        return FIXED_SIZES[i]
    workers = int(np.clip(round(trade.median_workers * float(rng.lognormal(0, 0.75))), 12, 900))
    service = int(np.clip(round(workers * float(np.clip(rng.normal(trade.facing, 0.1), 0.2, 0.98))), 10, workers))
    if rng.random() < 0.06:
        return workers, int(rng.integers(2, 10))
    return workers, service


def made_names(rng: np.random.Generator) -> tuple[str, str]:
    """Two different made-up names."""
    first = second = _made_name(rng)
    while second == first:
        second = _made_name(rng)
    return first, second


def _made_name(rng: np.random.Generator) -> str:
    return _FAMILY[int(rng.integers(len(_FAMILY)))] + _GIVEN[int(rng.integers(len(_GIVEN)))]


def business_number(rng: np.random.Generator, *, hyphens: bool) -> str:
    """Ten digits with a right check digit; the number belongs to nobody we know of."""
    digits = [int(d) for d in rng.integers(0, 10, 9)]
    digits[0] = max(1, digits[0])
    total = sum(w * d for w, d in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), digits, strict=True)) + digits[8] * 5 // 10
    text = "".join(map(str, [*digits, (10 - total % 10) % 10]))
    return f"{text[:3]}-{text[3:5]}-{text[5:]}" if hyphens else text


def _cities_of(region: str) -> int:
    return sum(city.region == region for city in CITIES)
