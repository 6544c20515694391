from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "holdfast.persons"
    label = "persons"

    def ready(self) -> None:
        from holdfast.persons import board, concern, duties, folds, kinds, navigation, reactors, verifying  # noqa: F401  (registers them)
