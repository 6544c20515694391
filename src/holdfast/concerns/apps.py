from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "holdfast.concerns"
    label = "concerns"

    def ready(self) -> None:
        from holdfast.concerns import duties, kinds, navigation, projectors, reactors, verifying  # noqa: F401  (registers kinds, projectors and what duties ask)
