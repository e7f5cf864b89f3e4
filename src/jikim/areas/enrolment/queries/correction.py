"""An application's values as they stand, for the form that corrects them."""

from __future__ import annotations

from typing import Any

from jikim.areas.enrolment.models import Application
from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import require

FIELDS = (
    "name", "business_number", "region", "district", "address", "industry_code", "employer_name", "client_name", "workers",
    "service_workers", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip


def correction_values(*, by: Actor, application_id: int) -> dict[str, Any]:
    """Field → value. The read is audited. Raises Application.DoesNotExist, Refused."""
    found = Application.objects.select_related("workplace").get(pk=application_id)
    require(by, Action.applicants_see, found.where())
    require(by, Action.application_edit, found.where())
    audit.record(by, "application.read", "application", found.workflow_key())
    return {key: getattr(found.workplace, key) for key in FIELDS}
