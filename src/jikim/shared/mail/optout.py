"""No more mail of a kind for an address. Keeps a keyed hash of the address, never the address itself."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jikim.rules.words import Text
from jikim.shared.mail.models import MailOptOut

SALT = "jikim.mail.optout"


def address_hash(address: str) -> str:
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def has_opted_out(address: str, kind: str) -> bool:
    return MailOptOut.objects.filter(address_hash=address_hash(address), kind=kind).exists()


def opt_out(token: str) -> str:
    """Apply a signed opt-out; returns the kind. Raises signing.BadSignature for a forged one."""
    digest, kind = signing.loads(token, salt=SALT)
    MailOptOut.objects.get_or_create(address_hash=digest, kind=kind, defaults={"since": timezone.now()})
    return str(kind)


def link(address: str, kind: str) -> str:
    """An absolute address that opts out without signing in. Holds the hash, not the address."""
    token = signing.dumps([address_hash(address), kind], salt=SALT)
    return f"{settings.JIKIM_BASE_URL}{reverse('mail_opt_out', args=[token])}"


def footer(way_out: str, language: str) -> str:
    words = Text(
        "이런 메일을 더 받지 않으시려면 다음 주소를 여십시오.",
        "To receive no more mail of this kind, open this address.",
    )
    return f"\n\n--\n{words.say(language)}\n{way_out}\n"


def headers(way_out: str) -> dict[str, str]:
    """RFC 8058: one click in the mail program is enough."""
    return {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
