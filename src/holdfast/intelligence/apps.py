from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "holdfast.intelligence"
    label = "intelligence"

    def ready(self) -> None:
        from holdfast.intelligence import citing, duties, folds, kinds, navigation, verifying  # noqa: F401  (registers them)
