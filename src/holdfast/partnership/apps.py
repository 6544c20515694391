from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "holdfast.partnership"
    label = "partnership"

    def ready(self) -> None:
        from holdfast.partnership import exchanging, guarding, kinds, recovering, sealed, verifying  # noqa: F401  (registers kinds, projectors and checks)
