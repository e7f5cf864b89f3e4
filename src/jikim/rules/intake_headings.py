"""Which column of a sheet is which field, whatever order, spacing or synonym an office uses. Unknown columns are left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from jikim.rules.words import Text

#: The fields of an application in the order of the published sheet; the heading there is the field's name for people.
FIELDS: dict[str, Text] = {
    "number": Text("관리번호", "Number"),
    "name": Text("사업장명", "Workplace"),
    "business_number": Text("사업자등록번호", "Business number"),
    "employer_name": Text("사업주", "Employer"),
    "client_name": Text("원청", "Client company"),
    "industry_code": Text("업종코드", "Industry code"),
    "industry_name": Text("업종명", "Industry"),
    "region": Text("시도", "Region"),
    "district": Text("시군구", "District"),
    "address": Text("주소", "Address"),
    "latitude": Text("위도", "Latitude"),
    "longitude": Text("경도", "Longitude"),
    "workers": Text("상시근로자수", "Workers"),
    "service_workers": Text("고객응대근로자수", "Customer service workers"),
    "contact_name": Text("담당자", "Contact"),
    "contact_phone": Text("연락처", "Phone"),
    "contact_email": Text("이메일", "E-mail"),
    "applied_on": Text("신청일", "Applied on"),
}
REQUIRED = ("name", "business_number", "region", "workers", "service_workers")

_ALIASES: dict[str, tuple[str, ...]] = {
    "number": ("관리번호", "사업장관리번호", "접수번호", "신청번호", "number", "key", "id"),
    "name": ("사업장명", "사업장", "사업장명칭", "사업장이름", "신청사업장", "신청사업장명", "workplace", "workplacename", "site", "sitename"),
    "business_number": ("사업자등록번호", "사업자번호", "사업자등록증번호", "등록번호", "businessnumber", "businessregistrationnumber", "brn"),
    "employer_name": ("사업주", "사업주명", "법인명", "회사명", "고용사업주", "소속회사", "소속업체", "employer", "employername", "company"),
    "client_name": ("원청", "원청명", "원청사", "원청업체", "발주처", "위탁사", "고객사", "사용사업주", "client", "clientcompany"),
    "industry_code": ("업종코드", "산업분류코드", "표준산업분류코드", "표준산업분류", "ksic", "업종분류코드", "industrycode"),
    "industry_name": ("업종명", "업종", "산업분류명", "업종분류", "industry", "industryname"),
    "region": ("시도", "시·도", "시/도", "광역시도", "지역", "소재지시도", "관할시도", "region", "province"),
    "district": ("시군구", "시·군·구", "시/군/구", "구군", "군구", "소재지시군구", "district", "city"),
    "address": ("주소", "소재지", "사업장주소", "사업장소재지", "상세주소", "도로명주소", "address"),
    "latitude": ("위도", "lat", "latitude", "y좌표"),
    "longitude": ("경도", "lon", "lng", "longitude", "x좌표"),
    "workers": ("상시근로자수", "상시근로자", "근로자수", "총근로자수", "전체근로자수", "상시인원", "상시근로자인원", "workers", "totalworkers", "headcount"),
    "service_workers": ("고객응대근로자수", "고객응대근로자", "고객응대인원", "감정노동자수", "감정노동근로자수", "응대근로자수", "customerserviceworkers", "serviceworkers"),
    "contact_name": ("담당자", "담당자명", "담당자성명", "담당자이름", "contact", "contactname", "contactperson"),
    "contact_phone": ("연락처", "전화번호", "전화", "담당자연락처", "담당자전화번호", "휴대폰", "휴대전화", "phone", "telephone", "tel"),
    "contact_email": ("이메일", "메일", "전자우편", "이메일주소", "담당자이메일", "email", "mail", "emailaddress"),
    "applied_on": ("신청일", "신청일자", "접수일", "접수일자", "신청날짜", "appliedon", "applicationdate", "dateofapplication"),
}  # fmt: skip
#: taken for a field only where none of its proper names is there: 회사명 is the employer beside 사업장명, the workplace without it
_SECOND_CHOICE: dict[str, tuple[str, ...]] = {
    "name": ("업체명", "상호", "상호명", "회사명", "기업명", "기관명", "업체", "명칭", "name"),
    "number": ("번호",),
    "workers": ("인원", "직원수", "종사자수"),
}


def plain(heading: object) -> str:
    """A heading as compared: no brackets with what they hold, no marks, no spaces, half width, lower case."""
    text = unicodedata.normalize("NFKC", "" if heading is None else str(heading))
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>", "", text)
    return re.sub(r"[\s*※＊:：'\"._\-​·/]+", "", text).casefold()


_FIELD_OF = {plain(alias): field for field, aliases in _ALIASES.items() for alias in aliases}


def match(cells: Sequence[object]) -> dict[str, int]:
    """Which field stands in which column (counted from 0). A field named twice keeps its first column."""
    headings = [plain(cell) for cell in cells]
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = _FIELD_OF.get(heading)
        if field and field not in found:
            found[field] = place
    for field, aliases in _SECOND_CHOICE.items():
        if field in found:
            continue
        for place, heading in enumerate(headings):
            if heading in aliases and (place not in found.values() or (field == "name" and found.get("employer_name") == place)):
                if found.get("employer_name") == place:
                    del found["employer_name"]
                found[field] = place
                break
    return found


def is_heading(cells: Sequence[object]) -> bool:
    """Is this the heading row? At least three known columns, the workplace's name or business number among them."""
    found = match(cells)
    return len(found) >= 3 and ("name" in found or "business_number" in found)


def missing(found: dict[str, int]) -> tuple[str, ...]:
    """Required fields without a column. A full address may stand for the province."""
    return tuple(field for field in REQUIRED if field not in found and not (field == "region" and "address" in found))
