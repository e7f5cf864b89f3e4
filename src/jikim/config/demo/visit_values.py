"""What made-up consultants write down at made-up workplaces: plausible, never about a person."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import numpy as np

from jikim.areas.dispatch.public import AppointmentLine

_ROLES = ("safety", "personnel", "service_lead", "site_head")
_POINTS = (
    ("전화 연결 전 보호 안내 음성을 넣는다", "고객지원팀장"), ("응대를 멈출 수 있는 기준을 한 장으로 만들어 붙인다", "안전보건 담당자"),
    ("쓰지 않는 회의실을 휴게실로 바꾼다", "총무팀장"), ("폭언 기록부를 만들고 매월 함께 본다", "현장 책임자"),
    ("근무 중 10분 휴식을 근무표에 넣는다", "고객지원팀장"), ("비상벨 위치를 모든 근로자에게 알린다", "시설 담당자"),
)  # fmt: skip
_SEEN = (
    ("창구", "창구 사이 거리가 가깝고 가림막이 없어 고객이 손을 뻗으면 닿음", "risk"), ("휴게실", "휴게실이 있으나 창고로 쓰고 있어 앉을 곳이 없음", "risk"),
    ("상담실", "관리자가 어려운 전화를 넘겨받아 함께 처리하는 모습이 자리 잡혀 있음", "good"), ("게시판", "보호 안내문이 직원 통로에만 있고 고객에게 보이지 않음", "question"),
)  # fmt: skip


def _always(line: AppointmentLine, rng: np.random.Generator) -> dict[str, Any]:
    ends = (dt.datetime.combine(line.on, line.start) + dt.timedelta(minutes=line.minutes + int(rng.integers(-15, 20)))).time()
    contact = line.contact_name or "담당자"
    points = [_POINTS[int(i)] for i in rng.choice(len(_POINTS), size=2, replace=False)]
    place, seen, kind = _SEEN[int(rng.integers(len(_SEEN)))]
    return {
        "held_on": line.on.isoformat(), "started_at": f"{line.start:%H:%M}", "ended_at": f"{ends:%H:%M}",
        "met_with": [{"id": _id(rng), "name": contact, "role": str(rng.choice(_ROLES))}],
        "workers_rep_present": str(rng.choice(("present", "present", "invited", "none"))), "walked_round": "whole",
        "observations": [{"id": _id(rng), "place": place, "seen": seen, "kind": kind, "readers": "workplace" if kind == "good" else "programme"}],
        "agreed": [{"id": _id(rng), "point": what, "owner": who, "due": (line.on + dt.timedelta(days=30)).isoformat()} for what, who in points],
        "next_step": "다음 방문에서 합의한 일을 함께 확인합니다.", "signed": "signed",
        "signature": {"name": contact, "signed_on": line.on.isoformat(), "attachment": _id(rng)},
    }  # fmt: skip


def first_values(line: AppointmentLine, workers: int, rng: np.random.Generator) -> dict[str, Any]:
    """The basic-status survey, with as many customer service workers as given."""
    women = round(workers * float(rng.uniform(0.55, 0.9)))
    fixed = min(women, int(workers * 0.2))
    job = "call" if "센터" in line.workplace_name else str(rng.choice(("sales", "counter", "cashier", "care", "food")))
    happened = int(rng.poisson(workers / 6))
    reported = int(rng.binomial(happened, 0.4))
    used = ("used", "unused", "none")
    said = ("practised", "paper", "unwritten", "none")
    return _always(line, rng) | {
        "workers_total": max(workers, int(workers * float(rng.uniform(1.1, 2.2)))),
        "headcounts": {job: {"own_women": women - fixed, "fixed_women": fixed, "own_men": workers - women}}, "headcount_source": "rota",
        "channels": {"phone" if job == "call" else "face": {"workers": workers, "contacts": int(rng.integers(20, 120))}},
        "shift_pattern": ["day", "weekend"] if rng.random() < 0.5 else ["two_shift"], "alone": str(rng.choice(("never", "sometimes", "regular"))),
        "break_minutes": int(rng.choice((10, 20, 30))), "longest_stretch": int(rng.choice((60, 90, 120, 180))),
        "incidents": {"verbal": {"happened": happened, "reported": reported, "handled": int(rng.binomial(reported, 0.6))}},
        "incident_source": str(rng.choice(("log", "partial", "memory"))), "after_event": ["rest"] if rng.random() < 0.4 else ["nothing"],
        **{key: str(rng.choice(used)) for key in ("rest_room", "seating", "panic_button", "cctv", "notice")},
        **{key: str(rng.choice(said)) for key in ("policy_manual", "policy_stop", "policy_switch", "policy_grievance", "policy_no_reprisal")},
        "mystery_shopping": str(rng.choice(("yes", "no"))), "ratings_pay": str(rng.choice(("yes", "no"))),
        "trained_workers": int(workers * float(rng.uniform(0, 0.8))), "trained_minutes": 60,
    }  # fmt: skip


def second_values(line: AppointmentLine, rng: np.random.Generator) -> dict[str, Any]:
    """Consultation and training."""
    return _always(line, rng) | {
        "report_explained": "all", "changed_since": "안내문 문구를 정하고 붙일 곳을 골랐습니다.",
        "priorities": [str(one) for one in rng.choice(("abuse", "overload", "rest", "discretion", "support"), size=2, replace=False)],
        "training_held": "yes", "training_people": max(1, int(line.service_workers * 0.6)), "training_length": 60,
    }  # fmt: skip


def third_values(line: AppointmentLine, rng: np.random.Generator) -> dict[str, Any]:
    """What became of what was agreed."""
    states = ("done", "done", "begun", "not")
    return _always(line, rng) | {
        "progress": [{"id": _id(rng), "point": what, "state": str(rng.choice(states)), "seen": "현장에서 확인"} for what, _ in _POINTS[:2]],
        "improved": ["facilities"], "good_practice": str(rng.choice(("yes", "no"))),
    }  # fmt: skip


def _id(rng: np.random.Generator) -> str:
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))
