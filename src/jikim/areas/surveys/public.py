"""What other rooms and commands may ask of surveys."""

from __future__ import annotations

from jikim.areas.surveys import after_result
from jikim.areas.surveys.actions.cards import Printed, print_cards, replace_sheet
from jikim.areas.surveys.actions.counting import recount, rewrite_vault, settle_vault
from jikim.areas.surveys.actions.destroying import Destruction, destroy_season_answers
from jikim.areas.surveys.actions.following import follow_appointment, follow_plan
from jikim.areas.surveys.actions.imports import ImportedAnswers, import_answers
from jikim.areas.surveys.actions.offers import Offered, offers_statement, record_offer
from jikim.areas.surveys.actions.opening import open_ready, open_round
from jikim.areas.surveys.actions.paper import issue_paper
from jikim.areas.surveys.actions.preparing import (
    DEFAULT_PACKS,
    Plan,
    assign_consultant,
    change_round,
    prepare_all,
    prepare_round,
)
from jikim.areas.surveys.actions.rehearsing import answer_as_worker
from jikim.areas.surveys.actions.results import is_proven
from jikim.areas.surveys.actions.results import results as own_results
from jikim.areas.surveys.actions.rotating import rotate_key
from jikim.areas.surveys.actions.rounds import (
    close_past_rounds,
    close_round,
    close_rounds,
    mark_released,
    move_end,
)
from jikim.areas.surveys.actions.talk_booking import give_back, open_slots, slots_now, take_slot
from jikim.areas.surveys.actions.talking import arrange_talks, forget_bookings, note_talks, talk_paper
from jikim.areas.surveys.actions.ticket import WorkerTicket, had_ticket, late_ticket, worker_ticket
from jikim.areas.surveys.queries.asked import RoundAsked, asked_of
from jikim.areas.surveys.queries.codes import CodePlace, code_place, open_round_of
from jikim.areas.surveys.queries.home import figures, waiting
from jikim.areas.surveys.queries.rounds import (
    FEW,
    SHOWN_FROM,
    RoundLine,
    closed_count,
    closed_rounds,
    finished_rounds,
)

__all__ = [
    "DEFAULT_PACKS",
    "FEW",
    "SHOWN_FROM",
    "CodePlace",
    "Destruction",
    "ImportedAnswers",
    "Offered",
    "Plan",
    "Printed",
    "RoundAsked",
    "RoundLine",
    "WorkerTicket",
    "after_result",
    "answer_as_worker",
    "arrange_talks",
    "asked_of",
    "assign_consultant",
    "change_round",
    "close_past_rounds",
    "close_round",
    "close_rounds",
    "closed_count",
    "closed_rounds",
    "code_place",
    "destroy_season_answers",
    "figures",
    "finished_rounds",
    "follow_appointment",
    "follow_plan",
    "forget_bookings",
    "give_back",
    "had_ticket",
    "import_answers",
    "is_proven",
    "issue_paper",
    "late_ticket",
    "mark_released",
    "move_end",
    "note_talks",
    "offers_statement",
    "open_ready",
    "open_round",
    "open_round_of",
    "open_slots",
    "own_results",
    "prepare_all",
    "prepare_round",
    "print_cards",
    "record_offer",
    "recount",
    "replace_sheet",
    "rewrite_vault",
    "rotate_key",
    "settle_vault",
    "slots_now",
    "take_slot",
    "talk_paper",
    "waiting",
    "worker_ticket",
]  # fmt: skip
