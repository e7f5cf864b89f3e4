"""Passwords are judged by how guessable they are, and the advice comes in the page's language."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from jikim.areas.people.models import Person
from jikim.areas.people.passwords import ADVICE, StrengthValidator


@pytest.mark.parametrize("password", [
    "Passw0rd!", "qwerty123!", "P@ssword2017", "aaaaaaaaaaaa", "Jikim123!", "1q2w3e4r!", "dkssudgktpdy1", "20170403",
])  # fmt: skip
def test_symbols_do_not_save_a_guessable_password(password: str) -> None:
    with pytest.raises(ValidationError):
        StrengthValidator().validate(password)


@pytest.mark.parametrize(
    "password", ["lighthouse under seven pigeons", "버스 정류장 파란 우산 열두 개", "kq7vexplumhorse"]
)
def test_long_and_unusual_needs_no_symbol(password: str) -> None:
    StrengthValidator().validate(password)


def test_the_own_name_and_address_do_not_count() -> None:
    somebody = Person(email="gildonghong.office@example.org", name="gildonghong")
    with pytest.raises(ValidationError):
        StrengthValidator().validate("gildonghong.office", somebody)


def test_advice_is_translated() -> None:
    with translation.override("ko"), pytest.raises(ValidationError) as refused:
        StrengthValidator().validate("password")
    assert "가장 흔한 비밀번호 10개" in str(refused.value)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        StrengthValidator().validate("password")
    assert "too easy to guess" in str(refused.value)


def test_every_piece_of_advice_has_korean() -> None:
    with translation.override("ko"):
        left = [text for text in ADVICE if translation.gettext(text) == text]
    assert not left


def test_zxcvbn_says_nothing_we_cannot_translate() -> None:
    import inspect
    import re

    from zxcvbn import feedback

    joined = re.sub(r"""["']\s*\\?\s*\n\s*["']""", "", inspect.getsource(feedback))
    said = {a or b for a, b in re.findall(r"""_\((?:"([^"]+)"|'([^']+)')\)""", joined)}
    assert said
    assert {text.replace("\\'", "'") for text in said} <= ADVICE
