"""A clerk's correction of an application: the sheet's fields and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.forms.online import ApplyForm
from jikim.areas.enrolment.queries.correction import FIELDS


class CorrectionForm(ApplyForm):
    """The online form's fields as far as the sheet has them; what an import left blank may stay blank."""

    #: the values as this form showed them, so that a save takes along only what was typed here
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    industry_code = forms.CharField(label=_("Industry code"), max_length=10, required=False)
    reason = forms.CharField(label=_("Reason for the change"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in (*FIELDS, "reason", "seen"):
                del self.fields[name]
        for name in ("contact_name", "contact_phone", "contact_email"):
            self.fields[name].required = False
        self.order_fields([*FIELDS, "reason"])

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def seen_values(self) -> dict[str, Any] | None:
        """None when the form came without them, as from a page of an earlier version."""
        said = self.cleaned_data["seen"]
        return {name: said[name] for name in FIELDS if name in said} if isinstance(said, dict) else None
