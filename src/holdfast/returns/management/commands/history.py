"""`script/holdfast history [--as-of DATE] [--json]`: which clocks were met, met late, or never met, counted from the record."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.database.time import now
from holdfast.duties.clocks import end_of
from holdfast.duties.rulebook import rule
from holdfast.partnership.queries import calendar
from holdfast.record.holding import reading_all
from holdfast.returns.queries import clock_history


class Command(BaseCommand):
    help = "Count, from the record, which clocks that a census can show were met, met late, or never met."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, help="count as at this day (default: now)")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = end_of(options["as_of"]) if options["as_of"] else now()
        with reading_all():
            counted = clock_history(as_of=as_of, calendar=calendar())
        if options["json"]:
            self.stdout.write(json.dumps({code: found.as_dict() for code, found in sorted(counted.items())}))
            return
        for code, found in sorted(counted.items()):
            words = f"{found.met:,} met, {found.late:,} met late, {found.open:,} open, of these {found.overdue:,} overdue"
            self.stdout.write(f"{rule(code).title}: {found.opened:,} began; {words}")
