from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "holdfast.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        from holdfast.scrutiny import duties, folds, kinds, navigation, publishing, verifying  # noqa: F401  (registers them)
