"""A clerk has looked at what an import or a form asked about. The questions leave the list and stay in the audit."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.enrolment.models import Application
from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import require


def settle_questions(*, application_id: int, by: Actor) -> Application:
    """Mark all open questions of an application as looked at. Repeating it changes nothing."""
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=application_id)
        require(by, Action.applicants_see, application.where())
        require(by, Action.application_edit, application.where())
        if application.warnings:
            audit.record(by, "application.questions_settled", "application", application.workflow_key(),
                         questions=[asked["ko"] for asked in application.warnings])  # fmt: skip
            application.warnings = []
            application.save(update_fields=["warnings"])
    return application
