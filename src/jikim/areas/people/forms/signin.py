"""allauth's forms in our words: one label per field, no placeholder instead of a label, codes without traps."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jikim.areas.people.passwords import StrengthValidator

_EMAIL = _("E-mail address")
_PASSWORD = _("Password")
_NEW_PASSWORD = _("New password")
_AGAIN = _("New password again")
#: sentences of allauth that stay in use: our catalogue translates them
KEPT = (gettext_noop("You must type the same password each time."),)


def _plain(field: forms.Field, label: Any, hint: Any = "", **attributes: str) -> None:
    """Our label and hint; the placeholder goes, for it vanishes when one types."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _EMAIL, autocomplete="username", inputmode="email")
        _plain(self.fields["password"], _PASSWORD)


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _PASSWORD)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Present password"))
        _plain(self.fields["password1"], _NEW_PASSWORD, StrengthValidator().get_help_text())
        _plain(self.fields["password2"], _AGAIN)


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _EMAIL, inputmode="email")


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], _NEW_PASSWORD, StrengthValidator().get_help_text())
        _plain(self.fields["password2"], _AGAIN)


class _AsksForACode:
    """Either step that is passed with the app's digits or a recovery code."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), _("The six digits of your authenticator app, or one of your recovery codes."))


class AuthenticateForm(_AsksForACode, second.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(_AsksForACode, second.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["code"], _("Code from the app"), _("Six digits."), inputmode="numeric", maxlength="7"
        )


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["name"],
            _("Name"),
            _("So that you recognise it, for example “office computer”."),
            maxlength="60",
        )
        _plain(
            self.fields["passwordless"], _("Sign in with this passkey alone, without a password"),
            _("The device then asks for your fingerprint, face or PIN."),
        )  # fmt: skip
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("Name"), maxlength="60")
