"""The WSGI application for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from reviewapp.processes import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
application = get_wsgi_application()
keep_what_is_loaded()
