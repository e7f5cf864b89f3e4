"""What other rooms and commands may ask of enrolment. They import this and nothing deeper."""

from __future__ import annotations

from jikim.areas.enrolment.actions.agreement import conclude_agreement, prepare_agreement
from jikim.areas.enrolment.actions.decisions import (
    decide_enrolment,
    judge,
    plan_enrolment,
    withdraw_application,
)
from jikim.areas.enrolment.actions.drafts import (
    empty_old_drafts,
    keep_draft,
    kept_draft,
    note_applied,
    note_rejects,
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
from jikim.areas.enrolment.actions.letters import Paper, letter
from jikim.areas.enrolment.actions.lottery import draw, freeze_list
from jikim.areas.enrolment.actions.papers import PROMISES, agreement_paper, breach_address, wall_paper
from jikim.areas.enrolment.actions.prospects import (
    ProspectFacts,
    find_prospect,
    link_application,
    record_contact,
)
from jikim.areas.enrolment.actions.seasons import (
    HolidayValue,
    MilestoneValue,
    QuotaValue,
    create_season,
    edit_season,
    ensure_default_season,
    lock_season,
    move_season,
    set_holidays,
    set_milestones,
    set_quotas,
)
from jikim.areas.enrolment.actions.visit_wishes import (
    except_large_site,
    exception_of,
    minutes_there,
    said_of_visits,
    say_when_visits_suit,
)
from jikim.areas.enrolment.queries.agreements import agreement_in_force, workplaces_in_force
from jikim.areas.enrolment.queries.applications import (
    ApplicationFilter,
    ApplicationLine,
    application_counts,
    applications,
)
from jikim.areas.enrolment.queries.current import SeasonFacts, days_off, season_facts
from jikim.areas.enrolment.queries.detail import application_detail, application_for_letter
from jikim.areas.enrolment.queries.export import export_applications
from jikim.areas.enrolment.queries.home import figures, front_calendar, front_call, standings, waiting
from jikim.areas.enrolment.queries.import_preview import shown_value
from jikim.areas.enrolment.queries.lotteries import lotteries
from jikim.areas.enrolment.queries.mail_contacts import (
    MailContact,
    applied_contacts,
    contact_addresses,
    prospect_contacts,
)
from jikim.areas.enrolment.queries.places import (
    PlaceIdentity,
    VisitPlace,
    WorkplaceLine,
    application_of,
    number_as_kept,
    place_identities,
    place_names,
    place_of_number,
    visit_places,
    workplace,
    workplace_of,
    workplaces,
)
from jikim.areas.enrolment.queries.reach import reached
from jikim.areas.enrolment.queries.seasons import WhichSeason, call_state, season_page, seasons, the_season
from jikim.areas.enrolment.visitors import visitors

__all__ = [
    "PROMISES", "ApplicationFilter", "ApplicationLine", "HolidayValue", "Invalid", "MailContact", "MilestoneValue",
    "Paper", "PlaceIdentity", "ProspectFacts", "QuotaValue", "SeasonFacts", "VisitPlace", "WhichSeason", "WorkplaceLine", "agreement_in_force",
    "agreement_paper", "application_counts", "application_detail", "application_for_letter",
    "application_of", "applications", "applied_contacts", "apply_import", "breach_address", "call_state", "conclude_agreement", "contact_addresses",
    "correct_workplace", "create_season", "days_off", "decide_enrolment", "draw", "edit_season", "empty_old_drafts",
    "ensure_default_season", "except_large_site", "exception_of", "export_applications", "figures", "find_prospect", "freeze_list",
    "front_calendar", "front_call", "import_file", "judge", "keep_draft", "kept_draft", "letter", "link_application", "lock_season", "lotteries",
    "minutes_there",
    "move_season", "note_applied", "note_rejects", "number_as_kept", "place_identities", "place_names", "place_of_number", "plan_enrolment", "prepare_agreement", "prospect_contacts",
    "reached", "receive_workplace", "record_contact", "said_of_visits", "say_when_visits_suit",
    "season_facts", "season_page", "seasons", "set_holidays", "set_milestones",
    "set_quotas", "shown_value", "stage_import", "standings", "submit_application", "the_season", "visit_places", "visitors", "waiting",
    "wall_paper", "withdraw_application", "workplace", "workplace_of", "workplaces", "workplaces_in_force",
]  # fmt: skip
