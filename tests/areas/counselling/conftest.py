"""Counselling's tests stretch passphrases less than the product does: what is tested is that they are needed."""

from __future__ import annotations

import pytest

from jikim.areas.counselling import comeback, sealing


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "SCRYPT_N", 2**10)
    monkeypatch.setattr(comeback, "_N", 2**10)
