"""demo: build the model season in an empty data folder."""

from __future__ import annotations

import os
import secrets
import time

import typer

from jikim.config.commands.console import fail, print_json, say, start_django
from jikim.rules.access import Actor
from jikim.rules.words import Text

#: who built it, as pages show it: not the account of whoever typed the command
_BUILDER = "모형 사업(model season)"


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    workplaces: int = typer.Option(100, min=10, max=2000, help="선정 사업장 수 · workplaces enrolled"),
    full: bool = typer.Option(False, "--full", help="1,000개소 · the same as --workplaces 1000"),
    seed: int = typer.Option(2017, help="난수 씨앗 · the same seed builds the same season"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
    tell_accounts: bool = typer.Option(True, hidden=True, help="`jikim start` tells them itself"),
) -> None:
    """모형 사업을 만듭니다(빈 자료 폴더에만) · build a model season, only in an empty data folder."""
    started = time.monotonic()
    _prepare_folder()
    from jikim.config.demo.build import build_model_season

    password = os.environ.get("JIKIM_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    built = build_model_season(
        workplaces=1000 if full else workplaces, seed=seed, password=password, by=Actor.console(_BUILDER), progress=_progress()
    )
    seconds = round(time.monotonic() - started, 1)
    say(Text(
        f"모형 사업을 {seconds}초에 만들었습니다: 신청 {built.applications:,}건, 선정 {built.enrolled:,}개소, "
        f"대기 {built.waiting:,}개소, 응답 {built.answers:,}건(카드로 {built.by_card}건 더), 보고서 {built.reports:,}부.",
        f"Built the model season in {seconds} s: {built.applications:,} applications, {built.enrolled:,} enrolled, "
        f"{built.waiting:,} waiting, {built.answers:,} answers ({built.by_card} more by card), {built.reports:,} reports.",
    ))  # fmt: skip
    _keep_codes(built.free_codes)
    if tell_accounts:
        _say_accounts(password)
        for line in worker_lines():
            say(line)
    if as_json:
        print_json({"seconds": seconds, "password": password, **built.counts()})


def _prepare_folder() -> None:
    """An empty data folder marked as a demo, or a refusal: a season is never mixed with another."""
    from jikim.config.commands.operations import prepare
    from jikim.config.filled import holds_data, refuse_without_keys
    from jikim.config.home import here

    home = here()
    refuse_without_keys(home)
    if not home.demo_marker.exists() and holds_data(home):
        fail(Text(
            f"{home.root}에는 이미 사업 자료가 있어 모형 사업을 만들지 않았습니다. JIKIM_HOME을 다른 폴더로 지정해 주십시오.",
            f"{home.root} already holds a season, so no model season was built. Point JIKIM_HOME at another folder.",
        ))  # fmt: skip
    home.make()
    from jikim.config.demo.dates import REHEARSED_ON

    home.demo_marker.write_text(REHEARSED_ON.isoformat() + "\n")
    prepare()
    start_django()
    from jikim.config.demo.build import holds_a_season

    if holds_a_season():
        fail(Text(
            f"{home.root}에는 이미 모형 사업이 있습니다. 다시 만들려면 JIKIM_HOME을 다른 폴더로 지정하거나 이 폴더를 지우고 실행해 주십시오.",
            f"{home.root} already holds a model season. To build another, point JIKIM_HOME at another folder or delete this one first.",
        ))  # fmt: skip


def _keep_codes(codes: tuple[str, ...]) -> None:
    """Made-up cards for whoever wants to answer as a worker. Real codes are never kept: they stand on paper only."""
    from jikim.config.home import here, write_key

    here().demo_codes.unlink(missing_ok=True)
    write_key(here().demo_codes, "\n".join(codes))


def worker_lines() -> list[Text | str]:
    """Where to answer as a worker, and with which codes."""
    from django.conf import settings

    from jikim.config.demo.counsellor import PASSPHRASE
    from jikim.config.home import here
    from jikim.rules.cards import print_code

    path = here().demo_codes
    codes = path.read_text().split() if path.exists() else []
    if not codes:
        return []
    return [
        Text("근로자로 답해 보기(카드의 코드):", "Answer as a worker (codes as on a card):"),
        *(f"  {settings.JIKIM_BASE_URL}/q/#{code}   {print_code(code)}" for code in codes),
        Text(f"상담자 암호 문구: {PASSPHRASE}", f"The counsellor's passphrase: {PASSPHRASE}"),
    ]


def _say_accounts(password: str) -> None:
    from jikim.areas.people import public as people

    say(Text("시연 계정(비밀번호 공통):", "Demo sign-ins (one password for all):"))
    for address in people.demo_addresses():
        say(f"  {address}")
    say(Text(f"비밀번호: {password}", f"Password: {password}"))


def _progress():  # type: ignore[no-untyped-def]
    """A line per step, with its share of the whole; a bar where somebody is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        seen: set[str] = set()

        def plain(text: Text, share: float) -> None:
            if text.ko not in seen:
                seen.add(text.ko)
                say(Text(f"  … {text.ko}", f"  … {text.en}"))

        return plain
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console)
    bar.start()
    tasks: dict[str, int] = {}

    def show(text: Text, share: float) -> None:
        label = f"{text.ko} · {text.en}"
        if label not in tasks:
            tasks[label] = bar.add_task(label, total=1.0)
        bar.update(tasks[label], completed=share)  # type: ignore[arg-type]
        if share >= 1.0 and len(tasks) >= 6 and all(task.finished for task in bar.tasks):
            bar.stop()

    return show
