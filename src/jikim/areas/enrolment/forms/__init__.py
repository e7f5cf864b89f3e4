"""What enrolment asks. Forms check shapes and never save; the actions' reasons come back to their fields by `put_back`."""

from __future__ import annotations

from django import forms

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.shared.ui.words import say


def put_back(form: forms.Form, refused: Invalid) -> None:
    """Every refusal beside the field it speaks of; at the top when the form has no such field."""
    for name, reason in refused.errors.items():
        form.add_error(name if name in form.fields else None, say(reason))
