"""Opens a session under a fresh code, notes that it was given, closes it with its head count; and what the employer must be able to prove."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from jikim.areas.training.models import AttendanceName, TrainingSession
from jikim.areas.training.queries.courses import deck_of_session
from jikim.areas.training.queries.sessions import session_to_run
from jikim.rules.access import Action, Actor
from jikim.rules.training import new_join_code
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import today
from jikim.shared.files.proofs import admitted, check_size
from jikim.shared.library.holders import note_holding
from jikim.shared.workflow import move

#: how long the list of who was there is kept; the employer checks whether that is long enough
NAMES_KEPT_YEARS = 3
MOST_NAMES = 500
_EARLY = Text("교육은 그날부터 시작할 수 있습니다.", "A session can be opened on its day, not before.")
_NO_LIST = Text("이 교육은 인원만 셉니다. 명단을 남기려면 계획에서 ‘이름과 서명’을 고르십시오.", "This session counts heads only. To keep a list, choose names and signatures when planning.")
_MANY = Text(f"명단은 {MOST_NAMES}명까지 적을 수 있습니다.", f"A list may have up to {MOST_NAMES} names.")
_UNPROVEN = Text("명단이 필요한 교육입니다. 서명부를 올리거나 이름을 적은 뒤 마감하십시오.", "This session needs a list: upload the signed sheet or type the names, then close it.")
_FEWER = Text("명단의 이름보다 적은 인원입니다.", "Fewer than there are names on the list.")
_FINISHED = Text("마감하거나 취소한 교육입니다.", "This session is closed or cancelled.")


def open_session(*, session_id: int, by: Actor) -> TrainingSession:
    """Under way: a fresh code, the course's version written down, and the workplace remembered as holder of these entries."""
    for last in (False, False, True):
        try:
            with transaction.atomic():
                return _opened(session_id, by)
        except IntegrityError:  # that code is in use at this moment
            if last:
                raise
    raise AssertionError


def mark_held(*, session_id: int, by: Actor) -> TrainingSession:
    """The teaching is over: the questions after and the certificates open, the questions before close. The code stays."""
    one = session_to_run(session_id, by=by)
    move(one, "held", by=by)
    return one


def reopen_session(*, session_id: int, by: Actor) -> TrainingSession:
    """Back to teaching, for a tap too early."""
    one = session_to_run(session_id, by=by)
    move(one, "open", by=by)
    return one


def close_session(*, session_id: int, attended: int, note: str, by: Actor) -> TrainingSession:
    """With how many were there; the code is void from now on. Conflict where a list is wanted and there is none."""
    with transaction.atomic():
        one = TrainingSession.objects.select_for_update().get(pk=session_id)
        session_to_run(session_id, by=by)
        names = one.names.count()
        if one.with_names and not names and one.sheet_id is None:
            raise Conflict(_UNPROVEN)
        if attended < names:
            raise Invalid({"attended": _FEWER})
        move(one, "closed", by=by)
        one.attended, one.note, one.join_code = attended, note[:2000], ""
        one.save(update_fields=["attended", "note", "join_code"])
        return one


def keep_names(*, session_id: int, names: Sequence[str], by: Actor) -> int:
    """The typed list, whole: what was typed before is replaced, what participants gave with their certificates stays. Returns how many."""
    wanted = [" ".join(name.split())[:60] for name in names if name.strip()]
    if len(wanted) > MOST_NAMES:
        raise Invalid({"names": _MANY})
    with transaction.atomic():
        one = TrainingSession.objects.select_for_update().get(pk=session_id)
        require(by, Action.training_names, one.where())
        _with_list(one)
        until = keep_until(one)
        one.names.filter(by_trainer=True).delete()
        AttendanceName.objects.bulk_create([AttendanceName(session=one, name=name, keep_until=until) for name in wanted])
        audit.record(by, "training.names_kept", one.workflow_kind, one.workflow_key(), count=len(wanted))
    return len(wanted)


def keep_sheet(*, session_id: int, content: bytes, name: str, by: Actor) -> None:
    """The signed sheet, as a picture drawn anew or a PDF. A newer one takes the place of the one before."""
    check_size(content)
    with transaction.atomic():
        one = TrainingSession.objects.select_for_update().get(pk=session_id)
        where = one.where()
        require(by, Action.training_names, where)
        _with_list(one)
        data, media_type = admitted(content)
        if one.sheet is not None and one.sheet.sha256 == hashlib.sha256(data).hexdigest():
            return
        one.sheet = files.keep(
            data, name=name, media_type=media_type, thing_kind=one.workflow_kind, thing_key=one.pk, action=Action.training_names, where=where
        )
        one.save(update_fields=["sheet"])
        audit.record(by, "training.sheet_kept", one.workflow_kind, one.workflow_key(), file=one.sheet.pk)


def keep_until(one: TrainingSession) -> dt.date:
    """The day after which the list is deleted."""
    day = one.on
    return day.replace(year=day.year + NAMES_KEPT_YEARS, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _with_list(one: TrainingSession) -> None:
    if not one.with_names:
        raise Conflict(_NO_LIST)
    if one.status == "cancelled":
        raise Conflict(_FINISHED)


def _opened(session_id: int, by: Actor) -> TrainingSession:
    TrainingSession.objects.select_for_update().get(pk=session_id)  # nobody gives it another day or course from here on
    one = session_to_run(session_id, by=by)
    if one.on > today():
        raise Conflict(_EARLY)
    move(one, "open", by=by)
    made = deck_of_session(one)
    one.join_code, one.course_version = new_join_code(secrets.randbelow), made.course.version
    one.save(update_fields=["join_code", "course_version"])
    if one.workplace_id is not None:
        note_holding(
            document=f"course:{one.course}", holder_kind="workplace", holder_key=str(one.workplace_id), entries=made.entries, on=one.on,
            edition=made.edition, language=one.language,
        )  # fmt: skip
    return one
