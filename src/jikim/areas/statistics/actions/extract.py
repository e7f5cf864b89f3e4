"""What one releasing works on: sums of the rounds that wait and of those they are compared with, taken from the vault once.

A round's own result is released once and stays, whatever is deleted later. A reference made later leaves out every round
that has lost answers since it first entered one: else the two references would differ by the deleted person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.areas.statistics.models import Reference, Release
from jikim.areas.surveys import public as surveys
from jikim.rules.packs import Pack
from jikim.rules.scoring import Instrument
from jikim.rules.words import Text
from jikim.shared.packs import find_pack
from jikim.vault.aggregate import RoundStatistics, SeasonStatistics, answered_counts, season_statistics
from jikim.vault.spool import settle_rounds
from jikim.vault.tables import SCORE_FROM
from jikim.vault.waves import WavePair, wave_pairs

FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Extract:
    """`compared` are the rounds a reference is made from: no follow-up, and none that lost answers since it was in one.

    `season` holds the sums of these alone, `apart` those of the other rounds that wait. `first` is by follow-up the content of the
    first round's release, `pairs` what links the two. `shrank` if answers were deleted from a round of an earlier reference.
    """

    rounds: tuple[surveys.RoundLine, ...]
    compared: tuple[surveys.RoundLine, ...]
    season: SeasonStatistics
    apart: SeasonStatistics
    counted: Mapping[int, int]
    asked: Mapping[int, surveys.RoundAsked]
    items: Mapping[str, Text]
    first: Mapping[int, Mapping[str, Any]]
    pairs: Mapping[int, WavePair]
    shrank: bool

    def statistics(self, one: surveys.RoundLine) -> RoundStatistics:
        return (self.season if str(one.id) in self.season.rounds else self.apart).rounds[str(one.id)]


def extract_of(season_id: int, pack: Pack, waiting: Sequence[surveys.RoundLine]) -> Extract:
    """The sums for these waiting rounds of one instrument and for what they are compared with."""
    settle_rounds([str(one.id) for one in waiting])  # should the close have been cut short
    every = [
        one for one in surveys.finished_rounds(season_id=season_id)
        if (one.instrument_id, one.instrument_version) == (pack.id, pack.version)
    ]  # fmt: skip
    found = answered_counts([str(one.id) for one in every])
    counted = {one.id: found[str(one.id)] for one in every}
    before = _counted_before(season_id)
    lost = {key for key, count in counted.items() if count < before.get(key, 0)}
    compared = tuple(one for one in every if one.kind != FOLLOW_UP and one.id not in lost)
    apart = tuple(one for one in waiting if one not in compared)
    rounds = (*compared, *apart)
    asked = surveys.asked_of([one.id for one in rounds])
    blocks = _blocks(asked.values())
    first, pairs = _linked([one for one in apart if one.kind == FOLLOW_UP], every, pack.instrument)
    wanted = {one.id for one in waiting}  # the tables of what is released already are not made again
    return Extract(
        rounds, compared, _sums(compared, pack.instrument, asked, blocks, wanted),
        _sums(apart, pack.instrument, asked, blocks, wanted), counted, asked, _item_titles(blocks), first, pairs,
        bool(lost),
    )  # fmt: skip


def _sums(
    rounds: Sequence[surveys.RoundLine], instrument: Instrument, asked: Mapping[int, surveys.RoundAsked],
    blocks: Sequence[Instrument], wanted: set[int],
) -> SeasonStatistics:  # fmt: skip
    return season_statistics(
        {str(one.id): one.offered for one in rounds}, instrument,
        asked={str(one.id): asked[one.id].variables for one in rounds if one.id in wanted}, blocks=blocks,
    )  # fmt: skip


def _counted_before(season_id: int) -> dict[int, int]:
    """Round → how many answers it had when its own result was released, or when it first entered a reference."""
    out: dict[int, int] = {}
    for content in Reference.objects.filter(season_id=season_id).order_by("number").values_list("content", flat=True):
        for key, count in content.get("counted", {}).items():
            out.setdefault(int(key), count)
    printed = Release.objects.filter(season_id=season_id).values_list("round_id", "content__whole__answered")
    for round_id, count in printed:
        out[round_id] = max(out.get(round_id, 0), count or 0)
    return out


def _blocks(asked: Any) -> list[Instrument]:
    """Every questionnaire beside the instrument that some round asked, in order."""
    names = dict.fromkeys(name for one in asked for name in one.packs[1:])
    contents = (find_pack(*name).content for name in names)
    return [content for content in contents if isinstance(content, Instrument)]


def _item_titles(blocks: Sequence[Instrument]) -> dict[str, Text]:
    """What each yes/no says: an item's own words, or a score with the line it is counted from."""
    out: dict[str, Text] = {}
    for block in blocks:
        for item in () if block.subscales else block.items:
            out[f"{block.id}.{item.key}"] = item.text
        for subscale in block.subscales:
            if subscale.key in SCORE_FROM:
                line = f"{SCORE_FROM[subscale.key]:g}"
                out[f"{block.id}.{subscale.key}"] = Text(f"{subscale.title.ko} {line}점 이상", f"{subscale.title.en}, {line} or more")
    return out


def _linked(
    follow_ups: Sequence[surveys.RoundLine], every: Sequence[surveys.RoundLine], instrument: Instrument
) -> tuple[dict[int, Mapping[str, Any]], dict[int, WavePair]]:
    """By follow-up: what its first round's release says, and the sums of who answered both times."""
    firsts = {one.workplace_id: one.id for one in every if one.kind == "first"}
    pairs = {one.id: firsts[one.workplace_id] for one in follow_ups if one.workplace_id in firsts}
    released = dict(Release.objects.filter(round_id__in=pairs.values()).values_list("round_id", "content"))
    pairs = {second: first for second, first in pairs.items() if first in released}
    found = wave_pairs([(str(first), str(second)) for second, first in pairs.items()], instrument) if pairs else {}
    return (
        {second: released[first] for second, first in pairs.items()},
        {second: found[str(first), str(second)] for second, first in pairs.items()},
    )
