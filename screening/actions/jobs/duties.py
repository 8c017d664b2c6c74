"""Regular tasks of the installation: of all worker processes on all hosts, one does them,
as long as it lives.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from screening.models import Duty


def hold(name: str, holder: UUID, *, seconds: float) -> bool:
    """Takes or keeps the duty for so many seconds; False while another process holds it.
    By the database's clock.
    """
    free = Q(holder=holder) | Q(until=None) | Q(until__lt=Now())
    lease = {"holder": holder, "until": Now() + timedelta(seconds=seconds)}
    if Duty.objects.filter(free, name=name).update(**lease):
        return True
    if Duty.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Duty.objects.create(name=name, **lease)
    except IntegrityError:
        return False
    return True


def lay_down(name: str, holder: UUID) -> None:
    """Gives the duty up at once, so that nobody has to wait for its lease to end."""
    Duty.objects.filter(name=name, holder=holder).update(holder=None, until=None)


def note(name: str) -> None:
    """Writes down that a regular task was done now, for whoever watches when it was done last."""
    Duty.objects.update_or_create(name=name, defaults={"until": Now(), "holder": None})
