"""Destroying the keys that an agreed order names: as the eraser's role, which whoever keeps the machines takes, and which the application cannot."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connections, transaction

from holdfast.database.forgetting import write_anew
from holdfast.database.roles import roles
from holdfast.erasure.actions import carried_out
from holdfast.erasure.codes import State
from holdfast.erasure.models import Order
from holdfast.record.holding import reading_all
from holdfast.record.models import Erased
from holdfast.vault.models import EntryKey


@dataclass(frozen=True)
class Destroyed:
    """How many keys went, and in words what may still hold them."""

    keys: int
    left: str


def destroy(order: UUID) -> Destroyed:
    """Destroy the keys of an agreed order's entries, and record that. It can be done again: when it was cut short, and when something still looked at
    the table as it was. Raises DatabaseError where the database finds no such order.
    """
    with reading_all():
        agreed = Order.objects.get(id=order).state == State.AGREED
        entries = list(Erased.objects.filter(order_id=order).values_list("entry_id", flat=True))
    table = EntryKey._meta.db_table
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{roles().eraser}"')
        cursor.execute(f'DELETE FROM "{table}" WHERE entry_id = ANY(%s)', [entries])  # noqa: S608
        keys = cursor.rowcount
    left = write_anew(table, unsampled="wrapped")
    if agreed:
        carried_out(order=order, keys=len(entries))
    return Destroyed(keys, left)
