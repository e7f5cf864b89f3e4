"""Addresses of enrolment: the public call, the season, applications, the lottery, agreements, breaches, prospects."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from jikim.areas.enrolment import public
from jikim.areas.enrolment.views import (
    agreements,
    applications,
    corrections,
    decisions,
    imports,
    online,
    prospects,
    seasons,
    workplace,
)
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.addresses import file_path
from jikim.shared.ui import front, navigation

LANGUAGE = r"(?P<language>ko|en)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("apply/", online.apply_start, name="apply_start"),
    path("apply/sent/", online.apply_sent, name="apply_sent"),
    path("apply/check-number/", online.check_number, name="check_number"),
    path("apply/<str:token>/", online.apply_form, name="apply_form"),
    path("apply/<str:token>/edit/", online.apply_edit, name="apply_edit"),
    path("apply/<str:token>/withdraw/", online.apply_withdraw, name="apply_withdraw"),
    path("apply/<str:token>/scan/", online.apply_scan, name="apply_scan"),
    re_path(rf"^apply/(?P<token>[^/]+)/letter-{LANGUAGE}\.pdf$", online.apply_letter, name="apply_letter"),
    re_path(rf"^apply/(?P<token>[^/]+)/(?P<paper>agreement|wall)-{LANGUAGE}\.pdf$", online.apply_paper, name="apply_paper"),
    path("my-workplace/", workplace.my_workplace, name="my_workplace"),
    path("seasons/", seasons.seasons, name="seasons"),
    path("seasons/new/", seasons.season_new, name="season_new"),
    path("seasons/<int:season_id>/", seasons.season, name="season"),
    path("seasons/<int:season_id>/edit/", seasons.season_edit, name="season_edit"),
    path("seasons/<int:season_id>/quotas/", seasons.season_quotas, name="season_quotas"),
    path("seasons/<int:season_id>/milestones/", seasons.season_milestones, name="season_milestones"),
    path("seasons/<int:season_id>/holidays/", seasons.season_holidays, name="season_holidays"),
    path("seasons/<int:season_id>/history/", seasons.season_history, name="season_history"),
    path("seasons/<int:season_id>/state/", seasons.season_move, name="season_move"),
    path("seasons/<int:season_id>/enrolment/", decisions.enrolment, name="enrolment"),
    path("seasons/<int:season_id>/lottery/", decisions.lottery_desk, name="lottery_desk"),
    path("seasons/<int:season_id>/lottery/freeze/", decisions.lottery_freeze, name="lottery_freeze"),
    path("seasons/<int:season_id>/lottery/<int:lottery_id>/draw/", decisions.lottery_draw, name="lottery_draw"),
    path("lottery/", decisions.lottery, name="lottery"),
    path("lottery/<int:lottery_id>/list.txt", decisions.lottery_list, name="lottery_list"),
    path("applications/", applications.applications, name="applications"),
    path("applications/import/", imports.import_start, name="import_start"),
    path("applications/import/<int:draft_id>/", imports.import_preview, name="import_preview"),
    path("applications/import/<int:draft_id>/rejected.xlsx", imports.import_rejects, name="import_rejects"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("applications/<int:application_id>/edit/", corrections.application_edit, name="application_edit"),
    path("applications/<int:application_id>/questions/", corrections.application_settle, name="application_settle"),
    path("applications/<int:application_id>/link/", corrections.application_link, name="application_link"),
    path("applications/<int:application_id>/verdict/", applications.application_judge, name="application_judge"),
    path("applications/<int:application_id>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    file_path(
        rf"^applications/(?P<application_id>[0-9]{{1,12}})/letter-{LANGUAGE}\.pdf$",
        applications.application_letter, name="application_letter",
    ),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:workplace_id>/", agreements.agreement, name="agreement"),
    path("agreements/<int:workplace_id>/prepare/", agreements.agreement_prepare, name="agreement_prepare"),
    path("agreements/<int:workplace_id>/sign/", agreements.agreement_sign, name="agreement_sign"),
    path("agreements/<int:workplace_id>/scan/", agreements.agreement_scan, name="agreement_scan"),
    path("agreements/<int:workplace_id>/end/", agreements.agreement_end, name="agreement_end"),
    file_path(
        rf"^agreements/(?P<workplace_id>[0-9]{{1,12}})/agreement-{LANGUAGE}\.pdf$", agreements.agreement_pdf, name="agreement_pdf"
    ),
    file_path(rf"^agreements/(?P<workplace_id>[0-9]{{1,12}})/wall-{LANGUAGE}\.pdf$", agreements.agreement_wall, name="agreement_wall"),
    path("breaches/", agreements.breaches, name="breaches"),
    path("breaches/<int:breach_id>/", agreements.breach, name="breach"),
    path("breach/thanks/", agreements.breach_thanks, name="breach_thanks"),
    path("breach/<str:code>/", agreements.breach_report, name="breach_report"),
    path("prospects/", prospects.prospects, name="prospects"),
    path("prospects/new/", prospects.prospect_new, name="prospect_new"),
    path("prospects/<int:prospect_id>/", prospects.prospect, name="prospect"),
    path("prospects/<int:prospect_id>/decline/", prospects.prospect_decline, name="prospect_decline"),
    path("prospects/<int:prospect_id>/link/", prospects.prospect_link, name="prospect_link"),
]  # fmt: skip

navigation.register(Action.season_see, "seasons", Text("사업", "Season"), order=20)
navigation.register(Action.applicants_see, "applications", Text("신청", "Applications"), order=21)
navigation.register(Action.prospects_manage, "prospects", Text("발굴", "Prospects"), order=25)
navigation.register(Action.agreement_record, "agreements", Text("협약", "Agreements"), order=30)
navigation.register(Action.breach_see, "breaches", Text("위반 신고", "Breaches"), order=31)
navigation.register(Action.own_workplace_see, "my_workplace", Text("우리 사업장", "My workplace"), order=15)
front.calendar, front.call = public.front_calendar, public.front_call
