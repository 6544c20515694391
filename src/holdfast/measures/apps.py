from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "holdfast.measures"
    label = "measures"

    def ready(self) -> None:
        from holdfast.measures import child, duties, folds, kinds, navigation, reactors, sections, verifying  # noqa: F401  (registers them)
