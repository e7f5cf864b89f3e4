"""`jikim dispatch`: plans a season's visits from three sheets. Needs no data folder, writes nothing but --out."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jikim.config.commands.console import fail, print_json, say, solver_on_stderr
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.rules.dispatching import Left, Model, Result
    from jikim.shared.dispatch_files import Input, Remark

PLAN_COLUMNS = ("workplace", "visit", "date", "start", "agency", "consultant", "travel_km", "reason")
LEFT_COLUMNS = ("workplace", "visit", "rule", "explanation", "nearest_change")
#: remarks of one kind shown to a person before "and n more"
SHOWN = 20
_CORRECT_ROW = Text("신청 명단에서 이 행을 바로잡습니다.", "Correct this row of the applicants' sheet.")
_MORE_WORKERS = Text("고객응대근로자 수가 기준을 충족하면 다시 신청합니다.", "Apply again once there are enough customer service workers.")


def register(app: typer.Typer) -> None:
    """Adds `dispatch` to the `jikim` command."""
    app.command("dispatch")(dispatch)


def dispatch(
    applicants: Annotated[Path, typer.Argument(metavar="APPLICANTS", help="신청 명단, 신청 순 · applications, in order.")],
    agencies: Annotated[Path, typer.Argument(metavar="AGENCIES", help="수행기관 명단 · agencies.")],
    consultants: Annotated[Path, typer.Argument(metavar="CONSULTANTS", help="컨설턴트 명단 · consultants.")],
    start: Annotated[dt.datetime, typer.Option("--start", formats=["%Y-%m-%d"], help="사업 첫날 · first day of the season.")],
    end: Annotated[dt.datetime, typer.Option("--end", formats=["%Y-%m-%d"], help="사업 마지막 날 · last day.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="plan.csv, unassigned.csv를 쓸 폴더 · folder for both files.")],
    target: Annotated[int | None, typer.Option("--target", min=1, help="방문할 사업장 수, 없으면 모두 · workplaces to serve, all unless given.")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="같은 값이면 같은 계획 · the same seed, the same plan.")] = 1,
    first_visits_by: Annotated[dt.datetime | None, typer.Option("--first-visits-by", formats=["%Y-%m-%d"], help="1차 방문 기한 · last day for first visits.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="표준출력에 JSON 하나 · one JSON object on stdout.")] = False,
) -> None:  # fmt: skip
    """세 차례 방문의 기관·컨설턴트·날짜·시각을 정합니다 · Plan three visits per workplace: agency, consultant, date, time.

    Hard rules always hold; everybody served, then travel, then early first visits. What cannot be served is listed with why.
    """
    began = time.monotonic()
    for path in (applicants, agencies, consultants):
        if not path.is_file():
            fail(Text(f"파일이 없습니다: {path}", f"There is no such file: {path}"))
    if start > end:
        fail(Text("사업 첫날이 마지막 날보다 늦습니다.", "--start is after --end."), code=2)
    from jikim.rules.dispatching import Model, check, solve
    from jikim.shared.dispatch_files import read_files
    from jikim.shared.sheets import SheetError

    try:
        read = read_files(applicants, agencies, consultants)
    except SheetError as wrong:
        fail(wrong.reason)
    season = _season(start.date(), end.date(), first_visits_by.date() if first_visits_by else None)
    model = Model(tuple(read.workplaces), tuple(read.agencies), tuple(read.consultants), season, target, _regions())
    with solver_on_stderr():
        result = solve(model, seed=seed)
    for breach in (breaches := check(model, result.visits)):
        say(breach.where)
    if breaches:
        fail(Text("계획이 규칙을 어겨 쓰지 않았습니다. 이 프로그램의 결함이니 알려 주십시오.", "The plan breaks a rule and was not written: a defect of this program, please report it."))
    left = _everybody_left(read, result)
    _write(out, result, left)
    report = _report(read, model, result, left, seed, time.monotonic() - began)
    _tell(read, report)
    if as_json:
        print_json(report)


def _season(first: dt.date, last: dt.date, first_visits_by: dt.date | None) -> Any:
    """The default season's rules with the holidays of its years; a year without a list is said."""
    from jikim.rules.dispatching import Season
    from jikim.shared.codes import days_without_visits

    days: set[dt.date] = set()
    for year in range(first.year, last.year + 1):
        known = days_without_visits(year)
        if not known:
            say(Text(f"{year}년의 공휴일 목록이 없어 주말만 피합니다.", f"No public holidays are known for {year}: only weekends are avoided."))
        days |= {holiday.on for holiday in known}
    return Season(first, last, frozenset(days), first_visits_by)


def _regions() -> dict[str, Text]:
    from jikim.shared.codes import regions

    return {region.key: region.name for region in regions()}


def _everybody_left(read: Input, result: Result) -> list[Left]:
    """Every application that is not in the plan, in the order of the sheet: not served, not eligible, not readable."""
    from jikim.rules.dispatching import Left

    left = {one.workplace: one for one in result.left}
    left |= {key: Left(key, "not_eligible", why, _MORE_WORKERS) for key, why in read.not_eligible.items()}
    left |= {key: Left(key, "row_error", why, _CORRECT_ROW) for key, why in read.unreadable.items()}
    return [left[key] for key in read.order if key in left]


def _both(text: Text) -> str:
    """Korean, then English, in one cell."""
    return f"{text.ko} / {text.en}"


def _write(folder: Path, result: Result, left: Sequence[Left]) -> None:
    plan = (
        (v.workplace, v.visit, v.on, f"{v.start:%H:%M}", v.agency, v.consultant, f"{v.travel_km:.3f}", _both(v.reason))
        for v in result.visits
    )
    rest = ((one.workplace, one.visit, one.rule, _both(one.explanation), _both(one.nearest_change)) for one in left)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _csv(folder / "plan.csv", PLAN_COLUMNS, plan)
        _csv(folder / "unassigned.csv", LEFT_COLUMNS, rest)
    except OSError as broken:
        fail(Text(f"결과를 쓸 수 없습니다: {folder}", f"cannot write to {folder}: {broken.strerror}"))


def _csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from jikim.shared.files.write import write_out
    from jikim.shared.sheets import Column, write_csv

    write_out(path, b"".join(write_csv([Column(name) for name in headings], rows, count_line=False)))


def _report(read: Input, model: Model, result: Result, left: Sequence[Left], seed: int, seconds: float) -> dict[str, Any]:
    by_rule: dict[str, int] = {}
    for one in left:
        by_rule[one.rule] = by_rule.get(one.rule, 0) + 1
    loads = sorted(result.load.values()) or [0.0]
    visits = len(result.visits)
    return {
        "applications": read.rows,
        "eligible": len(read.workplaces),
        "not_eligible": len(read.not_eligible),
        "target": model.target,
        "served": result.served,
        "most_possible": result.most_possible,
        "unassigned": len(left),
        "unassigned_by_rule": dict(sorted(by_rule.items())),
        "visits": visits,
        "total_travel_km": round(result.total_km, 1),
        "mean_travel_km": round(result.total_km / visits, 3) if visits else 0.0,
        "lower_bound_km": round(result.lower_bound_km, 1),
        "gap": round(max(0.0, result.gap), 5),
        "load_per_available_day": {
            "min": round(loads[0], 4), "median": round(statistics.median(loads), 4), "max": round(loads[-1], 4),
        },
        "breaches": 0,
        "assumed": _assumed(model),
        "row_errors": [_told(one) for one in read.errors],
        "questions": [_told(one) for one in read.questions],
        "seed": seed,
        "seconds": round(seconds, 2),
    }  # fmt: skip


def _assumed(model: Model) -> dict[str, Any]:
    """The season's defaults that the sheets do not give."""
    season = model.season
    return {
        "visit_minutes": [{"from_service_workers": low, "minutes": minutes} for low, minutes in season.visit_minutes],
        "km_an_hour": season.km_an_hour, "detour": season.detour, "day_minutes": season.day_minutes, "visits_a_day": season.visits_a_day,
        "most_workplaces": f"{season.fair_share_times} x served x own days / all days, rounded down, at least 1",
    }  # fmt: skip


def _told(one: Remark) -> dict[str, Any]:
    return {"file": one.file.en, "row": one.row, "field": one.field.ko, "reason": one.reason.ko, "reason_en": one.reason.en}


def _tell(read: Input, report: dict[str, Any]) -> None:
    km, bound, gap = report["mean_travel_km"], report["lower_bound_km"], 100 * report["gap"]
    say(Text(
        f"적격 {report['eligible']:,}곳 중 {report['served']:,}곳에 방문 {report['visits']:,}회를 정했습니다(가능한 최대 {report['most_possible']:,}곳). "
        f"방문당 이동 {km:.1f}km, 하한 {bound:,.0f}km와의 차이 {gap:.1f}%, {report['seconds']}초",
        f"{report['served']:,} of {report['eligible']:,} eligible workplaces have {report['visits']:,} visits (at most {report['most_possible']:,} possible). "
        f"{km:.1f} km a visit, {gap:.1f} % above the proven bound of {bound:,.0f} km, {report['seconds']} s",
    ))  # fmt: skip
    for rule, many in report["unassigned_by_rule"].items():
        say(Text(f"  제외 {rule}: {many:,}곳", f"  left out, {rule}: {many:,}"))
    for kind, remarks in ((Text("오류", "error"), read.errors), (Text("확인", "look at"), read.questions)):
        for one in remarks[:SHOWN]:
            say(Text(f"  {kind.ko} {one.file.ko} {one.row}행 {one.field.ko}: {one.reason.ko}", f"  {kind.en} {one.file.en} row {one.row} {one.field.en}: {one.reason.en}"))
        if len(remarks) > SHOWN:
            say(Text(f"  … 그 밖에 {len(remarks) - SHOWN:,}건", f"  … and {len(remarks) - SHOWN:,} more"))
