"""Work in the background: the broker, its queues, and how long work is watched over."""

from kombu import Queue

from reviewapp.environment import make_folder, number, text
from reviewapp.settings.base import DATA_DIR

CELERY_BROKER_URL = text("CELERY_BROKER_URL", "filesystem://localhost")
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("filesystem")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_LOST_WAIT = 1.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "reviewapp"
QUEUE_ARGUMENTS: dict[str, str] = {}
JOB_QUEUES = {"long": "reviewapp", "short": "reviewapp.short", "mail": "reviewapp.mail"}
# A request does not wait for a broker that is down: the job is in the database, a worker will find
# it.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
GIVE_UP_SOON = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
# Nobody uses it, and its exclusive queue would keep a restarted worker out while its frozen
# predecessor holds it.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
if EMBEDDED_BROKER:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": make_folder(DATA_DIR / "broker" / "messages"),
        "data_folder_out": DATA_DIR / "broker" / "messages",
        "control_folder": make_folder(DATA_DIR / "broker" / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = GIVE_UP_SOON | {
        "visibility_timeout": 7200,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    QUEUE_ARGUMENTS = {"x-queue-type": "quorum"}
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
    CELERY_BROKER_TRANSPORT_OPTIONS = GIVE_UP_SOON

CELERY_TASK_QUEUES = [Queue(name, queue_arguments=QUEUE_ARGUMENTS) for name in JOB_QUEUES.values()]

JOB_HEARTBEAT_SECONDS = number("JOB_HEARTBEAT_SECONDS", 5, least=1)
JOB_STALE_SECONDS = number("JOB_STALE_SECONDS", 30, least=2)
JOB_RESEND_SECONDS = number("JOB_RESEND_SECONDS", 60, least=1)
#: When a running job gives a sign of life, when it is taken for dead without one, when a waiting
#: one is sent again, and how often workers look for such jobs.
JOB_REAP_SECONDS = number("JOB_REAP_SECONDS", 10, least=1)
#: Long jobs of one review at work at the same time, whatever the number of workers.
JOBS_PER_REVIEW = number("JOBS_PER_REVIEW", 1, least=1)
#: How often workers look whether somebody's learned order has become old.
ORDER_LOOK_SECONDS = number("ORDER_LOOK_SECONDS", 2, least=1)
EXPORT_STREAMED_MOST = number("EXPORT_STREAMED_MOST", 10_000, least=0)
#: Reports up to which an export is sent while it is made; larger ones are made by a worker and kept
#: so long.
EXPORT_KEEP_HOURS = number("EXPORT_KEEP_HOURS", 24, least=1)
