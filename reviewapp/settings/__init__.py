"""Settings, all from the environment; with nothing set,
one machine with nothing but Python runs the whole.
"""

from reviewapp.settings.base import *
from reviewapp.settings.jobs import *
from reviewapp.settings.people import *
from reviewapp.settings.programs import *
from reviewapp.settings.safety import *
from reviewapp.settings.storage import *
from reviewapp.telemetry import check_tracing, start_sentry
from screening import PROGRAM

start_sentry(PROGRAM)
check_tracing()
