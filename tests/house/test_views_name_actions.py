"""Every address of the product names its action, or says on purpose that it is open to all. A new one without fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jikim.rules.access import GRANTED, Action

#: open to everybody, on purpose, named by @public_page. A page that joins this list is a decision.
#: allauth's own views are all wrapped by people.views.signin; there is no address without a mark.
PUBLIC = frozenset({
    # the house
    "front", "language", "components", "offline", "mail_opt_out", "health_live", "health_ready",
    # signing in
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn", "invitation", "invitation_open",
    # employers without an account: the signed link is their key
    "apply_start", "apply_sent", "apply_form", "apply_edit", "apply_withdraw", "apply_scan", "apply_letter", "apply_paper",
    "check_number",
    # manuals for everybody
    "public_manuals", "public_manual", "public_manual_chapter", "public_manual_pdf",
    # a workplace's two minutes after a visit: the signed link is its key
    "visit_check",
    # a workplace keeps its improvement plan by its signed link
    "plan_link", "plan_link_item", "plan_link_item_step", "plan_link_item_evidence", "plan_link_item_file", "plan_link_paper_ko",
    "plan_link_paper_en",
    # the worker's pages: a card's code is the key, nobody signs in
    "worker_code", "worker_start", "worker_page", "worker_on", "worker_look", "worker_leave", "worker_kiosk", "worker_kiosk_end",
    "worker_done", "worker_help", "worker_result", "worker_save", "worker_open", "worker_delete", "worker_deleted",
    # the ten minutes after: anybody may read, nothing is received
    "now", "now_job", "now_leave", "now_note", "now_place", "now_place_job", "now_poster",
    # the public library, what changed in it, and what search engines ask for
    "public_feed", "public_kit", "public_search", "public_shelf", "robots", "sitemap",
    # a training's participants by the code on the screen, courses taken alone, public sessions, whether a certificate is genuine
    "training_door", "training_room", "training_part", "training_certificate", "training_public", "training_register", "training_registration",
    "training_verify", "learn", "learn_course", "learn_quiz", "learn_certificate", "learn_slide", "learn_at", "learn_course_at", "learn_quiz_at",
    "learn_certificate_at", "learn_slide_at",
    # campaigns for everybody: read, print, pledge, answer five questions; counted and not recorded
    "campaign_questions", "campaign_short", "five_questions", "worker_five", "public_campaign", "public_campaigns", "public_piece", "public_pledged", "public_set",
    # what anybody may see or say
    "breach_report", "breach_thanks", "lottery", "lottery_list", "start_months_list", "start_months_public",
    # a worker's own request for counselling, by code and secret; the emergency page's service worker knows nobody
    "worker_talk", "worker_talk_ask", "worker_talk_change", "worker_talk_contact", "worker_talk_gone", "worker_talk_open",
    "worker_talk_take_back", "emergency_worker",
    # a turn with the consultant, by code alone
    "worker_slot", "worker_slot_take", "worker_slot_back",
    # a workplace's own dates by its signed link, and calendars at private addresses
    "visit_dates", "visit_date_accept", "visit_date_offer", "visit_closed_days", "visit_feed",
    # the consultant's app: an empty shell, its service worker and its manifest hold no data and no token
    "device_shell", "device_shell_en", "device_worker", "device_manifest",
})  # fmt: skip


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    view: Any


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield Address(route, entry.name or "", entry.callback)


def test_there_are_addresses() -> None:
    assert len(list(addresses())) > 30


@pytest.mark.parametrize("address", list(addresses()), ids=lambda address: address.route)
def test_every_address_names_its_action(address: Address) -> None:
    marked = hasattr(address.view, "jikim_action")
    assert marked, f"{address.route}: mark its view with @acts(Action.…) or @public_page"
    action = address.view.jikim_action
    assert action is None or (isinstance(action, Action) and GRANTED[action])


def test_every_address_has_a_name() -> None:
    assert not [address.route for address in addresses() if not address.name]


def test_no_name_is_used_twice() -> None:
    names = [address.name for address in addresses()]
    assert not {name for name in names if names.count(name) > 1}


def test_what_is_open_to_all_is_open_on_purpose() -> None:
    """A later issue's worker pages join here by name; nothing becomes public by a slip of the decorator."""
    found = {address.name for address in addresses() if getattr(address.view, "jikim_action", "") is None}
    assert found == PUBLIC
