"""Addresses of the visits' records. The consultant's app has its own under /visits/."""

from __future__ import annotations

from django.urls import path

from jikim.areas.visits.actions.device import KIND
from jikim.areas.visits.views import checks, lists, missing, quality, record, settlement, sheets
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.offline import registry
from jikim.shared.ui import navigation

registry.register(KIND)
navigation.register(Action.visits_see, "visit_records", Text("방문 기록", "Visit records"), order=38)
navigation.register(Action.settlement_see, "statements", Text("정산", "Settlement"), order=39)

urlpatterns = [
    path("settlement/", settlement.statements, name="statements"),
    path("settlement/draw-up/", settlement.statements_draw_up, name="statements_draw_up"),
    path("settlement/terms/", quality.visit_terms, name="visit_terms"),
    path("settlement/terms/change/", quality.visit_terms_edit, name="visit_terms_edit"),
    path("settlement/objections/", settlement.objections, name="objections"),
    path("settlement/objections/<int:objection_id>/", settlement.objection, name="objection"),
    path("settlement/objections/<int:objection_id>/answer/", settlement.objection_answer, name="objection_answer"),
    path("settlement/lines/<int:line_id>/object/", settlement.line_object, name="line_object"),
    path("settlement/<int:statement_id>/", settlement.statement, name="statement"),
    path("settlement/<int:statement_id>/missing/", missing.missing_name, name="missing_name"),
    path("settlement/missing/<int:missing_id>/", missing.missing_visit, name="missing_visit"),
    path("settlement/missing/<int:missing_id>/answer/", missing.missing_answer, name="missing_answer"),
    path("settlement/<int:statement_id>/freeze/", settlement.statement_freeze, name="statement_freeze"),
    path("settlement/<int:statement_id>/settle/", settlement.statement_settle, name="statement_settle"),
    path("settlement/<int:statement_id>/paper/ko/", settlement.statement_pdf, {"language": "ko"}, name="statement_pdf_ko"),
    path("settlement/<int:statement_id>/paper/en/", settlement.statement_pdf, {"language": "en"}, name="statement_pdf_en"),
    path("visit-records/", lists.visit_records, name="visit_records"),
    path("visit-records/due/", lists.visits_due, name="visits_due"),
    path("visit-records/begin/<int:appointment_id>/", lists.visit_begin, name="visit_begin"),
    path("visit-records/settle/<int:conflict_id>/", record.visit_settle, name="visit_settle"),
    path("visit-records/headcounts/", lists.headcounts, name="headcounts"),
    path("visit-records/headcounts/<int:case_id>/", record.headcount, name="headcount"),
    path("visit-records/checks/", lists.visit_checks, name="visit_checks"),
    path("visit-records/checks/<int:check_id>/", checks.visit_check_key, name="visit_check_key"),
    path("visit-records/checks/<int:check_id>/again/", checks.visit_check_again, name="visit_check_again"),
    path("visit-records/checks/<int:check_id>/own/", checks.visit_check_own, name="visit_check_own"),
    path("visit-records/<uuid:visit_uuid>/", record.visit_record, name="visit_record"),
    path("visit-records/<uuid:visit_uuid>/close/", record.visit_close, name="visit_close"),
    path("visit-records/<uuid:visit_uuid>/not-held/", record.visit_not_held, name="visit_not_held"),
    path("visit-records/<uuid:visit_uuid>/review/", quality.visit_judge, name="visit_judge"),
    path("visit-records/<uuid:visit_uuid>/review/take/", record.visit_review, {"step": "take"}, name="visit_take_up"),
    path("visit-records/<uuid:visit_uuid>/review/accept/", record.visit_review, {"step": "accept"}, name="visit_accept"),
    path("visit-records/<uuid:visit_uuid>/review/return/", record.visit_return, name="visit_return"),
    path("visit-records/<uuid:visit_uuid>/paper/ko/", record.visit_pdf, {"language": "ko"}, name="visit_pdf_ko"),
    path("visit-records/<uuid:visit_uuid>/paper/en/", record.visit_pdf, {"language": "en"}, name="visit_pdf_en"),
    path("visit-records/<uuid:visit_uuid>/pictures/<uuid:picture_uuid>/", record.visit_picture, name="visit_picture"),
    path("visit-records/<uuid:visit_uuid>/sheet.xlsx", sheets.visit_sheet, {"form": "xlsx"}, name="visit_sheet_xlsx"),
    path("visit-records/<uuid:visit_uuid>/sheet.csv", sheets.visit_sheet, {"form": "csv"}, name="visit_sheet_csv"),
    path("visit-records/<uuid:visit_uuid>/sheet/", sheets.visit_sheet_send, name="visit_sheet_send"),
    path("visit-records/<uuid:visit_uuid>/sheet/<int:file_id>/", sheets.visit_sheet_preview, name="visit_sheet_preview"),
    path("visit-records/<uuid:visit_uuid>/sheet/<int:file_id>/rows.xlsx", sheets.visit_sheet_faults, name="visit_sheet_faults"),
    path("visit-check/<str:token>/", checks.visit_check, name="visit_check"),
]
