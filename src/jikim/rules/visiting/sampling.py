"""Which closed records the office reviews: a draw by hash that anybody can recompute, and never all of one consultant's. No chance but the seed's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_WHOLE = 1 << 256


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record's draw. `spared`: the ticket fell below the share, but then all of the consultant's visits would have been drawn."""

    ticket: str
    is_drawn: bool
    is_spared: bool = False


def ticket(seed: str, record: str) -> str:
    """SHA-256(seed ‖ record's number), both as UTF-8 text one after the other; 64 small hexadecimal digits."""
    return hashlib.sha256(f"{seed}{record}".encode()).hexdigest()


def draw(*, seed: str, record: str, percent: int, drawn_before: int, visits: int) -> Drawn:
    """Draw one closed record.

    Args: `percent` 0–100 is the season's share; `drawn_before` how many of the consultant's records have been drawn; `visits` how many
    visits the consultant has in the season, made and to come. Drawn when ticket ÷ 2²⁵⁶ < percent ÷ 100 and at least one of the
    consultant's visits stays outside. Raises ValueError without a seed or with a share that is none.
    """
    if not seed.strip() or not 0 <= percent <= 100:
        raise ValueError("a draw needs a seed and a share of 0 to 100 percent")
    mine = ticket(seed, record)
    below = int(mine, 16) * 100 < percent * _WHOLE
    spared = below and drawn_before + 1 >= visits
    return Drawn(mine, below and not spared, spared)
