"""`script/holdfast recount`: every published count, counted again from the entries; where it is another, it says so."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.record.holding import reading_all
from holdfast.scrutiny.counting import rules
from holdfast.scrutiny.publishing import by_code, counted_again, differences, published


class Command(BaseCommand):
    help = "Count again, from the entries, what was published; exit with 1 where a number is another."

    def handle(self, *args: Any, **options: Any) -> None:
        titles = {rule.code: rule.title for rule in rules()}
        wrong = 0
        with reading_all():
            for facts in published(limit=1_000):
                again = counted_again(facts.since, facts.until)
                found = differences(by_code(facts), again)
                wrong += len(found)
                self.stdout.write(f"until {facts.until:%Y-%m-%d}: {'the same' if not found else f'{len(found)} differ'}")
                for code, agency, said, is_ in found:
                    self.stdout.write(f"  {titles.get(code, code)} ({agency or 'all'}): published {said}, counted {is_}")
        sys.exit(1 if wrong else 0)
