from __future__ import annotations

from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "holdfast.drill"
