"""`script/holdfast setup [--real]`: make keys and database ready."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.setting_up import CannotSetUp
from holdfast.record.signing import NoSigningKey
from holdfast.vault.master import NoMasterKey
from holdfast.web.running import prepare


class Command(BaseCommand):
    help = "Make the keys and the database ready (a demonstration, or with --real a real installation). Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--real", action="store_true", help="a real installation: for ever, and never with a clock that moves")
        parser.add_argument("--host", default="holdfast.invalid", help="the domain name that the ledger is known by")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = prepare(nature="real" if options["real"] else "demonstration", host=options["host"])
        except (CannotSetUp, NoMasterKey, NoSigningKey) as why:
            raise CommandError(str(why)) from why
        self.stdout.write("Holdfast is set up." if done else "Holdfast was set up already; nothing to do.")
