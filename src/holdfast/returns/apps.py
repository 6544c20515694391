from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "holdfast.returns"
    label = "returns"

    def ready(self) -> None:
        from holdfast.returns import kinds, navigation  # noqa: F401  (registers kinds and projectors)
