"""Services from outside: what a review has switched on, what was asked of them and when,
and what they proposed.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewServices(models.Model):
    """Which services a review has switched on, and the library through which its team reads.
    Off without a row.
    """

    review = models.OneToOneField("screening.Review", models.CASCADE, related_name="services_row")
    #: Keys of connectors, in no order.
    services = models.JSONField(default=list)
    notices_weekly = models.BooleanField(
        _("looks for retractions and corrections every week"), default=True
    )
    #: When notices were last looked for, in every service that tells them.
    notices_at = models.DateTimeField(null=True, blank=True)
    openurl = models.URLField(
        _("link resolver of the library (OpenURL)"), max_length=500, blank=True
    )
    libkey = models.CharField(_("number of the library at LibKey"), max_length=20, blank=True)
    ezproxy = models.URLField(_("prefix of the library's proxy"), max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.review_id}: {', '.join(self.services)}"


class ServiceGate(models.Model):
    """The one gate to a service for all workers of the site: when the next may ask,
    and who is asking now.

    Times are seconds of Unix time. `leases` are the ends of the requests under way by holder, so
    that a worker that dies in a request keeps nobody out for long.
    """

    service = models.CharField(max_length=40, unique=True)
    next_at = models.FloatField(default=0)
    held_until = models.FloatField(default=0)
    failures = models.PositiveIntegerField(default=0)
    leases = models.JSONField(default=dict)
    per_second = models.FloatField(null=True, blank=True)
    #: The pace that the service itself told last.
    at_once = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.service


class ServiceAnswer(models.Model):
    """An answer that is kept as long as the service's rules allow,
    so that it is not asked the same twice.
    """

    service = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="one_answer_a_request")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.key[:8]}"


class ServiceRun(models.Model):
    """One piece of work with services: a search, its repetition, completing, notices,
    citations or full texts.

    What PRISMA-S asks to report of a search is here as it was: query as sent and as understood,
    numbers, day.
    """

    class Purpose(models.TextChoices):
        SEARCH = "search", _("Search")
        UPDATE = "update", _("Search run again")
        COMPLETE = "complete", _("Completing records")
        NOTICES = "notices", _("Looking for notices")
        CITATIONS = "citations", _("Citation searching")
        FULL_TEXTS = "full_texts", _("Fetching full texts")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        READY = "ready", _("Ready")
        TAKEN = "taken", _("Taken over")
        LEFT = "left", _("Left out")
        FAILED = "failed", _("Failed")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="service_runs")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    services = models.JSONField(default=list)
    search = models.ForeignKey(
        "screening.Search", models.SET_NULL, null=True, blank=True, related_name="service_runs"
    )
    file = models.ForeignKey(
        "screening.ImportFile", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Whose citations were followed.
    seeds = models.ManyToManyField("screening.Record", related_name="+")
    query = models.TextField(blank=True)
    sent = models.TextField(blank=True)
    translation = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)
    reported = models.PositiveIntegerField(null=True, blank=True)
    #: Ids in the service's own order, all of them; what is known already is among them.
    ids = models.JSONField(default=list)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    #: What else this kind of work has to tell: seeds and overlap of citations, counts of proposals.
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.JSONField(null=True, blank=True)
    program = models.CharField(max_length=60, blank=True)
    #: Nobody, for what a schedule began.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["review", "purpose", "-id"], name="service_run_by_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class RunPage(models.Model):
    """One page that a run has fetched: after a crash it goes on behind the last.
    Gone once the run is one file.
    """

    run = models.ForeignKey(ServiceRun, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    ids = models.JSONField(default=list)
    #: The raw answer, packed; empty where the step listed ids alone.
    body = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_page_a_number")]

    def __str__(self) -> str:
        return f"{self.run_id}, page {self.number}"


class ServiceRequest(models.Model):
    """One request: to whom, what for, when, how much.
    No keys and no addresses of people stand in it.
    """

    review = models.ForeignKey(
        "screening.Review", models.CASCADE, null=True, blank=True, related_name="requests"
    )
    service = models.CharField(max_length=40)
    what = models.CharField(max_length=20)
    address = models.TextField()
    status = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["review", "service", "at"], name="service_request_by_service")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.status}"


class SearchSchedule(models.Model):
    """A search that is run again by itself."""

    class Every(models.IntegerChoices):
        WEEK = 7, _("every week")
        TWO_WEEKS = 14, _("every two weeks")
        MONTH = 30, _("every month")
        QUARTER = 90, _("every three months")
        HALF_YEAR = 180, _("every six months")

    search = models.OneToOneField("screening.Search", models.CASCADE, related_name="schedule")
    service = models.CharField(max_length=40)
    query = models.TextField()
    every_days = models.PositiveSmallIntegerField(
        _("days between two runs"), choices=Every.choices, default=Every.MONTH
    )
    next_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.search_id} every {self.every_days} days"


class Proposal(models.Model):
    """What a service says of a record where the record says nothing."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        UNDONE = "undone", _("Undone")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="proposals")
    run = models.ForeignKey(ServiceRun, models.CASCADE, related_name="proposals")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=30)
    value = models.JSONField()
    before = models.JSONField(null=True, blank=True)
    service = models.CharField(max_length=40)
    #: How the service's record was recognised: doi, pmid or title.
    told_by = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["record", "field", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "record", "field", "service"], name="one_proposal_a_field"
            )
        ]
        indexes = [models.Index(fields=["review", "state", "field"], name="proposal_by_state")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.field}"


class ServiceNotice(models.Model):
    """A notice of a report that a service told: its words stand with the record, its source here."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="service_notices")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="service_notices")
    service = models.CharField(max_length=40)
    key = models.CharField(max_length=400)
    words = models.TextField()
    date = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    #: Since when the service does not tell it any more.
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "service", "key"], name="one_notice_a_service"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.words[:40]}"


class Strategy(models.Model):
    """A search strategy in the making: concepts with their synonyms,
    and the lines for each database as edited.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="strategies")
    name = models.CharField(_("name"), max_length=200)
    #: Each `{"name", "terms": [...]}`; a term as `screening.strategies` writes it.
    concepts = models.JSONField(default=list)
    #: Syntax to the text as a person has changed it; what is not here is built from the concepts.
    lines = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
