from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "holdfast.accounts"
    label = "accounts"

    def ready(self) -> None:
        from holdfast.accounts import again, kinds, navigation, verifying  # noqa: F401  (registers them)
        from holdfast.accounts.drafts import begun
        from holdfast.partnership.shell import register_begun, register_showing

        register_begun(begun)
        register_showing(again.ask)
