"""What the settlement pages ask. Forms check shapes and never save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.areas.visits.queries.terms import Terms
from jikim.rules.settling import NONE, Rate, Tariff
from jikim.rules.words import Text, month_said
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.words import say

MOST = 100_000_000


def month_name(month: dt.date) -> str:
    """2017년 4월 or April 2017."""
    return say(month_said(month))


class MonthForm(forms.Form):
    """A month that is over. `months` are those there may be statements of."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Sequence[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{one:%Y-%m-%d}", month_name(one)) for one in months]  # type: ignore[attr-defined]

    def chosen(self) -> dt.date:
        return dt.date.fromisoformat(self.cleaned_data["month"])


class RatesField(forms.CharField):
    """Won by headcount: “0:250000, 50:300000” gives pairs. What they may be is the action's to say."""

    def to_python(self, value: Any) -> Any:
        found = []
        for part in str(value or "").replace("，", ",").split(","):
            if not part.strip():
                continue
            least, _colon, won = part.partition(":")
            try:
                pair = (int(least.strip()), Decimal(won.strip()))
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(_("Write pairs of numbers without separators: “0:250000, 50:300000”.")) from None
            if not (0 <= pair[0] < 1_000_000 and pair[1].is_finite() and abs(pair[1]) <= MOST and pair[1] == pair[1].to_integral_value()):
                raise forms.ValidationError(_("Write pairs of numbers without separators: “0:250000, 50:300000”."))
            found.append(pair)
        return found


def _won(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=MOST, decimal_places=0, max_digits=9, help_text=help_text, initial=0)


class TermsForm(ReasonForm):
    """The season's tariff and share of review, whole; saving it makes a new version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    applies_from = forms.DateField(
        label=_("Applies to visits from"), widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("Lines that are frozen keep the amounts they were frozen with."),
    )  # fmt: skip
    visit_1 = RatesField(label=_("Visit 1 (won)"), max_length=300, help_text=_("By headcount: fewest customer service workers, colon, amount. “0:250000, 50:300000”"))
    visit_2 = RatesField(label=_("Visit 2 (won)"), max_length=300)
    visit_3 = RatesField(label=_("Visit 3 (won)"), max_length=300)
    travel_km = forms.DecimalField(label=_("Travel (won for a kilometre)"), min_value=0, max_value=100_000, decimal_places=1, max_digits=7, initial=0,
                                   help_text=_("0 where travel is not paid apart."))  # fmt: skip
    missed = _won(_("Cancelled at the door (won)"))
    withdrawn_1 = _won(_("Withdrawn after visit 1 (won)"), _("In addition to the visits made."))
    withdrawn_2 = _won(_("Withdrawn after visit 2 (won)"))
    below = _won(_("Ended below the minimum on verification (won)"), _("In addition to the visits made; instead of the amount for withdrawing."))
    returned = _won(_("Taken off for each return of a record (won)"))
    review_percent = forms.IntegerField(label=_("Share of records reviewed (percent)"), min_value=0, max_value=100, help_text=_("Drawn by hash. At least one visit of each consultant is never drawn."))
    accept_after_days = forms.IntegerField(label=_("Accepted without review after (days)"), min_value=1, max_value=120)
    field_order = (
        "version", "applies_from", "visit_1", "visit_2", "visit_3", "travel_km", "missed", "withdrawn_1", "withdrawn_2", "below", "returned",
        "review_percent", "accept_after_days", "reason_ko", "reason_en",
    )  # fmt: skip

    @staticmethod
    def of(terms: Terms, starts_on: dt.date) -> dict[str, Any]:
        """What the form begins with: the newest version."""
        said: dict[str, Any] = {
            "version": terms.version, "applies_from": terms.applies_from or starts_on, "review_percent": terms.review_percent,
            "accept_after_days": terms.accept_after_days,
        }  # fmt: skip
        if (tariff := terms.tariff) is not None:
            said |= {f"visit_{n}": rates_said(one for one in tariff.visits if one.number == n) for n in (1, 2, 3)}
            said |= {"travel_km": tariff.travel_km, "missed": tariff.missed, "below": tariff.below, "returned": tariff.returned}
            said |= {f"withdrawn_{n}": tariff.withdrawn.get(n, NONE) for n in (1, 2)}
        return said

    def tariff(self) -> Tariff:
        said = self.cleaned_data
        return Tariff(
            tuple(Rate(n, least, won) for n in (1, 2, 3) for least, won in said[f"visit_{n}"]), said["travel_km"], said["returned"],
            said["missed"], {n: said[f"withdrawn_{n}"] for n in (1, 2)}, said["below"],
        )  # fmt: skip


def rates_said(rates: Iterable[Rate]) -> str:
    return ", ".join(f"{one.from_workers}:{one.won}" for one in sorted(rates, key=lambda one: one.from_workers))


def _amount(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=0, help_text=help_text, required=required)


class ObjectionForm(ReasonForm):
    claimed = _amount(_("The right amount (won)"), _("What the whole line should be, not the difference. 0 if it should not be there."))
    field_order = ("claimed", "reason_ko", "reason_en")


class MissingForm(ReasonForm):
    """Which visit, and what it should be paid."""

    visit = forms.ChoiceField(label=_("The visit that is missing"))
    claimed = _amount(_("The right amount (won)"))
    field_order = ("visit", "claimed", "reason_ko", "reason_en")

    def __init__(self, *args: Any, visits: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visit"].choices = [("", "–"), *visits]  # type: ignore[attr-defined]


class AnswerForm(ReasonForm):
    decision = forms.ChoiceField(label=_("Answer"), choices=[("granted", _("Grant it")), ("refused", _("Do not grant it"))], widget=forms.RadioSelect)
    granted = _amount(_("The right amount (won)"), _("Only when granted. The difference goes into the next statement."), required=False)
    field_order = ("decision", "granted", "reason_ko", "reason_en")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == "granted" and said.get("granted") is None and "granted" not in self.errors:
            self.add_error("granted", _("Please enter the right amount."))
        return said

    def won(self) -> Decimal | None:
        return self.cleaned_data["granted"] if self.cleaned_data["decision"] == "granted" else None


class ReviewForm(ReasonForm):
    """A review's outcome. The reason is asked for where the record goes back."""

    decision = forms.ChoiceField(label=_("Decision"), choices=[("accept", _("Accept")), ("return", _("Return to the consultant"))], widget=forms.RadioSelect)
    field_order = ("decision", "reason_ko", "reason_en")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == "accept":
            self.errors.pop("reason_ko", None)
            said.setdefault("reason_ko", "")
        return said

    def text(self) -> Text:
        return Text(self.cleaned_data.get("reason_ko") or "", self.cleaned_data.get("reason_en") or "")
