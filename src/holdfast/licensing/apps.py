from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "holdfast.licensing"
    label = "licensing"

    def ready(self) -> None:
        from holdfast.licensing import duties, folds, kinds, navigation, sharing, verifying  # noqa: F401  (registers them)
