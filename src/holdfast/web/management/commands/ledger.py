"""`script/holdfast ledger`: the ledger's process, which alone signs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.record.log_keys import acknowledging_key, verifying_key
from holdfast.web.worker import ledger_loop


class Command(BaseCommand):
    help = "Run the ledger's process: it gives entries their place and signs the next head. Stop it with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="sign what waits, then stop; exit 1 when nothing could be signed")
        parser.add_argument("--keys", action="store_true", help="write the keys by which anyone checks what is signed here, and stop")
        parser.add_argument("--cadence", type=float, default=5.0, help="seconds between heads of the ledger (default 5)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keys"]:
            self.stdout.write(f"log {verifying_key()}\nacknowledgement {acknowledging_key()}")
            return
        loop = ledger_loop(cadence=options["cadence"])
        if not options["once"]:
            loop.run()
        elif loop.round():
            sys.exit(1)
