"""System checks: a table without a declared class or without a policy does not start."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from holdfast.database.tables import DeclaredTable


@register()
def every_table_declares_its_class(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Every model of Holdfast is a record, a read model or operational, and says who may read it."""
    faults: list[CheckMessage] = []
    for model in apps.get_models():
        if not model.__module__.startswith("holdfast."):
            continue
        if not issubclass(model, DeclaredTable):
            faults.append(Error(f"{model.__name__} declares no class of table", obj=model, id="holdfast.E001"))
        elif model.audience_by is None and not model.open_because:
            faults.append(Error(f"{model.__name__} has no audience and no reason why", obj=model, id="holdfast.E002"))
        elif model.audience_by is not None and model.audience_by not in {f.column for f in model._meta.concrete_fields}:
            faults.append(
                Error(f"{model.__name__}: no column {model.audience_by!r} to find its audience by", obj=model, id="holdfast.E003")
            )
    return faults
