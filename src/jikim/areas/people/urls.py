"""Sign-in, account, seats. allauth's names where allauth asks for them; nothing of it that we do not draw."""

from django.urls import path, re_path

from jikim.areas.people.views import account, invitations, seats, signin
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.seats_see, "seats", Text("담당자", "People"), order=80)

urlpatterns = [
    path("accounts/login/", signin.login, name="account_login"),
    path("accounts/logout/", signin.logout, name="account_logout"),
    path("accounts/inactive/", signin.inactive, name="account_inactive"),
    path("accounts/signup/", signin.invited_only, name="account_signup"),
    path("accounts/reauthenticate/", signin.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", signin.change_password, name="account_change_password"),
    path("accounts/password/reset/", signin.reset, name="account_reset_password"),
    path("accounts/password/reset/done/", signin.reset_done, name="account_reset_password_done"),
    path("accounts/password/reset/key/done/", signin.reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signin.reset_from_key, name="account_reset_password_from_key",
    ),
    path("accounts/2fa/", signin.factors_page, name="mfa_index"),
    path("accounts/2fa/authenticate/", signin.second_step, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", signin.reauthenticate_by_code, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", signin.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", signin.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", signin.codes, name="mfa_view_recovery_codes"),
    path("accounts/2fa/recovery-codes/generate/", signin.make_codes, name="mfa_generate_recovery_codes"),
    path("accounts/2fa/recovery-codes/download/", signin.download_codes, name="mfa_download_recovery_codes"),
    path("accounts/2fa/passkeys/", signin.passkeys, name="mfa_list_webauthn"),
    path("accounts/2fa/passkeys/add/", signin.add_passkey, name="mfa_add_webauthn"),
    path("accounts/2fa/passkeys/login/", signin.passkey_login, name="mfa_login_webauthn"),
    path("accounts/2fa/passkeys/reauthenticate/", signin.reauthenticate_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("accounts/2fa/passkeys/<int:pk>/edit/", signin.edit_passkey, name="mfa_edit_webauthn"),
    path("accounts/2fa/passkeys/<int:pk>/remove/", signin.remove_passkey, name="mfa_remove_webauthn"),
    path("account/", account.account, name="account"),
    path("account/interrupted/", account.interrupted_form, name="interrupted_form"),
    path("account/sessions/<int:session_id>/end/", account.end_session, name="session_end"),
    path("account/sessions/end-others/", account.end_others, name="sessions_end_others"),
    path("people/", seats.seats, name="seats"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", seats.invitations, name="invitations"),
    path("people/invitations/<int:invitation_id>/resend/", invitations.resend, name="invitation_resend"),
    path("people/invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("people/<int:seat_id>/", seats.seat, name="seat"),
    path("people/<int:seat_id>/end/", seats.end, name="seat_end"),
    path("people/<int:seat_id>/reset-second-step/", seats.reset_factor, name="seat_reset_factor"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/", invitations.open_link, name="invitation_open"),
]  # fmt: skip
