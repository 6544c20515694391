from django.apps import AppConfig


class DisruptionConfig(AppConfig):
    name = "holdfast.disruption"
    label = "disruption"

    def ready(self) -> None:
        from holdfast.disruption import board, duties, kinds, navigation, projectors, verifying  # noqa: F401  (registers them)
