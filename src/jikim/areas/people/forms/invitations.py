"""Offering a seat, and taking one up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jikim.areas.people import places
from jikim.areas.people.actions.invitations import Offer
from jikim.areas.people.models import Invitation, Person
from jikim.areas.people.passwords import StrengthValidator
from jikim.areas.people.queries import agency_choices
from jikim.rules.access import ROLE_NAMES, Actor, Role
from jikim.rules.seats import appointable
from jikim.shared.ui.words import say

LANGUAGES = [("ko", "한국어"), ("en", "English")]
_BY_AGENCY = (Role.AGENCY, Role.CONSULTANT)


class InviteForm(forms.Form):
    """Which seat, for whom, reaching how far. Fields a role does not need are ignored for it."""

    role = forms.ChoiceField(label=_("Seat"))
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES, initial="ko")
    regions = forms.MultipleChoiceField(
        label=_("Regions"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("For a regional office."),
    )  # fmt: skip
    agency = forms.ChoiceField(
        label=_("Agency"), required=False, help_text=_("For agency managers and consultants.")
    )
    workplace = forms.CharField(
        label=_("Workplace number"), max_length=40, required=False, help_text=_("For a workplace manager, for example W0001."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in appointable(by) if role is not Role.MANAGER or places.workplaces.find]
        self.fields["role"].choices = [(role.value, say(ROLE_NAMES[role])) for role in roles]  # type: ignore[attr-defined]
        agencies = agency_choices(by=by)
        self.fields["agency"].choices = [("", _("Choose the agency.")), *agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0][0]
        regions = [(key, say(name)) for key, name in places.region_choices()]
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]
        for field, needed in (
            ("regions", (Role.REGION,)),
            ("agency", _BY_AGENCY),
            ("workplace", (Role.MANAGER,)),
        ):
            if not set(needed) & set(roles):
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "role" not in data:
            return data
        role = Role(data["role"])
        region, keys, organisation = "", (), None
        if role is Role.REGION:
            keys = tuple(data.get("regions", ()))
            self._needs("regions", bool(keys), _("Choose at least one region."))
        elif role in _BY_AGENCY:
            organisation = int(data["agency"]) if data.get("agency") else None
            self._needs("agency", organisation is not None, _("Choose the agency."))
        elif role is Role.MANAGER:
            find = places.workplaces.find
            card = find(data.get("workplace", "").strip()) if find else None
            self._needs("workplace", card is not None, _("No workplace has this number."))
            if card is not None:
                keys, region = (card.key,), card.region
        data["offer"] = Offer(role, keys, organisation, region)
        return data

    def _needs(self, field: str, given: bool, message: Any) -> None:
        if not given and field not in self.errors:
            self.add_error(field, message)


class JoinForm(forms.Form):
    """Name, language and password of somebody new. The address is fixed by the invitation, except for the first office."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = StrengthValidator().get_help_text()
        self.fields["name"].initial = invitation.name
        self.fields["language"].initial = invitation.language
        if invitation.email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, second = data.get("password"), data.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords differ."))
        if first:
            somebody = Person(email=self.invitation.email or data.get("email", ""), name=data.get("name", ""))
            try:
                StrengthValidator().validate(first, somebody)
            except ValidationError as weak:
                self.add_error("password", weak)
        return data


class EndSeatForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the record, for example “moved to another department”."),
    )  # fmt: skip


class AccountForm(forms.Form):
    """What a person may change about themselves without proving anything."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
