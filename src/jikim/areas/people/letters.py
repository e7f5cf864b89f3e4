"""The mails of sign-in, in both languages. Plain text; never a password, never more of a person than the receiver knows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jikim.areas.people.models import Invitation
from jikim.rules.access import ROLE_NAMES, ROLE_PURPOSES, Role
from jikim.rules.words import Text

_SIGNATURE = Text(
    "\n\n--\n지킴 · 고객응대근로자 건강보호 사업\n이 메일은 자동으로 발송되었습니다.",
    "\n\n--\nJikim · health protection for people who serve customers\nThis message was sent automatically.",
)

_INVITATION = Text(
    "안녕하십니까.\n\n{inviter} 님이 귀하를 ‘{role}’(으)로 초대하였습니다.\n{purpose}\n\n"
    "아래 주소를 열어 이름과 비밀번호를 정하시면 시작할 수 있습니다. 이어서 2단계 인증을 등록합니다.\n{link}\n\n"
    "이 주소는 {day}까지 한 번만 쓸 수 있습니다. 다른 사람에게 전달하지 마십시오.\n"
    "짐작 가는 일이 없으시면 이 메일을 지우셔도 됩니다. 아무 일도 일어나지 않습니다.",
    "Hello,\n\n{inviter} has invited you to this seat: {role}.\n{purpose}\n\n"
    "Open the address below, choose a name and a password, and you can begin. A second sign-in step is set up next.\n"
    "{link}\n\nThe address works once, until {day}. Please do not pass it on.\n"
    "If this means nothing to you, delete this message. Nothing will happen.",
)
_INVITATION_SUBJECT = Text("[지킴] {role}(으)로 초대합니다", "[Jikim] You are invited: {role}")

_NOT_YOU = Text(
    "\n\n본인이 하신 일이 아니라면 곧바로 비밀번호를 바꾸고, 초대해 준 담당자에게 알려 주십시오.",
    "\n\nIf this was not you, change your password at once and tell the office that invited you.",
)

#: allauth's name of a message → subject and body. A name that is missing here is not sent.
ACCOUNT_LETTERS: dict[str, tuple[Text, Text]] = {
    "account/email/password_reset_key": (
        Text("[지킴] 비밀번호 다시 정하기", "[Jikim] Choose a new password"),
        Text(
            "안녕하십니까.\n\n아래 주소에서 비밀번호를 다시 정하실 수 있습니다.\n{password_reset_url}\n\n"
            "요청하신 일이 없으면 이 메일을 지우십시오. 비밀번호는 바뀌지 않습니다.",
            "Hello,\n\nYou can choose a new password at this address:\n{password_reset_url}\n\n"
            "If you did not ask for it, delete this message. Your password stays as it is.",
        ),
    ),
    "account/email/password_changed": (
        Text("[지킴] 비밀번호가 바뀌었습니다", "[Jikim] Your password was changed"),
        Text("{at}에 비밀번호가 바뀌었습니다.", "Your password was changed at {at}."),
    ),
    "account/email/password_reset": (
        Text("[지킴] 비밀번호가 바뀌었습니다", "[Jikim] Your password was changed"),
        Text("{at}에 비밀번호를 다시 정하였습니다.", "A new password was chosen at {at}."),
    ),
    "mfa/email/totp_activated": (
        Text("[지킴] 인증 앱을 등록하였습니다", "[Jikim] An authenticator app was added"),
        Text("{at}에 인증 앱이 등록되었습니다.", "An authenticator app was added at {at}."),
    ),
    "mfa/email/totp_deactivated": (
        Text("[지킴] 인증 앱을 해제하였습니다", "[Jikim] Your authenticator app was removed"),
        Text("{at}에 인증 앱이 해제되었습니다.", "Your authenticator app was removed at {at}."),
    ),
    "mfa/email/webauthn_added": (
        Text("[지킴] 패스키를 등록하였습니다", "[Jikim] A passkey was added"),
        Text("{at}에 패스키가 등록되었습니다.", "A passkey was added at {at}."),
    ),
    "mfa/email/webauthn_removed": (
        Text("[지킴] 패스키를 삭제하였습니다", "[Jikim] A passkey was removed"),
        Text("{at}에 패스키가 삭제되었습니다.", "A passkey was removed at {at}."),
    ),
    "people/second_step_reset": (
        Text("[지킴] 2단계 인증이 초기화되었습니다", "[Jikim] Your second sign-in step was reset"),
        Text(
            "{at}에 담당 기관이 귀하의 2단계 인증을 초기화하였습니다. 다음에 로그인하실 때 새로 등록해 주십시오.",
            "Your office reset your second sign-in step at {at}. Please set up a new one when you next sign in.",
        ),
    ),
    "mfa/email/recovery_codes_generated": (
        Text("[지킴] 복구 코드를 새로 만들었습니다", "[Jikim] New recovery codes were made"),
        Text(
            "{at}에 복구 코드를 새로 만들었습니다. 전의 코드는 쓸 수 없습니다.",
            "New recovery codes were made at {at}. The earlier ones no longer work.",
        ),
    ),
}
_ASKED_FOR = "account/email/password_reset_key"


def invitation(offered: Invitation, link: str) -> tuple[str, str]:
    """Subject and body, in the language the inviter chose."""
    language, role = offered.language, Role(offered.role)
    values = {
        "inviter": offered.invited_by_name, "role": ROLE_NAMES[role].say(language),
        "purpose": ROLE_PURPOSES[role].say(language), "link": link,
        "day": timezone.localtime(offered.expires_at).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    return _INVITATION_SUBJECT.say(language).format(**values), _whole(
        _INVITATION.say(language).format(**values), language
    )


def account_letter(name: str, language: str, context: dict[str, Any]) -> tuple[str, str] | None:
    """Subject and body of one of allauth's messages, or None for one we do not send."""
    letter = ACCOUNT_LETTERS.get(name)
    if letter is None:
        return None
    subject, body = letter
    text = body.say(language).format(
        at=timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        password_reset_url=context.get("password_reset_url", ""),
    )
    if name != _ASKED_FOR:
        text += _NOT_YOU.say(language)
    return subject.say(language), _whole(text, language)


def _whole(body: str, language: str) -> str:
    return body + _SIGNATURE.say(language)
