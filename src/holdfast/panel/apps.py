from django.apps import AppConfig


class PanelConfig(AppConfig):
    name = "holdfast.panel"
    label = "panel"

    def ready(self) -> None:
        from holdfast.panel import duties, folds, kinds, navigation, verifying  # noqa: F401  (registers them)
