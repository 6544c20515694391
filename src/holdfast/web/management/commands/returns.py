"""`script/holdfast returns`: the background process that takes in the files that were uploaded."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.worker import returns_loop


class Command(BaseCommand):
    help = "Run the background process that takes in the returns that were uploaded. Stop it with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="take in what waits longest, then stop; exit 1 when it could not be done")
        parser.add_argument("--cadence", type=float, default=2.0, help="seconds between rounds (default 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = returns_loop(cadence=options["cadence"])
        if not options["once"]:
            loop.run()
        elif loop.round():
            sys.exit(1)
