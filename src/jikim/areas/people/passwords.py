"""Password strength by guessability (zxcvbn), not by symbol rules."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LEAST_SCORE = 3


class StrengthValidator:
    def validate(self, password: str, user: object = None) -> None:
        if zxcvbn(password[:72])["score"] < LEAST_SCORE:
            raise ValidationError(_("This password is too easy to guess."), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("Four unrelated words or a long sentence make a good password.")
