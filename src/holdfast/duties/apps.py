from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "holdfast.duties"
    label = "duties"

    def ready(self) -> None:
        from holdfast.duties import checks, inheriting, kinds, navigation, offering, projectors, reactors, verifying  # noqa: F401  (registers them)
