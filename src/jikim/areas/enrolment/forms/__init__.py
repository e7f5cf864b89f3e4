"""What enrolment asks. Forms check shapes and never save; the actions' reasons come back to their fields by `put_back`."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.shared.ui.words import say


def small_enough(sent: UploadedFile) -> None:
    """A validator for file fields: the product's limit, said in words instead of a 413."""
    limit: int = settings.JIKIM_FILE_LIMIT_BYTES
    if sent.size is not None and sent.size > limit:
        raise ValidationError(_("A file may have up to %(size)s MB.") % {"size": limit // 1024 // 1024})


def put_back(form: forms.Form, refused: Invalid) -> None:
    """Every refusal beside the field it speaks of; at the top when the form has no such field."""
    for name, reason in refused.errors.items():
        form.add_error(name if name in form.fields else None, say(reason))
