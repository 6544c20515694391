from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "holdfast.subjects"
    label = "subjects"

    def ready(self) -> None:
        for room in ("kinds", "projectors"):  # registers kinds and projectors
            if find_spec(f"holdfast.subjects.{room}") is not None:
                import_module(f"holdfast.subjects.{room}")
