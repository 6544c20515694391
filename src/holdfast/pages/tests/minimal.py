"""Settings enough for pages alone: no database. Used by this package's browser tests' server and where no others are
set.
"""

from __future__ import annotations

SECRET_KEY = "only for the tests of pages"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
INSTALLED_APPS = ["django.contrib.staticfiles", "holdfast.pages"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware", "holdfast.pages.tests.site.ContentSecurityPolicy"]
ROOT_URLCONF = "holdfast.pages.tests.site"
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"environment": "holdfast.pages.environment.environment"},
    }
]
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES: dict[str, dict[str, str]] = {}
