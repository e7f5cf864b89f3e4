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
from jikim.rules.access import Actor, Role
from jikim.rules.seats import appointable
from jikim.shared.ui.words import say

LANGUAGES = [("ko", "한국어"), ("en", "English")]
_BY_AGENCY = (Role.AGENCY, Role.CONSULTANT)


def offerable(by: Actor) -> list[Role]:
    """The seats this actor may offer here; a workplace manager only where somebody can look the workplace up."""
    return [role for role in appointable(by) if role is not Role.MANAGER or places.workplaces.find]


class InviteForm(forms.Form):
    """For whom, and how far one kind of seat reaches: only the questions that seat needs."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES, initial="ko")

    def __init__(self, *args: Any, role: Role, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        if role is Role.REGION:
            self.fields["regions"] = forms.MultipleChoiceField(
                label=_("Regions"),
                widget=forms.CheckboxSelectMultiple,
                choices=[(key, say(name)) for key, name in places.region_choices()],
                error_messages={"required": _("Choose at least one region.")},
            )
        elif role in _BY_AGENCY:
            agencies = agency_choices(by=by)
            only = agencies[0][0] if len(agencies) == 1 else ""
            self.fields["agency"] = forms.ChoiceField(
                label=_("Agency"),
                choices=[("", _("Choose the agency.")), *agencies],
                initial=only,
                error_messages={"required": _("Choose the agency.")},
            )
        elif role is Role.MANAGER:
            self.fields["workplace"] = forms.CharField(
                label=_("Workplace number"), max_length=40, help_text=_("For example W0001.")
            )

    def clean_workplace(self) -> places.WorkplaceCard:
        find = places.workplaces.find
        card = find(self.cleaned_data["workplace"].strip()) if find else None
        if card is None:
            raise ValidationError(_("No workplace has this number."))
        return card

    def offer(self) -> Offer:
        """The seat as an action takes it. Only for a valid form."""
        data = self.cleaned_data
        card: places.WorkplaceCard | None = data.get("workplace")
        if card is not None:
            return Offer(self.role, (card.key,), None, card.region)
        return Offer(
            self.role, tuple(data.get("regions", ())), int(data["agency"]) if data.get("agency") else None
        )


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
