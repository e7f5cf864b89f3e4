"""people: what only the operator can do when no office seat is left to do it."""

from __future__ import annotations

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="담당자 · people", no_args_is_help=True)
    group.command("invite-office")(invite_office)
    group.command("reset-second-step")(reset_second_step)
    app.add_typer(group, name="people")


def invite_office(
    email: str = typer.Argument(help="초대할 분의 전자우편 · whom to invite"),
    language: str = typer.Option("ko", help="메일 언어 · language of the mail: ko, en"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """본부 담당자를 초대하고 링크를 보여 줍니다 · invite somebody to the programme office and show the link."""
    if language not in ("ko", "en") or "@" not in email:
        fail(Text("전자우편 주소와 언어(ko, en)를 확인해 주십시오.", "Check the address and the language (ko, en)."), 2)
    start_django()
    from jikim.areas.people import public as people
    from jikim.rules.access import Role
    from jikim.shared.access import Refused

    try:
        issued = people.invite(email=email, offer=people.Offer(Role.OFFICE), by=operator(), language=language)
    except Refused as problem:
        fail(problem.reason)
    say(Text("초대를 보냈습니다. 메일이 닿지 않으면 이 주소를 직접 전해 주십시오(14일, 한 번):",
             "The invitation is sent. If mail does not arrive, hand over this address (14 days, once):"))  # fmt: skip
    say(f"  {issued.link}")
    if as_json:
        print_json({"invitation": issued.invitation_id, "link": issued.link})


def reset_second_step(
    email: str = typer.Argument(help="누구의 2단계 인증인지 · whose second step"),
    reason: str = typer.Option(..., help="사유(기록에 남습니다) · why; kept in the record"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """잃어버린 2단계 인증을 초기화합니다 · take away a lost second step so that its owner sets up a new one."""
    start_django()
    from jikim.areas.people import public as people
    from jikim.shared.access import Refused

    person_id = people.person_of(email=email, by=operator())
    if person_id is None:
        fail(Text("이 주소의 계정이 없습니다.", "No account has this address."))
    try:
        people.reset_second_step(person_id=person_id, reason=reason, by=operator())
    except Refused as problem:
        fail(problem.reason)
    say(Text("초기화하였습니다. 다음 로그인 때 새로 등록합니다.", "Done. A new one is set up at the next sign-in."))
    if as_json:
        print_json({"person": person_id, "reset": True})
