"""The web process."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

if multiprocessing.parent_process() is not None and hasattr(os, "setsid"):
    # Ctrl-C in a terminal reaches the whole group; only the server process shall hear it and stop us in order
    os.setsid()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jikim.config.settings")
application = get_wsgi_application()
