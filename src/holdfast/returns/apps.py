from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "holdfast.returns"
    label = "returns"
