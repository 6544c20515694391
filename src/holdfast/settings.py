"""Django's settings. Everything that differs between installations comes from the environment or from files of the home."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from holdfast.database.connections import django_databases
from holdfast.home import home, secret

PACKAGE = Path(__file__).resolve().parent

HOLDFAST_HOME = home()
HOLDFAST_MASTER_KEY_FILE = os.environ.get("HOLDFAST_MASTER_KEY_FILE", str(HOLDFAST_HOME / "keys" / "master.key"))
SERVICE_NAME = os.environ.get("HOLDFAST_SERVICE_NAME", "Holdfast")
#: How much is told in a quarter of an hour before sending costs work or a wait (`concerns.cost`); far above what a partnership is told in a day.
HOLDFAST_ORDINARY_TELLING = int(os.environ.get("HOLDFAST_ORDINARY_TELLING", "60"))

SECRET_KEY = secret("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("HOLDFAST_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "holdfast.pages",
    "holdfast.database",
    "holdfast.vault",
    "holdfast.record",
    "holdfast.partnership",
    "holdfast.accounts",
    "holdfast.subjects",
    "holdfast.duties",
    "holdfast.access",
    "holdfast.erasure",
    "holdfast.disruption",
    "holdfast.persons",
    "holdfast.places",
    "holdfast.measures",
    "holdfast.licensing",
    "holdfast.investigations",
    "holdfast.intelligence",
    "holdfast.panel",
    "holdfast.support",
    "holdfast.allegations",
    "holdfast.notices",
    "holdfast.concerns",
    "holdfast.children",
    "holdfast.scrutiny",
    "holdfast.returns",
    "holdfast.demonstration",
    "holdfast.drill",
    "holdfast.web",
]
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("holdfast.") or (PACKAGE / app.split(".")[1] / "apps.py").exists()]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "holdfast.accounts.middleware.SignedInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "holdfast.web.middleware.NoStoreMiddleware",
]

ROOT_URLCONF = "holdfast.web.urls"
WSGI_APPLICATION = "holdfast.wsgi.application"
DATABASES = django_databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "holdfast.pages.environment.environment", "autoescape": True},
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Accounts are Django's users, so that passkeys, codes and single sign-on fit on them.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:sign-in"
PASSWORD_HASHERS = ["holdfast.accounts.hashing.InTurn", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email",)}},
]

# Sessions: 12 hours at most, 15 minutes idle (`accounts.middleware` ends them); nothing about the device is stored.
SESSION_ENGINE = "holdfast.accounts.sessions"  # under a hash of the key; ended at once when password, account or post changes
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "holdfast.web.errors.form_refused"

# Behind TLS everywhere but on the machine itself.
BEHIND_TLS = os.environ.get("HOLDFAST_TLS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers send `Origin: null`, which the form check refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: whitenoise finds the files in the packages
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A file that is sent is read by no page but the one that asks for one.
FILE_UPLOAD_HANDLERS = ["holdfast.pages.uploads.NoFiles"]

# Plain lines for a person at a terminal; HOLDFAST_LOGS=json for whatever gathers logs.
LOGS = os.environ.get("HOLDFAST_LOGS", "plain")
# No content in logs: levels and codes only; Django's own request logger would write URLs, which hold ids and nothing else.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "holdfast.web.logs.ErrorsInOneLine", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "holdfast.web.logs.AsJson"},
    },
    "filters": {"once": {"()": "holdfast.web.logs.OnceAMinute"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOGS if LOGS == "json" else "plain", "filters": ["once"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "WARNING"}, "fido2": {"level": "WARNING"}},
}
