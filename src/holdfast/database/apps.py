from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper


class DatabaseConfig(AppConfig):
    name = "holdfast.database"
    label = "database"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from holdfast.database import checks  # noqa: F401  (registers the system checks)
        from holdfast.database.protection import protect_after_migrate

        post_migrate.connect(protect_after_migrate, dispatch_uid="holdfast.protection")
        connection_created.connect(guard_application_connection, dispatch_uid="holdfast.viewer")


def guard_application_connection(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Signal receiver: the application's connection asks nothing for nobody. The owner's is not guarded; it migrates."""
    from holdfast.database.viewing import refuse_reading_for_nobody

    if connection.alias == "default" and refuse_reading_for_nobody not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_reading_for_nobody)
