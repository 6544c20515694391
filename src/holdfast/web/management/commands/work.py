"""`script/holdfast work`: the duties' background process."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.worker import duties_loop


class Command(BaseCommand):
    help = "Run the background process that finds duties which are due and tells others. Stop it with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then stop; exit 1 when something could not be done")
        parser.add_argument("--cadence", type=float, default=5.0, help="seconds between rounds (default 5)")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = duties_loop(cadence=options["cadence"])
        if not options["once"]:
            loop.run()
        elif loop.round():
            sys.exit(1)
