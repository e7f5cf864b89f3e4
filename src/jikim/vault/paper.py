"""Answers from paper: two keyings wait under a keyed name of the form's number; once they agree, they move on without it."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Sequence

from django.db import transaction

from jikim.rules.packs import Pack
from jikim.rules.scoring import Instrument
from jikim.vault import keystore, rows
from jikim.vault.keys import vault_keys
from jikim.vault.models import PaperEntry, Pending
from jikim.vault.sheets import CodeSheet, Draft, finished, pack, unpack


def add_paper(
    round_key: str, sheet: CodeSheet, *, on: dt.date, packs: Sequence[Pack | Instrument], keep_sex: bool
) -> None:  # fmt: skip
    """Settled answers into the spool, under a name no card has: they can be told from others by nothing."""
    _add(vault_keys().round_tag(round_key), sheet, on, packs, keep_sex)


def keep_paper_entry(form_number: str, entry: int, sheet: CodeSheet) -> None:
    """Keep one keying (1 or 2); again replaces it."""
    tag = _form_tag(form_number)
    (row_id,), (key,) = keystore.new_keys(1)
    sealed = rows.seal_row(key, pack(Draft(sheet, dt.date(2000, 1, 1))), row_id, tag)
    with transaction.atomic(using="vault"):
        old = list(PaperEntry.objects.filter(form_tag=tag, entry=entry).values_list("id", flat=True))
        PaperEntry.objects.filter(id__in=old).delete()
        PaperEntry.objects.create(id=row_id, form_tag=tag, entry=entry, sealed=sealed)
    if old:
        keystore.destroy(old)


def paper_entries(form_number: str) -> dict[int, CodeSheet]:
    """The keyings that wait, by entry."""
    tag = _form_tag(form_number)
    found = {row.id: row for row in PaperEntry.objects.filter(form_tag=tag)}
    keys = keystore.keys_of(list(found))
    return {
        row.entry: unpack(rows.opened(rows.Row("", row.id, b"", bytes(row.sealed), tag), keys[row.id])).sheet
        for row in found.values()
        if row.id in keys
    }


def drop_paper(form_number: str) -> None:
    """Destroy the keyings of a form."""
    ids = list(PaperEntry.objects.filter(form_tag=_form_tag(form_number)).values_list("id", flat=True))
    if ids:
        keystore.destroy(ids)
        PaperEntry.objects.filter(id__in=ids).delete()


def settle_paper(
    form_number: str, round_key: str, sheet: CodeSheet, *, on: dt.date, packs: Sequence[Pack | Instrument], keep_sex: bool
) -> bool:  # fmt: skip
    """Both keyings agree: into the spool and the keyings gone, at once or not at all. False if it was done before."""
    tag = _form_tag(form_number)
    with transaction.atomic(using="vault"):
        ids = list(PaperEntry.objects.filter(form_tag=tag).values_list("id", flat=True))
        if not ids:
            return False
        _add(vault_keys().round_tag(round_key), sheet, on, packs, keep_sex)
        PaperEntry.objects.filter(id__in=ids).delete()
    keystore.destroy(ids)
    return True


def _add(tag: bytes, sheet: CodeSheet, on: dt.date, packs: Sequence[Pack | Instrument], keep_sex: bool) -> None:
    draft = finished(sheet, on=on, packs=packs, keep_sex=keep_sex)
    (row_id,), (key,) = keystore.new_keys(1)
    Pending.objects.create(
        id=row_id, round_tag=tag, lookup=secrets.token_bytes(32), generation=rows.newest_generation(),
        sealed=rows.seal_row(key, pack(draft), row_id, tag),
    )  # fmt: skip


def _form_tag(form_number: str) -> bytes:
    return hmac.digest(vault_keys().places["paper"], form_number.encode(), "sha256")
