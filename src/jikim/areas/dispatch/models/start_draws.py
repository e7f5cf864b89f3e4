"""The draw of the month in which each workplace's first visit falls: frozen and published first, drawn once, kept for the evaluation."""

from __future__ import annotations

from django.db import models


class StartDraw(models.Model):
    """One frozen list and what was drawn from it. Later joiners get a draw of their own; nobody is drawn twice."""

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="start_draws")
    #: region, tab, number, a line each, as published (rules/dispatching/start_months.py)
    frozen_list = models.TextField()
    list_hash = models.CharField(max_length=64)
    #: the months dealt out, fixed with the list: ["2017-04", "2017-05"]
    months = models.JSONField()
    frozen_at = models.DateTimeField()
    draw_source = models.CharField(max_length=300)
    draw_on = models.DateField()
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    #: number → month; empty until drawn
    drawn = models.JSONField(default=dict)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["season"], condition=models.Q(drawn_at=None), name="start_draw_one_open"),
        ]
