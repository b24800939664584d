"""HTTP from WSGI workers, beside the processes that hold the sockets (docs/architecture.md)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dreamseed.settings")

application = get_wsgi_application()
