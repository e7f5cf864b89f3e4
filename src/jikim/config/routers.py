"""Which database a table lies in: the vault's in `vault`, everything else in `default`. No relation crosses."""

from __future__ import annotations

from typing import Any


class VaultRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "vault" if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return (first._meta.app_label == "vault") == (second._meta.app_label == "vault")

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "vault") == (app_label == "vault")
