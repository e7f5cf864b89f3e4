"""Addresses of agencies and consultants, and those of the plan."""

from django.urls import path

from jikim.areas.dispatch.urls_plan import urlpatterns as plan_patterns
from jikim.areas.dispatch.views import agencies, conflicts, consultants, lists
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.agencies_see, "agencies", Text("수행기관", "Agencies"), order=35)
navigation.register(Action.agencies_see, "consultants", Text("컨설턴트", "Consultants"), order=36)

urlpatterns = [
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.agency_new, name="agency_new"),
    path("agencies/import/", lists.agencies_import, name="agencies_import"),
    path("agencies/import/<int:draft_id>/", lists.agencies_preview, name="agencies_import_preview"),
    path("agencies/import/<int:draft_id>/rejects/", lists.agencies_rejects, name="agencies_import_rejects"),
    path("agencies/conflicts/", conflicts.conflicts, name="conflicts"),
    path("agencies/conflicts/import/", lists.declared_import, name="declared_import"),
    path("agencies/conflicts/import/<int:draft_id>/", lists.declared_preview, name="declared_import_preview"),
    path("agencies/conflicts/import/<int:draft_id>/rejects/", lists.declared_rejects, name="declared_import_rejects"),
    path("agencies/conflicts/<int:conflict_id>/end/", conflicts.conflict_end, name="conflict_end"),
    path("agencies/<int:agency_id>/", agencies.agency, name="agency"),
    path("agencies/<int:agency_id>/edit/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<int:agency_id>/begin/", agencies.agency_begin, name="agency_begin"),
    path("agencies/<int:agency_id>/leave/", agencies.agency_leave, name="agency_leave"),
    path("agencies/<int:agency_id>/hand-over/", agencies.hand_over, name="hand_over"),
    path("agencies/<int:agency_id>/conflicts/new/", conflicts.agency_conflict_new, name="agency_conflict_new"),
    path("agencies/<int:agency_id>/consultants/new/", consultants.consultant_new, name="consultant_new"),
    path("agencies/<int:agency_id>/decline/<int:workplace_id>/", agencies.allotment_decline, name="allotment_decline"),
    path("consultants/", consultants.consultants, name="consultants"),
    path("consultants/me/", consultants.own_consultant, name="own_consultant"),
    path("consultants/import/", lists.consultants_import, name="consultants_import"),
    path("consultants/import/<int:draft_id>/", lists.consultants_preview, name="consultants_import_preview"),
    path("consultants/import/<int:draft_id>/rejects/", lists.consultants_rejects, name="consultants_import_rejects"),
    path("consultants/<int:consultant_id>/", consultants.consultant, name="consultant"),
    path("consultants/<int:consultant_id>/edit/", consultants.consultant_edit, name="consultant_edit"),
    path("consultants/<int:consultant_id>/days/", consultants.consultant_days, name="consultant_days"),
    path("consultants/<int:consultant_id>/proof/", consultants.consultant_proof, name="consultant_proof"),
    path("consultants/<int:consultant_id>/approve/", consultants.consultant_approve, name="consultant_approve"),
    path("consultants/<int:consultant_id>/send-back/", consultants.consultant_send_back, name="consultant_send_back"),
    path("consultants/<int:consultant_id>/again/", consultants.consultant_again, name="consultant_again"),
    path("consultants/<int:consultant_id>/end/", consultants.consultant_end, name="consultant_end"),
    path("consultants/<int:consultant_id>/invite/", consultants.consultant_invite, name="consultant_invite"),
    path("consultants/<int:consultant_id>/conflicts/new/", conflicts.consultant_conflict_new, name="consultant_conflict_new"),
    *plan_patterns,
]
