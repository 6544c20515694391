from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "holdfast.web"
    label = "web"

    def ready(self) -> None:
        from holdfast.web import navigation  # noqa: F401  (registers it)
