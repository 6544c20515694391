from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "holdfast.access"
    label = "access"

    def ready(self) -> None:
        from holdfast.access import bundles, kinds  # noqa: F401  (registers kinds and projectors)
