"""`script/holdfast erase [ORDER]`: destroy the keys that an agreed order names; without an order, say which wait."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from holdfast.erasure.codes import State
from holdfast.erasure.destroying import destroy
from holdfast.erasure.models import Order
from holdfast.record.holding import reading_all


class Command(BaseCommand):
    help = "Destroy the keys of the entries that an agreed order names, for ever. Without an order: which orders wait for that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("order", type=UUID, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading_all():
            agreed = list(Order.objects.filter(state__in=[State.AGREED, State.CARRIED_OUT]).order_by("asked_at"))
        waiting = [each for each in agreed if each.state == State.AGREED]
        if options["order"] is None:
            for each in waiting:
                self.stdout.write(f"{each.id}  {each.entries} entries, brought {each.asked_at:%d %B %Y}")
            self.stdout.write("Name one to destroy its keys." if waiting else "No agreed order waits.")
            return
        if options["order"] not in {each.id for each in agreed}:
            raise CommandError("There is no such order that two organisations agreed to.")
        try:
            destroyed = destroy(options["order"])
        except DatabaseError as wrong:
            raise CommandError(f"Nothing was destroyed: {str(wrong).splitlines()[0]}") from wrong
        self.stdout.write(f"{destroyed.keys} keys are destroyed, and the table that held them was written anew.")
        self.stdout.write(destroyed.left)
