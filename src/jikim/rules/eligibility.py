"""Is a workplace eligible for a season, and why: the verdict in words its manager can read. Never looks at quotas or places left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jikim.rules.words import NOTHING, Text


@dataclass(frozen=True, slots=True)
class SeasonRules:
    """What a season asks. Empty sets admit everything; `sectors` holds sector keys or beginnings of industry codes."""

    minimum_service_workers: int = 10
    regions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    admits_earlier_seasons: bool = True
    who_counts: Text = NOTHING
    region_names: Mapping[str, Text] = field(default_factory=dict)
    sector_names: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one workplace. `served_in` is the year of an earlier season it took part in."""

    service_workers: int
    region: str
    sector: str
    industry_code: str = ""
    served_in: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """`grounds` are the keys of the rules that failed: too_few, region, sector, served."""

    eligible: bool
    reason: Text
    grounds: tuple[str, ...] = ()


def judge(facts: Facts, rules: SeasonRules) -> Judgement:
    """The verdict on one workplace.

    Returns: eligible with what was met, or not eligible with every rule that failed. The season's rule on who counts is
    printed in the reason. The programme admits workplaces that steadily employ a minimum of customer service workers.
    """
    failed: dict[str, Text] = {}
    if facts.service_workers < rules.minimum_service_workers:
        failed["too_few"] = Text(
            f"고객응대근로자가 {facts.service_workers:,}명으로, 이 사업이 정한 최소 {rules.minimum_service_workers:,}명에 미치지 못합니다.",
            f"It has {facts.service_workers:,} customer service workers; this season asks for at least {rules.minimum_service_workers:,}.",
        )
    if rules.regions and facts.region not in rules.regions:
        name = rules.region_names.get(facts.region, Text(facts.region, facts.region))
        failed["region"] = Text(f"이 사업은 {name.ko}의 사업장을 모집하지 않습니다.", f"This season does not admit workplaces in {name.en}.")
    if rules.sectors and not _admitted(facts, rules.sectors):
        failed["sector"] = _sector_reason(facts, rules)
    if facts.served_in is not None and not rules.admits_earlier_seasons:
        failed["served"] = Text(
            f"{facts.served_in}년 사업에 이미 참여하였습니다. 이 사업은 처음 참여하는 사업장을 모집합니다.",
            f"It already took part in the {facts.served_in} season; this season admits workplaces that have not.",
        )
    if failed:
        return Judgement(False, _joined([*failed.values(), _who_counts(rules, "too_few" in failed)]), tuple(failed))
    met = Text(
        f"고객응대근로자가 {facts.service_workers:,}명으로, 이 사업이 정한 최소 {rules.minimum_service_workers:,}명을 충족합니다.",
        f"It has {facts.service_workers:,} customer service workers; this season asks for at least {rules.minimum_service_workers:,}.",
    )
    return Judgement(True, _joined([met, _who_counts(rules, True)]))


def _admitted(facts: Facts, sectors: frozenset[str]) -> bool:
    return facts.sector in sectors or any(entry[:1].isdigit() and facts.industry_code.startswith(entry) for entry in sectors)


def _sector_reason(facts: Facts, rules: SeasonRules) -> Text:
    admitted = [rules.sector_names.get(key, Text(key, key)) for key in sorted(rules.sectors)]
    ko, en = ", ".join(name.ko for name in admitted), ", ".join(name.en for name in admitted)
    if not facts.sector:
        return Text(f"업종을 알 수 없어 모집 업종({ko})에 드는지 판정할 수 없습니다. 업종코드를 알려 주십시오.",
                    f"Its industry is not known, so it cannot be placed among the sectors admitted ({en}). Please give the industry code.")  # fmt: skip
    own = rules.sector_names.get(facts.sector, Text(facts.sector, facts.sector))
    return Text(f"업종({own.ko})이 이 사업의 모집 업종({ko})에 들지 않습니다.",
                f"Its sector ({own.en}) is not among those this season admits ({en}).")  # fmt: skip


def _who_counts(rules: SeasonRules, matters: bool) -> Text:
    if not matters or not (rules.who_counts.ko or rules.who_counts.en):
        return NOTHING
    return Text(f"산정 기준: {rules.who_counts.say('ko')}", f"Who counts: {rules.who_counts.say('en')}")


def _joined(parts: list[Text]) -> Text:
    told = [part for part in parts if part.ko]
    return Text(" ".join(part.ko for part in told), " ".join(part.en for part in told))
