"""Turns the declared class of every table into grants and row-level policies, after each migration, as the owner.

One policy shape for all: a row is seen when its room's audience holds one of the viewer's principals. See ADR 2 for why the
policies are made from the declarations and not written by hand in migrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from holdfast.database.roles import Roles, roles_of
from holdfast.database.tables import CountTable, DeclaredTable, ReadModel, RecordTable, SetUpTable, TableClass

#: Tables of the framework, which no model of ours declares. All operational.
FRAMEWORK_TABLES = ("django_session", "django_migrations", "django_content_type")

AUDIENCE_TABLE = "record_audience"


def declared_models() -> list[type[DeclaredTable]]:
    """Every concrete model of Holdfast, in a fixed order."""
    models = [m for m in apps.get_models() if issubclass(m, DeclaredTable)]
    return sorted(models, key=lambda m: m._meta.db_table)


def policy_condition(table: str, column: str) -> str:
    """The one correlated EXISTS on `audience` that every policy is."""
    return (
        # Each function inside a sub-query of its own: it runs once for a query, and not once for a row.
        f"(SELECT holdfast_viewer()) IS NOT NULL AND EXISTS (SELECT 1 FROM {AUDIENCE_TABLE} a "
        # The viewer's principals are hashed once for a query (IS TRUE keeps the planner from joining them anew for every row): a viewer who is many
        # costs hardly more than one who is one. `bench/rooms.py` measures it.
        f'WHERE a.room_id = "{table}"."{column}" AND (a.principal IN (SELECT unnest((SELECT holdfast_viewer())))) IS TRUE '
        f"AND (a.until IS NULL OR a.until > (SELECT holdfast_now())))"
    )


def _grants(model: type[DeclaredTable], roles: Roles, columns: list[str]) -> Iterator[str]:
    table = model._meta.db_table
    others = f'"{roles.app}", "{roles.writer}", "{roles.sequencer}", "{roles.eraser}"'
    yield f'REVOKE ALL ON "{table}" FROM PUBLIC, {others}'
    if model.table_class is TableClass.OPERATIONAL:
        yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO "{roles.app}"'
        return
    readers = f'"{roles.app}", "{roles.writer}"' if model.app_reads else f'"{roles.writer}"'
    yield f'GRANT SELECT ON "{table}" TO {readers}'
    if issubclass(model, SetUpTable):
        if read := ", ".join(f'"{c}"' for c in model.sequencer_reads):
            yield f'GRANT SELECT ({read}) ON "{table}" TO "{roles.sequencer}"'
        return
    if issubclass(model, RecordTable):
        settable = ", ".join(f'"{c}"' for c in columns if c not in model.set_by_database)
        yield f'GRANT INSERT ({settable}) ON "{table}" TO "{roles.sequencer if model.of_the_sequencer else roles.writer}"'
        if read := ", ".join(f'"{c}"' for c in (columns if model.of_the_sequencer else model.sequencer_reads)):
            yield f'GRANT SELECT ({read}) ON "{table}" TO "{roles.sequencer}"'
        if model.erasable:
            yield f'GRANT SELECT, DELETE ON "{table}" TO "{roles.eraser}"'
    elif issubclass(model, ReadModel | CountTable):
        yield f'GRANT INSERT, UPDATE, DELETE ON "{table}" TO "{roles.writer}"'


def _policies(model: type[DeclaredTable], roles: Roles) -> Iterator[str]:
    table = model._meta.db_table
    for name in ("seen_by_audience", "written_by_append", "sequenced", "erased_by_order"):
        yield f'DROP POLICY IF EXISTS {name} ON "{table}"'
    if model.audience_by is None:
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    condition = policy_condition(table, model.audience_by)
    yield f'CREATE POLICY seen_by_audience ON "{table}" FOR SELECT TO "{roles.app}" USING ({condition})'
    yield f'CREATE POLICY written_by_append ON "{table}" FOR ALL TO "{roles.writer}" USING (true) WITH CHECK (true)'
    if issubclass(model, RecordTable) and model.sequencer_reads:
        yield f'CREATE POLICY sequenced ON "{table}" FOR SELECT TO "{roles.sequencer}" USING (true)'
    if issubclass(model, RecordTable) and model.erasable:
        yield f'CREATE POLICY erased_by_order ON "{table}" FOR ALL TO "{roles.eraser}" USING (true)'


def protection_statements(app_user: str, columns_of: dict[str, list[str]]) -> list[str]:
    """Every statement that protects the tables that exist now, for an application role of the given name."""
    roles = roles_of(app_user)
    statements = [
        f'GRANT USAGE ON SCHEMA public TO "{roles.app}", "{roles.writer}", "{roles.sequencer}", "{roles.eraser}"',
        f'GRANT SELECT ON database_installation TO "{roles.app}", "{roles.writer}", "{roles.sequencer}"',
        f'GRANT SELECT ON database_clock TO "{roles.app}", "{roles.writer}"',
        f'GRANT SELECT ON record_line, record_gap TO "{roles.app}", "{roles.writer}"',
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{roles.app}", "{roles.writer}"',
    ]
    for table in FRAMEWORK_TABLES:
        if table in columns_of:
            changes = "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
            statements.append(f'GRANT {changes} ON "{table}" TO "{roles.app}"')
    for model in declared_models():
        if (columns := columns_of.get(model._meta.db_table)) is not None:
            statements += [*_grants(model, roles, columns), *_policies(model, roles)]
    return statements


def protect(connection: BaseDatabaseWrapper, app_user: str) -> None:
    """Apply grants and policies to all tables that exist. Idempotent. `connection` must be the owner's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) "
            "FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name"
        )
        columns_of = {str(table): list(columns) for table, columns in cursor.fetchall()}
        for statement in protection_statements(app_user, columns_of):
            cursor.execute(statement)


def protect_after_migrate(*, using: str, app_config: Any, **_kwargs: Any) -> None:
    """Signal receiver. Django signals once for each app, after all migrations have run: one of them is enough."""
    if using == "owner" and app_config.label == "record":
        protect(connections[using], str(connections["default"].settings_dict["USER"]))
