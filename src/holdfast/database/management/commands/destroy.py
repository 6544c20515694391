"""`script/holdfast destroy`: take a demonstration or a test away, whole."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.embedded.places import NotDestroyed, destroy
from holdfast.home import home


class Command(BaseCommand):
    help = "Take this home away, its keys, its ledger and its database with it: of a demonstration or a test, and of nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        here = home()
        if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
            raise CommandError(
                "DATABASE_URL names a server of its own: its administrator drops the database there. Nothing was taken away."
            )
        if not options["yes"] and input(f"Take away everything in {here}, for good? Type yes: ") != "yes":
            raise CommandError("Nothing was taken away.")
        try:
            gone = self._destroy_once_stopped()
        except NotDestroyed as why:
            raise CommandError(str(why)) from why
        for path in gone:
            self.stdout.write(f"{path}: taken away")
        if not gone:
            self.stdout.write(f"There is nothing in {here}.")

    def _destroy_once_stopped(self) -> list[Any]:
        """The server of the last command stops by itself: that is waited for, and not longer."""
        for _ in range(20):
            try:
                return destroy(home())
            except NotDestroyed as why:
                if "is running" not in str(why):
                    raise
                time.sleep(0.5)
        return destroy(home())
