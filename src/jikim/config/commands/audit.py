"""audit verify: prove the record of who did what."""

from __future__ import annotations

import typer

from jikim.config.commands.console import print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="감사 기록 · the audit record", no_args_is_help=True)
    group.command("verify")(verify)
    group.command("seal")(seal)
    app.add_typer(group, name="audit")


def verify(as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout")) -> None:
    """사슬을 다시 계산하고 머리값 파일과 견줍니다 · recompute the chain, compare it with the file of heads."""
    start_django()
    from jikim.shared.audit.verify import verify as prove

    proof = prove()
    for fault in proof.faults:
        say(fault.says)
    if proof.further_faults:
        say(Text(f"그 밖에 {proof.further_faults:,}건", f"and {proof.further_faults:,} more"))
    say(Text(
        f"봉인된 기록 {proof.sealed:,}건, 아직 봉인되지 않은 기록 {proof.unsealed:,}건, 견준 머리값 {proof.heads_compared:,}개. "
        + ("사슬이 맞습니다." if proof.good else "사슬이 맞지 않습니다."),
        f"{proof.sealed:,} sealed rows, {proof.unsealed:,} not yet sealed, {proof.heads_compared:,} heads compared. "
        + ("The chain holds." if proof.good else "The chain does NOT hold."),
    ))  # fmt: skip
    if as_json:
        print_json({
            "good": proof.good, "sealed": proof.sealed, "unsealed": proof.unsealed, "head": proof.head,
            "heads_compared": proof.heads_compared, "further_faults": proof.further_faults,
            "faults": [
                {"kind": fault.kind, "sequence": fault.sequence, "says": fault.says.ko, "says_en": fault.says.en}
                for fault in proof.faults
            ],
        })  # fmt: skip
    if not proof.good:
        raise typer.Exit(1)


def seal(as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout")) -> None:
    """기다리는 기록을 봉인하고 머리값을 적습니다 · seal what waits and note the head (the job worker does this by itself)."""
    start_django()
    from jikim.shared.audit.heads import write_head
    from jikim.shared.audit.sealer import seal_all

    sealed = seal_all()
    head = write_head("by hand")
    say(Text(f"{sealed:,}건을 봉인했습니다. 머리값: {head.seal}", f"Sealed {sealed:,} rows. Head: {head.seal}"))
    if as_json:
        print_json({"sealed": sealed, "head": head.seal})
