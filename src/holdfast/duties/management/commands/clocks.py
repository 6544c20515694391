"""`script/holdfast clocks`: every clock, with its source."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.duties.rulebook import rules


class Command(BaseCommand):
    help = "List every clock: how long is allowed, who owes it, what shows it was done, and where it comes from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            shown = [
                {
                    "code": r.code,
                    "title": r.title,
                    "starts": r.starts,
                    "ends": r.ends,
                    "allowed": str(r.allowed) if r.allowed else f"by {r.due_fact}",
                    "counted_only": r.counted_only,
                    "basis": r.basis,
                    "source": r.source,
                    "edition": r.edition,
                    "effective_from": r.effective_from.isoformat(),
                    "effective_to": r.effective_to.isoformat() if r.effective_to else None,
                }
                for r in rules()
            ]
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
            return
        for r in rules():
            allowed = str(r.allowed) if r.allowed else "by the day agreed"
            self.stdout.write(f"{r.code:<18} {allowed:<18} {r.title}")
            self.stdout.write(f"{'':<18} {r.basis}: {r.source} ({r.edition}, from {r.effective_from})")
