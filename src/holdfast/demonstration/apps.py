from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "holdfast.demonstration"
    label = "demonstration"
