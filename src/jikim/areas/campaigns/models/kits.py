"""Orders of printed pieces, and the ledger of what was handed out."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus


class KitOrder(HasStatus):
    """Somebody wants printed pieces, a workplace or an agency: where to, and for whom to ask there."""

    workflow_kind = "kit_order"

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="kit_orders")
    #: an agency's own order
    organisation = models.ForeignKey("jikim.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="kit_orders")
    #: one filled form is one order, however often it is sent
    token = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=5, default="ko")
    address = models.CharField(max_length=300)
    contact = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    ordered_on = models.DateField()
    ordered_by_key = models.CharField(max_length=80)
    ordered_by_name = models.CharField(max_length=120)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(workplace__isnull=False) ^ models.Q(organisation__isnull=False), name="kit_order_for_one"),
        ]  # fmt: skip

    @property
    def holder(self) -> str:
        """Whose it is, as lists name it."""
        if self.workplace is not None:
            return f"{self.workplace.number} {self.workplace.name}"
        return self.organisation.name if self.organisation else ""

    def where(self) -> Where:
        """As seats reach it: a workplace's with the agency and the persons that visit it."""
        if self.workplace_id is None:
            return Where(agency=str(self.organisation_id))
        from jikim.areas.dispatch.public import workplace_where

        return workplace_where(self.workplace_id)


class KitOrderLine(models.Model):
    """One piece of an order."""

    order = models.ForeignKey(KitOrder, on_delete=models.CASCADE, related_name="lines")
    kit = models.CharField(max_length=80)
    piece = models.CharField(max_length=80)
    size = models.CharField(max_length=10)
    copies = models.PositiveIntegerField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class KitHandout(models.Model):
    """One line of the distribution ledger: so many copies of a piece in one version, to somebody, this way, on that day."""

    kit = models.CharField(max_length=80)
    piece = models.CharField(max_length=80)
    #: the entry's version in the library on that day
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=5, default="ko")
    copies = models.PositiveIntegerField()
    on = models.DateField()
    way = models.CharField(max_length=20)
    receiver_kind = models.CharField(max_length=20)
    receiver = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=10, blank=True)
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="kit_handouts")
    #: an agency that got them for itself
    organisation = models.ForeignKey("jikim.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="kit_handouts")
    order = models.ForeignKey(KitOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="handouts")
    note = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    #: of a row from a list: the same row again is the same line
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mark"], condition=~models.Q(mark=""), name="kit_handout_row_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["workplace", "piece"], name="kit_handout_by_place")]

    def where(self) -> Where:
        return Where(region=self.region, agency=str(self.organisation_id or ""), workplace=str(self.workplace_id or ""))


class PieceNotice(models.Model):
    """A holder of old pieces who is written to, once for each state of the library. Sent at a pace; who has refused is left out."""

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="piece_notices")
    organisation = models.ForeignKey("jikim.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="piece_notices")
    #: piece, version held, newest version
    pieces = models.JSONField()
    #: of holder and newest versions: the same is not told twice
    mark = models.CharField(max_length=64, unique=True)
    #: waiting, queued, opted_out, unreachable, stopped
    state = models.CharField(max_length=12, default="waiting")
    offered_on = models.DateField()
    offered_by = models.CharField(max_length=120)
    message = models.ForeignKey("jikim.MailMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="piece_notice_next")]
