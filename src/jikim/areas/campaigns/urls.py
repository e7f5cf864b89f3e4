"""Addresses of campaigns: the desk, kits and orders, and what anybody may open. `en/` before an open page is the same in English."""

from __future__ import annotations

from django.urls import URLPattern, path

from jikim.areas.campaigns.queries.public import pages, pages_state
from jikim.areas.campaigns.views import agency, anybody, awareness, desk, intake, kits, notices, waves, worker
from jikim.areas.surveys.public import after_result
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import open_shelf
from jikim.shared.addresses import file_path
from jikim.shared.ui import navigation

navigation.register(Action.campaign_see, "campaigns", Text("캠페인", "Campaigns"), order=65)
navigation.register(Action.kit_ledger_see, "kit_ledger", Text("홍보물 배포", "Pieces handed out"), order=66)
navigation.register(Action.kit_pack, "kit_orders", Text("홍보물 주문", "Orders of pieces"), order=67)
navigation.register(Action.campaign_see, "programme_awareness", Text("인식 조사", "What people know"), order=68)
navigation.register(Action.own_agency_kits, "my_agency_kits", Text("기관 안내물", "Our kits"), order=66)
navigation.register(Action.own_workplace_see, "my_kits", Text("우리 안내물", "Our notices"), order=18)
after_result.register(
    "five", Text("다섯 가지 질문에 답하기", "Five more questions, if you like"), "worker_five", order=60,
    about=Text("설문과 따로입니다. 답하지 않으셔도 되며, 설문의 답과 이어지지 않습니다.", "Apart from the survey. You need not, and nothing connects it with your answers."),
)  # fmt: skip
open_shelf.register("campaign", Text("캠페인", "Campaigns"), pages=pages, state=pages_state, order=15)


LANGUAGE, SIZE = r"(?P<language>ko|en)", r"(?P<size>A3|A4|A5|A6|card)"

urlpatterns: list[URLPattern] = [
    path("campaigns/", desk.campaigns, name="campaigns"),
    path("campaigns/new/", desk.campaign_new, name="campaign_new"),
    path("campaigns/names/", desk.pledge_names, name="pledge_names"),
    path("campaigns/names/<int:name_id>/", desk.pledge_name, name="pledge_name"),
    path("campaigns/programme/", awareness.programme_awareness, name="programme_awareness"),
    path("campaigns/<int:campaign_id>/", desk.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/edit/", desk.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:campaign_id>/awareness/", awareness.campaign_awareness, name="campaign_awareness"),
    path("campaigns/<int:campaign_id>/step/<slug:to>/", desk.campaign_step, name="campaign_step"),
    path("campaigns/<int:campaign_id>/channels/", desk.campaign_channel, name="campaign_channel"),
    path("campaigns/<int:campaign_id>/channels/<slug:key>.svg", desk.channel_qr, name="channel_qr"),
    path("campaigns/<int:campaign_id>/waves/new/", waves.wave_new, name="wave_new"),
    path("campaigns/waves/<int:wave_id>/", waves.wave, name="wave"),
    path("campaigns/waves/<int:wave_id>/edit/", waves.wave_edit, name="wave_edit"),
    path("campaigns/waves/<int:wave_id>/list/", waves.wave_list, name="wave_list"),
    path("campaigns/waves/<int:wave_id>/try/", waves.wave_try, name="wave_try"),
    path("campaigns/waves/<int:wave_id>/step/<slug:to>/", waves.wave_step, name="wave_step"),
    path("my-kits/", kits.my_kits, name="my_kits"),
    path("workplace-kits/<int:workplace_id>/", kits.workplace_kits, name="workplace_kits"),
    path("workplace-kits/<int:workplace_id>/order/", kits.kit_order_new, name="kit_order_new"),
    path("workplace-kits/<int:workplace_id>/left/", kits.kit_hand_over, name="kit_hand_over"),
    file_path(rf"^workplace-kits/(?P<workplace_id>[0-9]{{1,12}})/(?P<piece>[a-z0-9-]{{1,80}})-{SIZE}-{LANGUAGE}\.pdf$", kits.workplace_piece, name="workplace_piece"),
    file_path(rf"^workplace-kits/(?P<workplace_id>[0-9]{{1,12}})/(?P<kit>[a-z0-9-]{{1,80}})-{LANGUAGE}\.zip$", kits.workplace_set, name="workplace_set"),
    path("agency-kits/", agency.my_agency_kits, name="my_agency_kits"),
    path("agency-kits/<int:organisation_id>/", agency.agency_kits, name="agency_kits"),
    path("agency-kits/<int:organisation_id>/order/", agency.agency_order_new, name="agency_order_new"),
    file_path(rf"^agency-kits/(?P<organisation_id>[0-9]{{1,12}})/(?P<piece>[a-z0-9-]{{1,80}})-{SIZE}-{LANGUAGE}\.pdf$", agency.agency_piece, name="agency_piece"),
    file_path(rf"^agency-kits/(?P<organisation_id>[0-9]{{1,12}})/(?P<kit>[a-z0-9-]{{1,80}})-{LANGUAGE}\.zip$", agency.agency_set, name="agency_set"),
    path("kit-orders/", kits.kit_orders, name="kit_orders"),
    path("kit-orders/<int:order_id>/", kits.kit_order, name="kit_order"),
    path("kit-orders/<int:order_id>/step/<slug:to>/", kits.kit_order_step, name="kit_order_step"),
    path("kit-ledger/", kits.kit_ledger, name="kit_ledger"),
    path("kit-ledger/tell/", notices.kit_notices, name="kit_notices"),
    path("kit-ledger/new/", kits.kit_handout_new, name="kit_handout_new"),
    path("kit-ledger/import/", intake.kits_import, name="kits_import"),
    path("kit-ledger/import/<int:draft_id>/", intake.kits_import_preview, name="kits_import_preview"),
    path("kit-ledger/import/<int:draft_id>/rejected.xlsx", intake.kits_import_rejects, name="kits_import_rejects"),
    path("q/five/", worker.worker_five, name="worker_five"),
    # anybody, without a trace
    path("c/<slug:slug>/<slug:channel>/", anybody.campaign_short, name="campaign_short"),
    file_path(
        rf"^public/kits/(?P<kit>[a-z0-9-]{{1,80}})/(?P<piece>[a-z0-9-]{{1,80}})-{SIZE}-(?P<file_language>ko|en)\.pdf$", anybody.public_piece, name="public_piece"
    ),
    file_path(r"^public/kits/(?P<kit>[a-z0-9-]{1,80})-(?P<file_language>ko|en)\.zip$", anybody.public_set, name="public_set"),
    path("<in_language:language>public/campaigns/", anybody.public_campaigns, name="public_campaigns"),
    path("<in_language:language>public/campaigns/<slug:slug>/", anybody.public_campaign, name="public_campaign"),
    path("<in_language:language>public/campaigns/<slug:slug>/joined/", anybody.public_pledged, name="public_pledged"),
    path("<in_language:language>public/campaigns/<slug:slug>/questions/", anybody.campaign_questions, name="campaign_questions"),
    path("<in_language:language>public/five-questions/<slug:who>/<slug:phase>/", anybody.five_questions, name="five_questions"),
]  # fmt: skip
