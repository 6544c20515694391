from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "holdfast.demonstration"
    label = "demonstration"

    def ready(self) -> None:
        from holdfast.demonstration import navigation, playing  # noqa: F401  (registers them)
