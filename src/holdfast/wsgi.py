"""The web process's entry point. It takes the application's database role and never the owner's."""

import os

from django.core.wsgi import get_wsgi_application

from holdfast.database.connections import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")
resolve(with_owner=False)
application = get_wsgi_application()
