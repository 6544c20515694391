from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "holdfast.children"
    label = "children"

    def ready(self) -> None:
        from holdfast.children import duties, kinds, projectors, reactors  # noqa: F401  (registers them)
