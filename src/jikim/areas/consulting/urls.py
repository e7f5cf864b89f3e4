"""Addresses of advice: checklists, findings, plans, and a workplace's plan by its signed link."""

from __future__ import annotations

from django.urls import path

from jikim.areas.consulting.actions import device, plan_device
from jikim.areas.consulting.views import advice, check_sheet, lists, plan, sheets, talk
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.offline import registry
from jikim.shared.ui import navigation

registry.register(device.KIND)
registry.register(plan_device.KIND)
navigation.register(Action.advice_see, "checklists", Text("관리 점검", "Management checks"), order=55)
navigation.register(Action.advice_see, "plan_items", Text("개선계획", "Improvement plans"), order=56)

_LINK = "improvement-plan/<str:token>/"
urlpatterns = [
    path("consulting/", lists.checklists, name="checklists"),
    path("consulting/due/", lists.checks_due, name="checks_due"),
    path("consulting/begin/<int:appointment_id>/", lists.check_begin, name="check_begin"),
    path("consulting/checklists/<uuid:number>/", advice.checklist, name="checklist"),
    path("consulting/checklists/<uuid:number>/sheet.xlsx", check_sheet.check_sheet, {"form": "xlsx"}, name="check_sheet_xlsx"),
    path("consulting/checklists/<uuid:number>/sheet.csv", check_sheet.check_sheet, {"form": "csv"}, name="check_sheet_csv"),
    path("consulting/checklists/<uuid:number>/sheet/", check_sheet.check_sheet_send, name="check_sheet_send"),
    path("consulting/checklists/<uuid:number>/sheet/<int:file_id>/rows.xlsx", check_sheet.check_sheet_faults, name="check_sheet_faults"),
    path("consulting/checklists/<uuid:number>/sheet/<int:file_id>/", check_sheet.check_sheet_preview, name="check_sheet_preview"),
    path("consulting/clashes/<int:clash_id>/", advice.clash_settle, name="clash_settle"),
    path("consulting/talks/begin/<int:appointment_id>/", talk.talk_begin, name="talk_begin"),
    path("consulting/talks/<uuid:number>/", talk.plan_talk, name="plan_talk"),
    path("consulting/talks/clashes/<int:clash_id>/", talk.talk_settle, name="talk_settle"),
    path("consulting/places/<int:workplace_id>/", advice.advice, name="advice"),
    path("consulting/places/<int:workplace_id>/propose/", advice.propose, name="plan_propose"),
    path("consulting/places/<int:workplace_id>/link/", advice.send_link, name="plan_send"),
    path("consulting/places/<int:workplace_id>/record/", advice.advice_record, name="advice_record"),
    path("consulting/places/<int:workplace_id>/plan-ko.pdf", advice.advice_pdf, {"what": "plan", "language": "ko"}, name="plan_pdf_ko"),
    path("consulting/places/<int:workplace_id>/plan-en.pdf", advice.advice_pdf, {"what": "plan", "language": "en"}, name="plan_pdf_en"),
    path("consulting/places/<int:workplace_id>/record-ko.pdf", advice.advice_pdf, {"what": "record", "language": "ko"}, name="record_pdf_ko"),
    path("consulting/places/<int:workplace_id>/record-en.pdf", advice.advice_pdf, {"what": "record", "language": "en"}, name="record_pdf_en"),
    path("consulting/places/<int:workplace_id>/record.xlsx", check_sheet.record_sheet, {"form": "xlsx"}, name="record_xlsx"),
    path("consulting/places/<int:workplace_id>/record.csv", check_sheet.record_sheet, {"form": "csv"}, name="record_csv"),
    path("consulting/plan/", lists.plan_items, name="plan_items"),
    path("consulting/plan/sheet/", sheets.plan_sheet, name="plan_sheet"),
    path("consulting/plan/sheet/<int:file_id>/rows.xlsx", sheets.plan_sheet_faults, name="plan_sheet_faults"),
    path("consulting/plan/sheet/<int:file_id>/", sheets.plan_sheet_preview, name="plan_sheet_preview"),
    path("consulting/plan/<int:item_id>/", plan.plan_item, name="plan_item"),
    path("consulting/plan/<int:item_id>/evidence/", plan.plan_item_evidence, name="plan_item_evidence"),
    path("consulting/plan/<int:item_id>/evidence/<int:evidence_id>/", plan.plan_item_file, name="plan_item_file"),
    path("consulting/plan/<int:item_id>/<slug:to>/", plan.plan_item_step, name="plan_item_step"),
    path(_LINK, plan.plan_link, name="plan_link"),
    path(f"{_LINK}paper/ko/", plan.plan_link_paper, {"language": "ko"}, name="plan_link_paper_ko"),
    path(f"{_LINK}paper/en/", plan.plan_link_paper, {"language": "en"}, name="plan_link_paper_en"),
    path(f"{_LINK}<int:item_id>/", plan.plan_link_item, name="plan_link_item"),
    path(f"{_LINK}<int:item_id>/evidence/", plan.plan_link_item_evidence, name="plan_link_item_evidence"),
    path(f"{_LINK}<int:item_id>/evidence/<int:evidence_id>/", plan.plan_link_item_file, name="plan_link_item_file"),
    path(f"{_LINK}<int:item_id>/<slug:to>/", plan.plan_link_item_step, name="plan_link_item_step"),
]
