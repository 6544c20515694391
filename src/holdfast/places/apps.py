from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "holdfast.places"
    label = "places"

    def ready(self) -> None:
        from holdfast.places import concern, duties, folds, kinds, navigation, reactors, verifying  # noqa: F401  (registers them)
