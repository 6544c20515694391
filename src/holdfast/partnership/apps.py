from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "holdfast.partnership"
    label = "partnership"

    def ready(self) -> None:
        from holdfast.partnership import (  # noqa: F401  (registers kinds, projectors and checks)
            arrangement,
            exchanging,
            guarding,
            kinds,
            navigation,
            recovering,
            sealed,
            verifying,
            verifying_people,
        )
