from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "holdfast.erasure"
    label = "erasure"

    def ready(self) -> None:
        from holdfast.erasure import kinds, navigation, projectors, verifying  # noqa: F401  (registers them)
