"""What allauth asks us: no open sign-up, our words, our mails, our lock-out page, the audit record of sign-ins."""

from __future__ import annotations

import ipaddress
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.people import factors, letters, signins
from jikim.areas.people.models import Person
from jikim.shared import mail
from jikim.shared.throttle import sender
from jikim.shared.ui import errors

LOCKED_SECONDS = 15 * 60
RATE_LIMITED_SECONDS = 5 * 60
_TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})

#: allauth's message file → what we say; everything else it would say is left unsaid
MESSAGES: dict[str, Any] = {
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app has been removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey has been removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes have been made."),
}


def _too_many(wait_seconds: int) -> NoReturn:
    raise ImmediateHttpResponse(errors.too_many(context.request, wait_seconds))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds."),
        "incorrect_password": _("The password is not right."),
        "invalid_password_reset": _("This link no longer works. Please ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Too many tries is not a form error: it is 429 with the time to wait."""
        if code in _TOO_MANY:
            _too_many(RATE_LIMITED_SECONDS)
        return super().validation_error(code, *args)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same opinion about the sender as every other throttle; an unreadable one is no address."""
        try:
            return str(ipaddress.ip_address(sender(request)))
        except ValueError:
            return "0.0.0.0"  # noqa: S104

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        signins.record_failure(request, str(credentials.get("email", "")))

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        signins.record_success(request, user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = Person.objects.filter(email=email).first()
        language = person.language if person else get_language() or "ko"
        letter = letters.account_letter(template_prefix, language, context)
        if letter is not None:
            mail.send(email, letter[0], letter[1], kind="account", language=language)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        said = message or MESSAGES.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago need not prove it again."""
        return not factors.is_fresh(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, str]]:
        words = {
            "reauthenticate": gettext("With the password"),
            "mfa_reauthenticate": gettext("With the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("With the passkey"),
        }
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your seat needs a second step. Set up another one before removing this."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        return factors.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factors.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return factors.may_remove(authenticator)

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": gettext("Jikim")}


def display(person: Person) -> str:
    return person.name


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Axes' answer to five wrong passwords for one address from one place."""
    return errors.too_many(request, LOCKED_SECONDS)
