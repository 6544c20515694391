from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "holdfast.subjects"
    label = "subjects"

    def ready(self) -> None:
        from holdfast.subjects import folds, kinds  # noqa: F401  (registers kinds and projectors)
