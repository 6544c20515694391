"""`script/holdfast work`: the background process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.worker import Worker


class Command(BaseCommand):
    help = "Run the background process: the ledger's sequencer, and the run that finds duties which are due. Stop it with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then stop")
        parser.add_argument("--cadence", type=float, default=5.0, help="seconds between heads of the ledger (default 5)")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(cadence=options["cadence"])
        if options["once"]:
            worker.round()
        else:
            worker.run()
