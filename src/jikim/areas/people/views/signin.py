"""allauth's views, each under our name, our throttle and our action. What we do not offer has no address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jikim.areas.people import factors
from jikim.areas.people.actions.demo import PEOPLE, demo_addresses
from jikim.rules.access import ROLE_NAMES, Action
from jikim.shared import audit
from jikim.shared.access import acts, public_page
from jikim.shared.throttle import Limit, throttled

SIGN_IN = Limit("sign-in", tries=30, seconds=60)
RESET = Limit("password-reset", tries=10, seconds=600)

manage = acts(Action.account_manage)


class Login(account.LoginView):
    def get_initial(self) -> dict[str, object]:
        initial: dict[str, object] = super().get_initial()
        chosen = self.request.GET.get("as", "")
        if settings.JIKIM_DEMO and chosen in demo_addresses():
            initial["login"] = chosen
        return initial

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        people = [
            (address, ROLE_NAMES[role]) for address, (role, _) in zip(demo_addresses(), PEOPLE, strict=True)
        ]
        return context | {
            "demo_addresses": people if settings.JIKIM_DEMO else [],
            "passkeys": _has_a_name(self.request),
        }


class Activate(ActivateTOTPView):
    def form_valid(self, form: object) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except IntegrityError:  # a double tap: the first one stands
            return HttpResponseRedirect(reverse("mfa_index"))
        factors.prove(self.request, self.request.user, "totp")
        _record(self.request, "second_factor.added", "totp")
        return response


class Deactivate(DeactivateTOTPView):
    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _record(self.request, "second_factor.removed", "totp")
        return response


class AddPasskey(webauthn.AddWebAuthnView):
    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        factors.prove(self.request, self.request.user, "webauthn")
        _record(self.request, "second_factor.added", "webauthn")
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"removable": factors.may_remove(self.object)}

    def form_valid(self, form: object) -> HttpResponse:
        if not factors.may_remove(self.get_object()):
            return HttpResponseRedirect(self.request.path)
        response: HttpResponse = super().form_valid(form)
        _record(self.request, "second_factor.removed", "webauthn")
        return response


def _has_a_name(request: HttpRequest) -> bool:
    """Passkeys belong to a host's name; at a bare IP address browsers refuse them, so none are offered."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not (host.startswith("[") or host.replace(".", "").isdigit())


def _record(request: HttpRequest, verb: str, kind: str) -> None:
    audit.record(request.actor, verb, "person", request.user.key, kind=kind)  # type: ignore[attr-defined, union-attr]


@public_page
def invited_only(request: HttpRequest) -> HttpResponse:
    """Where allauth would sign people up: says that seats come by invitation."""
    return render(request, "people/invited_only.html")


login = public_page(throttled(SIGN_IN)(Login.as_view()))
logout = public_page(account.logout)
inactive = public_page(account.account_inactive)
reset = public_page(throttled(RESET)(account.password_reset))
reset_done = public_page(account.password_reset_done)
reset_from_key = public_page(never_cache(throttled(RESET)(account.password_reset_from_key)))
reset_from_key_done = public_page(account.password_reset_from_key_done)
change_password = manage(account.password_change)
reauthenticate = manage(account.reauthenticate)

second_step = public_page(throttled(SIGN_IN)(never_cache(second.authenticate)))
passkey_login = public_page(throttled(SIGN_IN)(never_cache(webauthn.login_webauthn)))
factors_page = manage(never_cache(second.index))
reauthenticate_by_code = manage(never_cache(second.reauthenticate))
activate_totp = manage(never_cache(Activate.as_view()))
deactivate_totp = manage(never_cache(Deactivate.as_view()))
codes = manage(never_cache(recovery.view_recovery_codes))
make_codes = manage(never_cache(recovery.generate_recovery_codes))
download_codes = manage(never_cache(recovery.download_recovery_codes))
passkeys = manage(never_cache(webauthn.list_webauthn))
add_passkey = manage(never_cache(AddPasskey.as_view()))
edit_passkey = manage(never_cache(webauthn.edit_webauthn))
remove_passkey = manage(never_cache(RemovePasskey.as_view()))
reauthenticate_by_passkey = manage(never_cache(webauthn.reauthenticate_webauthn))
