"""`script/holdfast rebuild`: make every read model anew from the entries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from holdfast.record.rebuild import rebuild


class Command(BaseCommand):
    help = "Make every read model anew from the recorded entries."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(what: str, done: int, total: int) -> None:
            self.stderr.write(f"\r{what}: {done:,} of {total:,}   ", ending="")

        done = rebuild(progress)
        self.stderr.write("")
        self.stdout.write(f"Rebuilt from {done:,} entries.")
