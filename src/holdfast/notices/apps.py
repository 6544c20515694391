from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "holdfast.notices"
    label = "notices"

    def ready(self) -> None:
        from holdfast.notices import duties, folds, kinds, navigation, reactors, verifying  # noqa: F401  (registers them)
