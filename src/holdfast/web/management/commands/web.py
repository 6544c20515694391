"""`holdfast web`: the web process alone, on a database that is served. It holds neither the owner's nor the sequencer's sign-in."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.web.running import alone, web_command


class Command(BaseCommand):
    help = "Run the web process alone, on a database that is served, with the application's sign-in and no other (beside `start --without-web`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default PORT, or 8000")
        parser.add_argument("--bind", default=os.environ.get("HOLDFAST_BIND", "127.0.0.1"), help="the address to listen on")

    def handle(self, *args: Any, **options: Any) -> None:
        if not os.environ.get("DATABASE_URL"):
            raise CommandError("DATABASE_URL is not set: the web process alone needs a database that is served.")
        command = web_command(bind=options["bind"], port=options["port"])
        os.execve(command[0], command, alone(os.environ))  # noqa: S606  (our own program)
