"""A form filled so that the visit can be closed."""

from __future__ import annotations

from typing import Any

SIGNATURE = {"name": "김담당", "signed_on": "2017-04-10", "attachment": "5e0b7a52-0f5e-4c1e-9a43-5a37b3bd0001"}


def filled(visit: int, **more: Any) -> dict[str, Any]:
    """Every needed question of that visit, answered plainly."""
    always = {
        "held_on": "2017-04-10", "started_at": "10:00", "ended_at": "12:00",
        "met_with": [{"id": "m1", "name": "김담당", "role": "safety"}], "workers_rep_present": "present", "walked_round": "whole",
        "agreed": [{"id": "a1", "point": "사전 안내문을 붙인다", "owner": "고객지원팀장", "due": "2017-04-30"}],
        "next_step": "2차 방문에서 보고서를 설명한다", "signed": "signed", "signature": SIGNATURE,
    }  # fmt: skip
    first = {
        "workers_total": 60, "headcounts": {"call": {"own_women": 20, "own_men": 4}}, "headcount_source": "rota",
        "channels": {"phone": {"workers": 24, "contacts": 80}}, "shift_pattern": ["day"], "alone": "never",
        "incidents": {"verbal": {"happened": 9, "reported": 3, "handled": 1}}, "incident_source": "partial",
        **dict.fromkeys(("rest_room", "seating", "panic_button", "notice"), "none"), "cctv": "used",
        **dict.fromkeys(("policy_manual", "policy_stop", "policy_switch", "policy_grievance", "policy_no_reprisal"), "paper"),
        "mystery_shopping": "no", "ratings_pay": "yes", "trained_workers": 12,
    }  # fmt: skip
    second = {"report_explained": "all", "priorities": ["abuse"], "training_held": "yes", "training_people": 18, "training_length": 60}
    third = {"progress": [{"id": "p1", "point": "사전 안내문을 붙인다", "state": "done"}], "good_practice": "no"}
    return always | {1: first, 2: second, 3: third}[visit] | more
