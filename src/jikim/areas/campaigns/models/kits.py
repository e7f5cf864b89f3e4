"""Orders of printed pieces, and the ledger of what was handed out."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus


class KitOrder(HasStatus):
    """Somebody wants printed pieces: where to, and for whom to ask there."""

    workflow_kind = "kit_order"

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="kit_orders")
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

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id))


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
        return Where(region=self.region, workplace=str(self.workplace_id) if self.workplace_id else "")
