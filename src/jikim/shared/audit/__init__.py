"""The record of who did what to which thing. Written by actions in their own transaction, chained by a sealer,
read by auditors only; no feature reads it and no worker's act by code writes it."""

from jikim.shared.audit.record import record

__all__ = ["record"]
