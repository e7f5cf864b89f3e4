"""Seasons, the workplaces that applied in them, and how each application was decided."""

from __future__ import annotations

from django.db import models

from jikim.areas.enrolment.visitors import visitors
from jikim.rules.access import Where
from jikim.rules.intake import name_key
from jikim.shared.workflow.models import HasStatus

__all__ = [
    "Agreement", "Application", "BreachReport", "ContactTry", "ImportDraft", "Lottery", "Milestone", "OnlineDraft",
    "Prospect", "Quota", "Season", "SeasonChange", "SeasonHoliday", "Workplace",
]  # fmt: skip


def default_visit_minutes() -> list[list[int]]:
    """[fewest customer service workers, minutes of a visit], rising: two visits fit a day."""
    return [[0, 120], [50, 150], [300, 180]]


def default_large_site_days() -> list[int]:
    """A day for each of the three visits."""
    return [1, 1, 1]


class Season(HasStatus):
    """One year of the programme and every number that governs it. Changes are kept in SeasonChange."""

    workflow_kind = "season"

    year = models.PositiveSmallIntegerField()
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    call_opens_on = models.DateField(null=True, blank=True)
    call_closes_on = models.DateField(null=True, blank=True)
    target = models.PositiveIntegerField(default=1000)
    intensive_target = models.PositiveIntegerField(default=100)
    minimum_service_workers = models.PositiveIntegerField(default=10)
    #: region codes and industry-code prefixes admitted; empty admits all
    regions_admitted = models.JSONField(default=list, blank=True)
    sectors_admitted = models.JSONField(default=list, blank=True)
    admits_earlier_seasons = models.BooleanField(default=True)
    who_counts_ko = models.TextField(blank=True)
    who_counts_en = models.TextField(blank=True)
    is_trial = models.BooleanField(default=True)
    disclosure_minimum = models.PositiveSmallIntegerField(default=10)
    disclosure_minimum_whole = models.PositiveSmallIntegerField(default=5)
    disclosure_minimum_abuse = models.PositiveSmallIntegerField(default=20)
    #: workers' answers are destroyed after this day; none means two years after the season's end
    answers_kept_until = models.DateField(null=True, blank=True)
    #: an agency and a workplace it serves under contract already: kept apart, or allowed and the workplace is told
    existing_contracts = models.CharField(max_length=10, default="forbid", choices=[("forbid", "forbid"), ("tell", "tell")])
    #: how many times the fair share by availability one consultant may have at most
    fair_share_times = models.PositiveSmallIntegerField(default=2)
    #: how long a visit takes by headcount: [fewest customer service workers, minutes], rising
    visit_minutes = models.JSONField(default=default_visit_minutes)
    #: minutes of a day that two visits and the way between them may take; with the way there and back
    visits_minutes = models.PositiveSmallIntegerField(default=520)
    day_minutes = models.PositiveSmallIntegerField(default=660)
    #: hours of rest between a consultant's last visit of a day and the first one of the next
    rest_hours = models.PositiveSmallIntegerField(default=11)
    #: so many customer service workers make a large site, which has the days of each visit to itself; none: no such rule
    large_site_from = models.PositiveIntegerField(null=True, blank=True)
    #: how many days in a row its first, second and third visit last
    large_site_days = models.JSONField(default=default_large_site_days)
    #: the month of each first visit is drawn by lottery within region, for the evaluation
    start_by_lottery = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["year", "id"]

    def __str__(self) -> str:
        return self.name_ko

    def where(self) -> Where:
        return Where()


class SeasonChange(models.Model):
    """One edited value of a season: what it was, what it became, who, when, why."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]


class Quota(models.Model):
    """How many workplaces of one region or one sector are enrolled at least and at most."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="quotas")
    kind = models.CharField(max_length=10, choices=[("region", "region"), ("sector", "sector")])
    key = models.CharField(max_length=20)
    minimum = models.PositiveIntegerField(default=0)
    maximum = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["season", "kind", "key"], name="quota_once")]


class Milestone(models.Model):
    """A date everybody plans by."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["starts_on", "id"]
        constraints = [models.UniqueConstraint(fields=["season", "key"], name="milestone_once")]


class SeasonHoliday(models.Model):
    """A day nobody is visited."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["season", "on"], name="holiday_once")]


class Workplace(models.Model):
    """A site where customers are served. The employer, the client company and the site are three things."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="workplaces")
    #: 관리번호, the agency's own key
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    #: the name as compared: width, case and spaces ignored (rules.intake.name_key)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    employer_name = models.CharField(max_length=200, blank=True)
    client_name = models.CharField(max_length=200, blank=True)
    business_number = models.CharField(max_length=10)
    industry_code = models.CharField(max_length=10, blank=True)
    industry_name = models.CharField(max_length=120, blank=True)
    #: sector key of packs/codes, derived from the industry code
    sector = models.CharField(max_length=20, blank=True, db_index=True)
    region = models.CharField(max_length=10, db_index=True)
    district = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    workers = models.PositiveIntegerField()
    service_workers = models.PositiveIntegerField()
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    applied_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20, default="import")
    #: what else the form asked: shifts, closed days, busy weeks, needs (read by dispatch)
    particulars = models.JSONField(default=dict, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="workplace_number_once"),
            # a draft of the online form may not have its business number yet
            models.UniqueConstraint(
                fields=["season", "business_number", "name_key"],
                condition=~models.Q(business_number=""), name="workplace_identity_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        """The reach key of rules.access."""
        return str(self.pk)

    def where(self, agency: str = "") -> Where:
        return Where(region=self.region, workplace=self.key, agency=agency)

    def visited_where(self) -> Where:
        """Its place with the agency and the persons who visit it: for what they, too, may do there."""
        return visitors.where(self.pk) if visitors.where and self.pk else self.where()


class Application(HasStatus):
    """A workplace's wish to take part in a season, and what became of it."""

    workflow_kind = "application"

    workplace = models.OneToOneField(Workplace, on_delete=models.PROTECT, related_name="application")
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="applications")
    #: the verdict, whatever became of the application afterwards; null until judged
    is_eligible = models.BooleanField(null=True)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    waiting_place = models.PositiveIntegerField(null=True, blank=True)
    lottery_position = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    #: things a clerk should look at: [{"ko": …, "en": …}]
    warnings = models.JSONField(default=list, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["season", "status"], name="application_by_status")]

    def workflow_key(self) -> str:
        return f"{self.season_id}/{self.workplace.number}"

    def where(self) -> Where:
        return self.workplace.where()


class Lottery(models.Model):
    """A frozen list whose hash was published before the seed was known, and the order drawn from it."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="lotteries")
    purpose = models.CharField(max_length=40, default="enrolment")
    frozen_list = models.TextField()
    list_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    draw_source = models.CharField(max_length=300)
    draw_on = models.DateField()
    #: the numbers in drawn order, one a line; empty until drawn
    drawn_order = models.TextField(blank=True)
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"


class ImportDraft(models.Model):
    """A spreadsheet a clerk has sent and looked at, kept until its rows are in; emptied after a week."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="import_drafts")
    #: what the sheet lists, and whose it is where it belongs to one agency
    kind = models.CharField(max_length=20, default="applicants")
    about = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    staged_by_key = models.CharField(max_length=80)
    staged_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    #: the counts of the last application, so that the page after it can be opened again
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        app_label = "jikim"


class Agreement(HasStatus):
    """What employer and workers' representative signed before any round may open."""

    workflow_kind = "agreement"

    workplace = models.OneToOneField(Workplace, on_delete=models.PROTECT, related_name="agreement")
    employer_name = models.CharField(max_length=120, blank=True)
    employer_signed_on = models.DateField(null=True, blank=True)
    workers_name = models.CharField(max_length=120, blank=True)
    workers_signed_on = models.DateField(null=True, blank=True)
    text_version = models.CharField(max_length=20, default="1")
    file_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        return self.workplace.visited_where()


class BreachReport(models.Model):
    """Somebody says the agreement was broken. No name, no time finer than the day."""

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="breaches")
    #: ticked promises of the agreement (keys of actions.breaches.MATTERS)
    matters = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    reported_on = models.DateField()
    handled_on = models.DateField(null=True, blank=True)
    handling = models.TextField(blank=True)

    class Meta:
        app_label = "jikim"


class Prospect(HasStatus):
    """A workplace somebody hopes to win for the season."""

    workflow_kind = "prospect"

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="prospects")
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=10)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    found_by_key = models.CharField(max_length=80)
    found_by_name = models.CharField(max_length=120)
    found_on = models.DateField(null=True, blank=True)
    agency_key = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    application = models.ForeignKey(Application, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        return Where(region=self.region, agency=self.agency_key)


class ContactTry(models.Model):
    """One attempt to reach a prospect, and what came of it."""

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="tries")
    on = models.DateField()
    channel = models.CharField(max_length=40)
    outcome = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        app_label = "jikim"


class OnlineDraft(models.Model):
    """What an employer without an account has typed so far. Known by its mail address; its link is signed."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="online_drafts")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="ko")
    #: the form's fields as typed, checked only when it is handed in
    values = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    prospect = models.ForeignKey(Prospect, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="online_draft"
    )

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["season", "email"], name="online_draft_address")]
