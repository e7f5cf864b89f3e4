"""What forms of several rooms ask alike: a reason, a file small enough; and how an action's refusals come back to their fields."""

from __future__ import annotations

from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.rules.words import Text
from jikim.shared.ui.words import say


class Refusals(Protocol):
    """What an action raises when values cannot be taken: per field, why."""

    errors: dict[str, Text]


def put_back(form: forms.Form, refused: Refusals) -> None:
    """Every refusal beside the field it speaks of; at the top when the form has no such field."""
    for name, reason in refused.errors.items():
        form.add_error(name if name in form.fields else None, say(reason))


def small_enough(sent: UploadedFile) -> None:
    """A validator for file fields: the product's limit, said in words instead of a 413."""
    limit: int = settings.JIKIM_FILE_LIMIT_BYTES
    if sent.size is not None and sent.size > limit:
        raise ValidationError(gettext("A file may have up to %(size)s MB. Please split it or make it smaller.") % {"size": limit // 1024 // 1024})


class ImportForm(forms.Form):
    sheet = forms.FileField(label=_("Spreadsheet"), validators=[small_enough], help_text=_(".xlsx or .csv, up to 20 MB. Nothing goes in before you have seen the preview."))


class ReasonForm(forms.Form):
    """A change that needs a reason, in one language at least."""

    reason_ko = forms.CharField(
        label=_("Reason (Korean)"), required=False, help_text=_("One language is enough."), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
    )  # fmt: skip
    reason_en = forms.CharField(label=_("Reason (English)"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("reason_ko") and not cleaned.get("reason_en"):
            self.add_error("reason_ko", _("Please give the reason in at least one language."))
        return cleaned

    def text(self) -> Text:
        return Text(self.cleaned_data["reason_ko"], self.cleaned_data["reason_en"])
