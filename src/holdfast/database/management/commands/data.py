"""`script/holdfast data [--remove]`: where the data of root's runs lie, and taking away what demonstrations and tests left."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.database.embedded.places import Place, places, remove
from holdfast.home import home


class Command(BaseCommand):
    help = (
        "List where databases lie that were made as root, and with --remove take away those of demonstrations and tests whose home is gone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take away those of demonstrations and tests whose home is gone")
        parser.add_argument(
            "--this", action="store_true", help="with --remove: also this home's own, if it is a demonstration and not running"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        here = home()
        found = list(places())
        for place in found:
            self._say(place, take=options["remove"] and (place.left_behind or (options["this"] and place.home == here)))
        if not found:
            self.stdout.write(f"Nothing lies outside its home. This home is {here}.")

    def _say(self, place: Place, *, take: bool) -> None:
        size = f"{place.megabytes:,.0f} MB"
        whose = "home unknown" if place.home is None else f"of {place.home}" + (" (gone)" if place.left_behind else "")
        done = "in use" if place.in_use else ""
        if take and place.removable:
            remove(place)
            done = "taken away"
        elif take:
            done = f"left: {'in use' if place.in_use else 'what is not a demonstration or a test is never taken away'}"
        self.stdout.write(f"{place.folder}: {place.nature}, {size}, {whose}" + (f"; {done}" if done else ""))
