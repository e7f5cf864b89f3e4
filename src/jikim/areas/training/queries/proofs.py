"""Sessions given and certificates of a workplace, as evidence for a measure of its plan: what, when, how many; never who."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.consulting.public import Proof
from jikim.areas.training.models import TrainingCertificate, TrainingSession
from jikim.areas.training.queries.courses import title_of
from jikim.rules.training import certificate_number, hours_words
from jikim.rules.words import Text


def proofs_of(workplace_id: int) -> tuple[Proof, ...]:
    """Closed sessions and certificates that stand, newest first. Asks no actor: consulting has asked for the plan's."""
    given = TrainingSession.objects.filter(workplace_id=workplace_id, status="closed")
    stand = TrainingCertificate.objects.filter(workplace_id=workplace_id, kind=TrainingCertificate.Kind.WORKPLACE, revoked_on=None)
    found = [*(_session(one) for one in given), *(_certificate(one) for one in stand)]
    return tuple(sorted(found, key=lambda one: (one.on, one.key), reverse=True))


def _session(one: TrainingSession) -> Proof:
    title, people = title_of(one.course), one.attended or 0
    words = Text(f"교육 {one.on.isoformat()} {title.ko}, {one.minutes}분, 참석 {people}명", f"Training {one.on.isoformat()} {title.en}, {one.minutes} min, {people} there")
    return Proof(f"training:{one.pk}", one.on, words, reverse("training", args=[one.pk]))


def _certificate(one: TrainingCertificate) -> Proof:
    number, time = certificate_number(one.year, one.serial), hours_words(one.minutes)
    words = Text(
        f"교육 확인서 {number}({one.on.year}년 교육 {one.sessions}회, {time.ko}, 참석 연인원 {one.attended}명)",
        f"Training certificate {number} ({one.on.year}: {one.sessions} sessions, {time.en}, {one.attended} attendances)",
    )
    return Proof(f"certificate:{one.pk}", one.on, words, reverse("training_verify", kwargs={"language": "ko", "token": one.token}), is_open=True)
