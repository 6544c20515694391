from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "holdfast.support"
    label = "support"

    def ready(self) -> None:
        from holdfast.support import board, child, duties, folds, kinds, navigation, reactors, verifying  # noqa: F401  (registers them)
