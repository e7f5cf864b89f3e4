"""Every act the product knows, by the room it belongs to. Who may do it stands in `granted`."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Every act the product knows. Views, actions and arrows name one of these."""

    # everybody who is signed in
    home_see = "home_see"
    account_manage = "account_manage"
    # people
    seats_see = "seats_see"
    seat_invite = "seat_invite"
    seat_end = "seat_end"
    # enrolment
    season_see = "season_see"
    season_edit = "season_edit"
    applicants_see = "applicants_see"
    applicants_import = "applicants_import"
    applicants_export = "applicants_export"
    application_see = "application_see"
    application_edit = "application_edit"
    application_decide = "application_decide"
    application_withdraw = "application_withdraw"
    letter_see = "letter_see"
    own_workplace_see = "own_workplace_see"
    lottery_run = "lottery_run"
    prospects_manage = "prospects_manage"
    agreement_record = "agreement_record"
    breach_see = "breach_see"
    # agencies and the plan
    agencies_see = "agencies_see"
    agencies_record = "agencies_record"
    consultants_record = "consultants_record"
    consultant_approve = "consultant_approve"
    availability_record = "availability_record"
    conflicts_declare = "conflicts_declare"
    allotment_decline = "allotment_decline"
    # visits
    visits_see = "visits_see"
    visit_read = "visit_read"
    visit_record = "visit_record"
    visit_review = "visit_review"
    headcount_decide = "headcount_decide"
    visit_checks_see = "visit_checks_see"
    visit_check_answer = "visit_check_answer"
    # settlement
    settlement_see = "settlement_see"
    settlement_freeze = "settlement_freeze"
    tariff_edit = "tariff_edit"
    line_object = "line_object"
    objection_answer = "objection_answer"
    plan_see = "plan_see"
    plan_make = "plan_make"
    appointments_see = "appointments_see"
    appointment_arrange = "appointment_arrange"
    appointment_confirm = "appointment_confirm"
    appointment_report = "appointment_report"
    own_visits_see = "own_visits_see"
    # answers and reports
    answers_import = "answers_import"
    round_manage = "round_manage"
    report_see = "report_see"
    reports_build = "reports_build"
    release_make = "release_make"
    # advice: the checklist and the improvement plan
    advice_see = "advice_see"
    checklist_record = "checklist_record"
    plan_propose = "plan_propose"
    plan_keep = "plan_keep"
    plan_verify = "plan_verify"
    # training
    training_see = "training_see"
    training_run = "training_run"
    training_names = "training_names"
    training_announce = "training_announce"
    training_credit_set = "training_credit_set"
    # cards, paper and the register
    cards_print = "cards_print"
    offers_record = "offers_record"
    monitor_see = "monitor_see"
    paper_issue = "paper_issue"
    paper_key = "paper_key"
    answers_purge = "answers_purge"
    talks_see = "talks_see"
    talk_arrange = "talk_arrange"
    keys_rotate = "keys_rotate"
    # counselling and danger
    counsellors_appoint = "counsellors_appoint"
    counselling_desk = "counselling_desk"
    emergency_raise = "emergency_raise"
    emergency_see = "emergency_see"
    emergency_close = "emergency_close"
    # records without a network
    records_offline = "records_offline"
    devices_see = "devices_see"
    device_revoke = "device_revoke"
    # the library
    content_see = "content_see"
    content_edit = "content_edit"
    content_approve = "content_approve"
    # manuals
    manual_see = "manual_see"
    poster_contact_edit = "poster_contact_edit"
    poster_see = "poster_see"
    manual_holders_see = "manual_holders_see"
    manual_ledger_see = "manual_ledger_see"
    manual_hand_out = "manual_hand_out"
    # running the house
    audit_see = "audit_see"
    operate = "operate"
    demo_build = "demo_build"
