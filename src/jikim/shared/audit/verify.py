"""Proves the chain: every sealed row unchanged, none missing, none moved, and no tail cut off. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.words import Text
from jikim.shared.audit.chain import GENESIS, seal_of, spelled
from jikim.shared.audit.heads import Head, read_heads
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.sealer import FIELDS

#: after so many faults the rest is counted, not listed
LISTED = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that proves the record was changed."""

    kind: str  # missing, changed, cut, heads
    sequence: int
    says: Text


@dataclass(slots=True)
class Proof:
    """What was found. Good only without a single fault."""

    sealed: int = 0
    unsealed: int = 0
    head: str = GENESIS
    heads_compared: int = 0
    faults: list[Fault] = field(default_factory=list)
    further_faults: int = 0

    @property
    def good(self) -> bool:
        return not self.faults

    def fault(self, kind: str, sequence: int, says: Text) -> None:
        if len(self.faults) < LISTED:
            self.faults.append(Fault(kind, sequence, says))
        else:
            self.further_faults += 1


def verify() -> Proof:
    """Recompute every seal and compare with the remembered heads."""
    proof = Proof()
    heads, unreadable = read_heads()
    for line in unreadable:
        proof.fault("heads", line, Text(
            f"머리값 파일의 {line}번째 줄을 읽을 수 없습니다.", f"Line {line} of the file of heads cannot be read.",
        ))  # fmt: skip
    wanted = {remembered.sequence for remembered in heads}
    seals = _walk(proof, _sealed_rows(), wanted)
    _compare(proof, heads, seals)
    proof.unsealed = AuditRow.objects.filter(sequence__isnull=True).count()
    return proof


def _sealed_rows() -> Iterable[dict[str, Any]]:
    rows = AuditRow.objects.filter(sequence__isnull=False).order_by("sequence")
    return rows.values("sequence", "seal", *FIELDS).iterator(chunk_size=2000)


def _walk(proof: Proof, rows: Iterable[dict[str, Any]], wanted: set[int]) -> dict[int, str]:
    """Recompute the chain; returns the recomputed seals at the wanted numbers."""
    seals = {0: GENESIS}
    before, expected = GENESIS, 1
    for row in rows:
        sequence, seal = row["sequence"], row.pop("seal")
        if sequence != expected:
            proof.fault("missing", expected, Text(
                f"기록 {expected}–{sequence - 1}번이 없습니다.", f"Rows {expected} to {sequence - 1} are missing.",
            ))  # fmt: skip
        recomputed = seal_of(spelled(**row), before)
        if recomputed != seal:
            proof.fault("changed", sequence, Text(
                f"기록 {sequence}번이 봉인과 다릅니다. 이 기록이나 바로 앞 기록이 바뀌었습니다.",
                f"Row {sequence} does not match its seal: it or the row before it was changed.",
            ))  # fmt: skip
        # go on from the stored seal, so that one change is reported once and not for every later row
        before, expected = seal, sequence + 1
        if sequence in wanted:
            seals[sequence] = seal
        proof.sealed += 1
    proof.head = before
    return seals


def _compare(proof: Proof, heads: list[Head], seals: dict[int, str]) -> None:
    """Every remembered head must still be in the chain, with the same seal. Heads never go backwards."""
    highest = 0
    for remembered in heads:
        proof.heads_compared += 1
        if remembered.sequence < highest:
            proof.fault("heads", remembered.sequence, Text(
                f"머리값이 뒤로 갔습니다({highest} → {remembered.sequence}). 이전 상태의 자료로 바뀌었을 수 있습니다.",
                f"The heads went backwards ({highest} to {remembered.sequence}): the data may have been replaced by an older state.",
            ))  # fmt: skip
        highest = max(highest, remembered.sequence)
        found = seals.get(remembered.sequence)
        if found is None:
            proof.fault("cut", remembered.sequence, Text(
                f"{remembered.at}에 있던 기록 {remembered.sequence}번이 지금은 없습니다. 끝부분이 잘렸습니다.",
                f"Row {remembered.sequence}, there at {remembered.at}, is gone: the tail was cut off.",
            ))  # fmt: skip
        elif found != remembered.seal:
            proof.fault("cut", remembered.sequence, Text(
                f"기록 {remembered.sequence}번의 봉인이 {remembered.at}에 적어 둔 값과 다릅니다. 사슬을 다시 만들었습니다.",
                f"The seal of row {remembered.sequence} differs from the one noted at {remembered.at}: the chain was rebuilt.",
            ))  # fmt: skip
