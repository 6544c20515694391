from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "holdfast.children"
    label = "children"

    def ready(self) -> None:
        from holdfast.children import duties, folds, kinds, navigation, reactors, suspects, verifying, weekly  # noqa: F401  (registers them)
