"""`holdfast doctor`: what is wrong, in words, and what to do."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from holdfast.database.setting_up import declared
from holdfast.record.sequencer import behind
from holdfast.record.signing import NoSigningKey
from holdfast.web.checking import check_server
from holdfast.web.health import looked_at, running_problems


class Command(BaseCommand):
    help = "Look at everything that must be right, and say in words what is wrong and what to do. Ends with 1 where something is."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for what, words in self._findings():
            wrong += bool(words)
            self.stdout.write(f"[{'wrong' if words else 'ok'}] {what}{f': {words}.' if words else ''}")
        if wrong:
            sys.exit(1)

    def _findings(self) -> Any:
        """Each thing that is looked at, and what is wrong with it."""
        for checked in check_server():
            yield checked.what, checked.wrong.rstrip(".")
        try:
            if declared() is None:
                yield "The database was set up", "it was not: `holdfast set-up` (docs/deploying.md)"
                return
        except DatabaseError:
            yield "The database was set up", "it was not: `holdfast set-up` (docs/deploying.md)"
            return
        try:
            yield "The database holds what was signed", behind().rstrip(".")
        except NoSigningKey as why:
            yield "The database holds what was signed", str(why).rstrip(".")
        problems = running_problems()
        for about, what in _RUNNING.items():
            yield what, problems.get(about, "").rstrip(".")
        yield from looked_at()


#: What each thing is called that `/healthy` looks at too.
_RUNNING = {
    "ledger": "The ledger's process works",
    "duties": "The duties' process works",
    "returns": "The returns' process works",
    "waiting": "What was told is in the ledger in time",
    "keys": "The master key is the right one",
    "ladder": "Others are told in time of what is late",
    "rota": "Somebody is on call",
}
