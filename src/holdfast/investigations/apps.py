from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "holdfast.investigations"
    label = "investigations"

    def ready(self) -> None:
        from holdfast.investigations import child, duties, folds, kinds, navigation, reactors, sharing, verifying  # noqa: F401  (registers them)
