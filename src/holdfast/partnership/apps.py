from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "holdfast.partnership"
    label = "partnership"

    def ready(self) -> None:
        from holdfast.partnership import kinds  # noqa: F401  (registers kinds and projectors)
