"""`jikim plan make|accept`: the season's visit plan from the console, worked out in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, solver_on_stderr, start_django
from jikim.rules.words import Text

plan_app = typer.Typer(no_args_is_help=True, help="방문 계획을 만들고 확정합니다 · make and accept the visit plan.")
_SEASON = typer.Option(None, help="사업 번호 · the season; needed only when there are several")
_JSON = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object")


def register(app: typer.Typer) -> None:
    app.add_typer(plan_app, name="plan")


@plan_app.command("make")
def make(
    season: int | None = _SEASON,
    seed: int = typer.Option(1, min=0, help="같은 값이면 같은 계획 · the same seed, the same plan"),
    as_json: bool = _JSON,
) -> None:
    """계획안을 만듭니다. 확정하기 전에는 아무것도 바뀌지 않습니다 · make a draft; nothing changes until it is accepted."""
    start_django()
    from jikim.areas.dispatch import public as dispatch
    from jikim.areas.enrolment import public as enrolment

    with _refusals(), solver_on_stderr():
        made = dispatch.make_plan(season_id=enrolment.the_season(season).pk, seed=seed, by=operator(), told=say)
    if made.work != "done":
        fail(Text(made.problem_ko, made.problem_en))
    figures = made.figures
    say(Text(
        f"계획안을 만들었습니다: 사업장 {figures['served']:,}개소, 방문 {figures['visits']:,}회, 제외 {figures['left']:,}개소, {figures['seconds']}초. ‘jikim plan accept’로 확정합니다.",
        f"Made a draft: {figures['served']:,} workplaces, {figures['visits']:,} visits, {figures['left']:,} left out, {figures['seconds']} s. Accept it with `jikim plan accept`.",
    ))  # fmt: skip
    if as_json:
        print_json(_object(made))


@plan_app.command("accept")
def accept(season: int | None = _SEASON, as_json: bool = _JSON) -> None:
    """완성된 계획안을 확정하여 방문 일정으로 만듭니다 · put the finished draft in force: its visits become appointments."""
    start_django()
    from jikim.areas.dispatch import public as dispatch
    from jikim.areas.enrolment import public as enrolment

    with _refusals():
        draft = dispatch.draft_id(season_id=enrolment.the_season(season).pk)
        if draft is None:
            fail(Text("확정할 계획안이 없습니다. 먼저 ‘jikim plan make’를 실행해 주십시오.", "There is no draft to accept. Run `jikim plan make` first."))
        say(Text("방문 일정으로 만드는 중…", "Making appointments…"))
        made = dispatch.accept_plan(plan_id=draft, by=operator())
    say(Text(f"계획을 확정했습니다: 방문 {made.figures['visits']:,}회", f"The plan is in force: {made.figures['visits']:,} visits"))
    if as_json:
        print_json(_object(made))


def _object(made: Any) -> dict[str, Any]:
    return {"plan": made.pk, "status": made.status, "seed": made.seed} | {key: value for key, value in made.figures.items() if key != "load"}


@contextmanager
def _refusals() -> Iterator[None]:
    """What the product refuses is said and ends the command."""
    from jikim.areas.enrolment import public as enrolment
    from jikim.shared.access import Conflict, Refused

    try:
        yield
    except enrolment.WhichSeason as unclear:
        for one in unclear.seasons:
            say(f"  {one.pk}: {one.name_ko} · {one.name_en}")
        fail(unclear.reason, code=2 if unclear.seasons else 1)
    except (Conflict, Refused) as refused:
        fail(refused.reason)
