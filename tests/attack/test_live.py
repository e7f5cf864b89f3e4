"""The attacker against the running product: what every seat can click to and download, over three waves of releases (first
rounds, late workplaces, follow-ups), with workers who take their answers back in between. Fault 7: no hidden cell narrowed into its protection, no group under the minimum.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client, override_settings

from jikim.areas.statistics.actions.release import cutoffs_of
from jikim.areas.statistics.actions.reports import data_of
from jikim.areas.statistics.models import Reference, Release
from jikim.rules.access import Role
from jikim.rules.disclosure import Measure, Settings
from jikim.rules.disclosure.facts import Finding, attack_release
from jikim.rules.disclosure.primary import coalition_is_blind, mean_is_safe
from jikim.shared.clock import rehearsing
from tests.areas.statistics.test_pages import seated
from tests.areas.surveys.code_rounds import keys
from tests.attack import live_season as live
from tests.attack.live_gather import Gathered, everything, filtered, is_open
from tests.attack.live_reading import Report, read_report, true_groups

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.sqlite_only]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[live.Live, dict[int, str]]]:
    """Three waves of thirty workplaces, with deletions between; and what the first reports read like before them."""
    from django.db import transaction

    with (
        django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="vault"),
        override_settings(JIKIM_DEMO=True),
    ):  # fmt: skip
        keys()
        one = live.Live()
        live.first_rounds(one, live.SIZES, quiet={"L0002": 0.3, "L0004": 0.3})
        live.release()
        before = {release.pk: page_of(office(), release) for release in Release.objects.all()}
        for number, many in (("L0003", 1), ("L0004", 1), ("L0012", 2), ("L0020", 1)):
            live.delete(one, number, many)
        live.first_rounds(one, (30, 50, 18), seed=9, start=101)
        live.release()
        live.delete(one, "L0103", 1)
        live.follow_ups(one)
        live.release()
        yield one, before
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="vault")


def office() -> Client:
    return seated(Role.OFFICE)


def page_of(client: Client, release: Release) -> str:
    return client.get(f"/reports/{release.pk}/").content.decode()


def settings_of() -> Settings:
    instrument = live.packs()[0].instrument
    return Settings({one.key: Measure(one.key, cutoffs_of(instrument, one.key)) for one in instrument.subscales})


def sheets_of(one: live.Live, release: Release) -> list[Any]:
    return one.sheets(release.workplace.number, release.content["kind"])


def found_in(report: Report, one: live.Live, release: Release) -> list[Finding]:
    """What the attacker proves from one report, who knows how many of each category answered."""
    sheets = sheets_of(one, release)
    tables = {variable: (shown, true_groups(sheets, variable)) for variable, shown in report.tables.items()}
    return attack_release(tables, settings_of(), insider=True) if tables else []


def too_small(report: Report) -> list[tuple[str, str, int]]:
    minimum = settings_of()
    groups = [(variable, unit) for variable, shown in report.tables.items() for unit in shown.units]
    out = [(variable, unit.key, unit.answered) for variable, unit in groups if unit.answered < minimum.unit_minimum]
    out += [
        (variable, f"{unit.key} {key}", unit.answered) for variable, unit in groups for key, figure in unit.counts.items()
        if figure.status != "suppressed" and unit.answered < minimum.abuse_minimum
    ]  # fmt: skip
    if report.whole is not None and report.whole.answered < minimum.whole_minimum:
        out.append(("whole", "", report.whole.answered))
    shares = {} if report.whole is None else {**report.whole.shares, **report.whole.counts}
    if report.whole is not None and report.whole.answered < minimum.whole_share_minimum:
        out += [("whole", key, report.whole.answered) for key, figure in shares.items() if figure.status != "suppressed"]
    return out


def test_no_report_proves_anything_of_a_few(played: tuple[live.Live, dict[int, str]]) -> None:
    one, _ = played
    client, shown = office(), 0
    for release in Release.objects.select_related("workplace"):
        report = read_report(page_of(client, release), release.content, sheets_of(one, release))
        assert too_small(report) == [], release.workplace.number
        assert found_in(report, one, release) == [], release.workplace.number
        shown += sum(len(table.units) for table in report.tables.values())
    assert shown > 150, "the attack needs something to attack"


def test_nobodys_class_follows_from_a_printed_mean(played: tuple[live.Live, dict[int, str]]) -> None:
    """Not even for a third of the group who pool their own results."""
    one, _ = played
    client, measures, means = office(), settings_of().measures, 0
    for release in Release.objects.select_related("workplace"):
        sheets = sheets_of(one, release)
        report = read_report(page_of(client, release), release.content, sheets)
        for variable, shown in [("", None), *report.tables.items()]:
            truth = {group.key: group for group in true_groups(sheets, variable)}
            printed = [report.whole] if shown is None else list(shown.units)
            for group in printed:
                if group is None or (variable and len(group.members) > 1):
                    continue
                for key, figure in group.means.items():
                    if figure.value is not None:
                        stats = truth[group.members[0]].measures[key]
                        assert mean_is_safe(measures[key], stats)
                        assert coalition_is_blind(measures[key], stats)
                        means += 1
    assert means > 500


def test_an_answer_taken_back_changes_nothing_that_was_shown(played: tuple[live.Live, dict[int, str]]) -> None:
    one, before = played
    assert one.gone
    client = office()
    for pk, page in before.items():
        assert main_of(page_of(client, Release.objects.get(pk=pk))) == main_of(page)


def main_of(page: str) -> str:
    return re.sub(r"nonce=\"[^\"]*\"|csrf\w*\"[^>]*", "", page.partition("<main")[2].partition("</main")[0])


def test_references_never_differ_by_who_took_answers_back(played: tuple[live.Live, dict[int, str]]) -> None:
    """The second reference leaves out every round that lost an answer: neither a person nor a rest of it can be found."""
    one, _ = played
    first, second = Reference.objects.order_by("number")
    lost = {one.rounds[number, "first"].pk for number, _ in one.gone}
    assert {number for number, _ in one.gone} >= {"L0012", "L0103"}, "some took theirs back after the first wave, one after the second"
    late = {one.rounds["L0103", "first"].pk}
    assert lost - late <= set(first.content["rounds"])
    # the late workplace lost its answer after the second reference was made, and follow-ups make none
    assert lost & set(second.content["rounds"]) == late
    for reference in (first, second):
        printed = [release.content["whole"] for release in Release.objects.filter(round_id__in=reference.content["rounds"])]
        assert reference.content["answered"] == sum(whole["answered"] for whole in printed if whole)
        for key, cell in reference.content["season"].items():
            for block, part in (("means", "mean"), ("shares", "share")):
                counted = sum(w[block][key]["n"] for w in printed if w and w[block][key]["status"] == "published")
                if cell[part]:
                    assert cell[part]["n"] - counted == 0 or cell[part]["n"] - counted >= 10


def test_change_never_singles_out_who_answered_once(played: tuple[live.Live, dict[int, str]]) -> None:
    one, _ = played
    linked = 0
    for release in Release.objects.filter(content__kind="follow_up").select_related("workplace"):
        number, change = release.workplace.number, release.content.get("change") or {}
        cards = [
            {worker.code for worker in one.workers[number] if one.rounds[number, kind].pk in worker.sheets}
            for kind in ("first", "follow_up")
        ]
        once = [len(cards[0] - cards[1]), len(cards[1] - cards[0])]
        if "linked" in change:
            linked += 1
            assert change["linked"]["n"] == len(cards[0] & cards[1])
            assert all(few == 0 or few >= 10 for few in once)
        first = Release.objects.get(round_id=one.rounds[number, "first"].pk).content
        for variable in ("unit", "sex", "age", "tenure", "job"):
            assert _partition(release.content, variable) in (set(), *_coarser(_partition(first, variable)))
    assert linked, "some must be shown for the test to mean anything"


def _partition(content: Mapping[str, Any], variable: str) -> set[frozenset[str]]:
    groups = content["units"] if variable == "unit" else next((t["groups"] for t in content.get("tables", ()) if t["by"] == variable), [])
    return {frozenset(group["members"]) - {"not given"} for group in groups} - {frozenset()}


def _coarser(partition: set[frozenset[str]]) -> Iterator[set[frozenset[str]]]:
    """The partition, or with some of its groups joined into one."""
    groups = sorted(partition, key=sorted)
    for mask in range(2 ** len(groups)):
        joined = [group for i, group in enumerate(groups) if mask >> i & 1]
        yield {group for group in groups if group not in joined} | ({frozenset().union(*joined)} if joined else set())


SEATS = [
    (Role.OFFICE, ()), pytest.param(Role.REGION, ("seoul",), marks=pytest.mark.slow), (Role.AGENCY, ()), (Role.CONSULTANT, ()), (Role.AUDITOR, ()),
    (Role.CLINICAL, ()), (Role.KEYING, ()), (Role.COUNSELLOR, ("seoul",)), (Role.MANAGER, ("L0004",)), pytest.param(Role.MANAGER, ("L0012",), marks=pytest.mark.slow),
]  # fmt: skip


@pytest.mark.parametrize(("role", "reach"), SEATS)
def test_no_seat_finds_a_count_of_a_few(
    role: Role, reach: tuple[str, ...], played: tuple[live.Live, dict[int, str]]
) -> None:
    """Lists, exports, counts and every pair of filters: a workplace of few answers never shows how many."""
    one, _ = played
    reach = tuple(str(one.places[key].pk) if key in one.places else key for key in reach)
    few = {
        one.rounds[number, "first"].pk: number for number in live.SMALL if len(one.sheets(number, "first")) < 5
    }
    assert few
    with rehearsing(live.FOLLOW_UP[1]):
        seen = gathered(seated(role, *reach), few)
    rows, told = counts_told(seen, few)
    assert told == []
    assert rows or role not in {Role.OFFICE, Role.REGION}


@pytest.mark.slow
def test_nobody_finds_a_count_of_a_few_without_a_seat(played: tuple[live.Live, dict[int, str]]) -> None:
    """The same walk through all that is open to everybody, which no seat above sees otherwise."""
    one, _ = played
    few = {one.rounds[number, "first"].pk: number for number in live.SMALL if len(one.sheets(number, "first")) < 5}
    with rehearsing(live.FOLLOW_UP[1]):
        seen = gathered(Client(), few, open_pages=True)
    assert sum(map(is_open, seen.pages)) > 500
    assert counts_told(seen, few)[1] == []
    told = [(address, number) for address, page in seen.pages.items() for number in few.values() if number in page]
    assert told == [], "no open page names a workplace of few answers"


OPEN = (
    "/now/", "/en/now/", "/now/hotel/", "/public/", "/en/public/", "/public/manuals/", "/public/manuals/practice/hotel/10-29/", "/public/campaigns/",
    "/public/training/", "/t/",
)  # fmt: skip


def test_an_open_page_reads_alike_whoever_asks(played: tuple[live.Live, dict[int, str]]) -> None:
    clients = [Client(), office(), seated(Role.MANAGER, Release.objects.all()[0].workplace_id)]
    for address in OPEN:
        assert is_open(address), address
        answers = [client.get(address) for client in clients]
        assert [answer.status_code for answer in answers] == [200] * len(clients), address
        assert len({main_of(answer.content.decode()) for answer in answers}) == 1, address


def counts_told(seen: Gathered, few: Mapping[int, str]) -> tuple[int, list[tuple[str, list[str]]]]:
    """How many rows there are about these first rounds, and those of them that count answers in figures."""
    rows, told = 0, []
    for address, table in seen.tables():
        head = [cell.casefold() for cell in table.rows[0]] if table.rows else []
        columns = [i for i, cell in enumerate(head) if COUNTS.search(cell)]
        theirs = any(f"/rounds/{key}/" in address for key in few)
        for row in table.rows[1:]:
            if theirs or (set(few.values()) & set(row) and "1차" in " ".join(row)):
                rows += 1
                if any(row[i].strip().isdigit() for i in columns if i < len(row)):
                    told.append((address, row))
    return rows, told


def test_a_count_of_a_few_in_a_list_is_found() -> None:
    page = "<table><tr><th>번호</th><th>회차</th><th>제출</th></tr><tr><td>L0002</td><td>1차</td><td>{}</td></tr></table>"
    assert counts_told(Gathered({"/rounds/": page.format("3")}), {7: "L0002"})[1]
    assert counts_told(Gathered({"/rounds/": page.format("5명 미만")}), {7: "L0002"}) == (1, [])


#: heads of columns that count answers
COUNTS = re.compile("응답|제출|완료|시작|answered|finished|begun")


def gathered(client: Client, few: Mapping[int, str], *, open_pages: bool = False) -> Gathered:
    releases = Release.objects.filter(round_id__in=few)
    seen = everything(client, {
        "round_id": list(few), "release_id": [one.pk for one in releases], "workplace_id": [one.workplace_id for one in releases],
        "application_id": [one.workplace.application.pk for one in releases], "season_id": [releases[0].season_id],
    }, open_pages=open_pages)  # fmt: skip
    for address in ("/reports/", "/rounds/"):
        if address in seen.pages:
            filtered(client, address, seen.pages[address], seen)
    return seen


def test_nobody_is_given_more_than_a_release(played: tuple[live.Live, dict[int, str]]) -> None:
    """Whoever reaches a report sees the same figures; a paper holds what the page holds, in both languages."""
    one, _ = played
    for release in Release.objects.select_related("workplace", "reference").filter(workplace__number__in=("L0012", "L0004", "L0020")):
        clients = [office(), seated(Role.AUDITOR), seated(Role.MANAGER, release.workplace_id), seated(Role.REGION, "seoul")]
        pages = [client.get(f"/reports/{release.pk}/") for client in clients]
        reports = [
            read_report(page.content.decode(), release.content, sheets_of(one, release)) for page in pages if page.status_code == 200
        ]
        assert len(reports) >= 3
        assert all(report == reports[0] for report in reports)
        for language in ("ko", "en"):
            assert numbers_in(data_of(release, language)) <= numbers_in(release.content) | numbers_in(release.reference.content)


def numbers_in(value: Any, key: str = "") -> set[float]:
    """Every figure in data, drawings and fixed words aside."""
    if key in {"svg", "method", "measures", "names", "facts", "made_from", "why", "n", "how", "columns", "notes", "cannot", "rate"}:
        return set()
    if isinstance(value, Mapping):
        return {number for name, inner in value.items() for number in numbers_in(inner, name)}
    if isinstance(value, list | tuple):
        return {number for inner in value for number in numbers_in(inner, key)}
    return {float(value)} if isinstance(value, int | float) and not isinstance(value, bool) else set()


# The attacker is worth something only if it finds what is planted.


def planted(one: live.Live, number: str, change: Any) -> tuple[list[Any], list[Finding]]:
    release = Release.objects.select_related("workplace").get(workplace__number=number, content__kind="first")
    kept, content = release.content, copy.deepcopy(release.content)
    change(content, true_groups(sheets_of(one, release), "unit"))
    Release.objects.filter(pk=release.pk).update(content=content)
    try:
        leaky = Release.objects.select_related("workplace").get(pk=release.pk)
        report = read_report(page_of(office(), leaky), content, sheets_of(one, release))
        return too_small(report), found_in(report, one, leaky)
    finally:
        Release.objects.filter(pk=release.pk).update(content=kept)


def with_a_small_unit() -> str:
    """A workplace whose first report joins units."""
    for release in Release.objects.filter(content__kind="first").select_related("workplace"):
        if any(unit["key"] == "other" for unit in release.content["units"]):
            return str(release.workplace.number)
    raise AssertionError("no workplace has a small unit")


def test_a_season_minimum_patched_low_is_found(played: tuple[live.Live, dict[int, str]]) -> None:
    """Every unit printed as it is, however small."""

    def unmerged(content: dict[str, Any], units: list[Any]) -> None:
        content["units"] = [_printed(unit) for unit in units]

    small, _ = planted(played[0], with_a_small_unit(), unmerged)
    assert small


def test_a_small_unit_simply_left_out_is_found(played: tuple[live.Live, dict[int, str]]) -> None:
    """Whole less the printed units is the small one."""

    def left_out(content: dict[str, Any], units: list[Any]) -> None:
        content["units"] = [_printed(unit) for unit in units if unit.answered >= 10]

    small, found = planted(played[0], with_a_small_unit(), left_out)
    assert not small
    assert found


def test_a_band_beside_its_complement_is_found(played: tuple[live.Live, dict[int, str]]) -> None:
    """Every share of every table printed as it is, the bands left as bands: subtraction pins them."""

    def exact(content: dict[str, Any], units: list[Any]) -> None:
        truth = {unit.key: unit for unit in units}
        for group in content["units"]:
            members = [truth[key] for key in group["members"]]
            for key, figure in group["shares"].items():
                if figure["status"] == "suppressed":
                    classed = sum(one.measures[key].classed for one in members)
                    risk = sum(one.measures[key].at_risk for one in members)
                    group["shares"][key] = {"status": "published", "value": round(100 * risk / classed), "n": classed}

    found = [planted(played[0], number, exact)[1] for number in ("L0011", "L0012", "L0013", "L0015", "L0017")]
    assert any(found)


def _printed(unit: Any) -> dict[str, Any]:
    return {
        "key": unit.key, "members": [unit.key], "answered": unit.answered, "counts": {},
        "means": {key: {"status": "published", "value": round(m.total / m.scored), "n": m.scored} for key, m in unit.measures.items() if m.scored},
        "shares": {key: {"status": "published", "value": round(100 * m.at_risk / m.classed), "n": m.classed}
                   for key, m in unit.measures.items() if m.classed},
    }  # fmt: skip
