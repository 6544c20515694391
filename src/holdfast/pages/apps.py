"""The Django app of the page shell: no models."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Static files and templates for every page."""

    name = "holdfast.pages"
    verbose_name = "Pages"
