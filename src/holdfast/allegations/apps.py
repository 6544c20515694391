from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "holdfast.allegations"
    label = "allegations"

    def ready(self) -> None:
        from holdfast.allegations import duties, folds, kinds, navigation, verifying  # noqa: F401  (registers them)
