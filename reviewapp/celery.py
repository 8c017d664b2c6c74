"""The Celery application: `celery -A reviewapp worker`."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")

app = Celery("reviewapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["screening"])
app.autodiscover_tasks(["screening"], related_name="caretaker")


@setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Celery would put its own in their place; Django has set them up already."""
