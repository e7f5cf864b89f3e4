"""What other rooms and commands may ask of enrolment. They import this and nothing deeper."""

from __future__ import annotations

from jikim.areas.enrolment.actions.agreement import conclude_agreement
from jikim.areas.enrolment.actions.decisions import (
    decide_enrolment,
    judge,
    plan_enrolment,
    withdraw_application,
)
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.intake import (
    apply_import,
    correct_workplace,
    import_file,
    receive_workplace,
    stage_import,
    submit_application,
)
from jikim.areas.enrolment.actions.lottery import draw, freeze_list
from jikim.areas.enrolment.actions.seasons import (
    HolidayValue,
    MilestoneValue,
    QuotaValue,
    create_season,
    edit_season,
    ensure_default_season,
    move_season,
    set_holidays,
    set_milestones,
    set_quotas,
)
from jikim.areas.enrolment.queries.applications import (
    ApplicationFilter,
    ApplicationLine,
    application_counts,
    applications,
)
from jikim.areas.enrolment.queries.detail import application_detail, application_for_letter
from jikim.areas.enrolment.queries.export import export_applications
from jikim.areas.enrolment.queries.lotteries import lotteries
from jikim.areas.enrolment.queries.places import WorkplaceLine, application_of, workplace, workplaces
from jikim.areas.enrolment.queries.seasons import WhichSeason, call_state, season_page, seasons, the_season

__all__ = [
    "ApplicationFilter",
    "ApplicationLine",
    "HolidayValue",
    "Invalid",
    "MilestoneValue",
    "QuotaValue",
    "WhichSeason",
    "WorkplaceLine",
    "application_counts",
    "application_detail",
    "application_for_letter",
    "application_of",
    "applications",
    "apply_import",
    "call_state",
    "conclude_agreement",
    "correct_workplace",
    "create_season",
    "decide_enrolment",
    "draw",
    "edit_season",
    "ensure_default_season",
    "export_applications",
    "freeze_list",
    "import_file",
    "judge",
    "lotteries",
    "move_season",
    "plan_enrolment",
    "receive_workplace",
    "season_page",
    "seasons",
    "set_holidays",
    "set_milestones",
    "set_quotas",
    "stage_import",
    "submit_application",
    "the_season",
    "withdraw_application",
    "workplace",
    "workplaces",
]  # fmt: skip
