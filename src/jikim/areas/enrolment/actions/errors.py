"""Values that are refused, field by field, in words for the person who typed them."""

from __future__ import annotations

from collections.abc import Mapping

from jikim.rules.words import Text


class Invalid(Exception):
    """Some values cannot be taken. `errors` says per field why; nothing was changed."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__("; ".join(f"{field}: {reason.en or reason.ko}" for field, reason in errors.items()))
        self.errors = dict(errors)
