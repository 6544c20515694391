"""What follows of itself in each invented child's months: whom a concern names, and a support plan."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.children.ids import CaseId
from holdfast.concerns.ids import ConcernId
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.player import Player
from holdfast.partnership.people import Acting
from holdfast.persons import naming
from holdfast.persons.models import InConcern
from holdfast.support import actions as support
from holdfast.support.codes import How, Support


def name_nobody(concern: ConcernId, reader: Acting) -> None:
    """Whom it names is owed where exploitation or abuse is alleged: mostly nobody can be named yet."""
    with viewing(reader.viewer):
        owed = set(InConcern.objects.filter(concern_id=concern).values_list("what", flat=True))
    if owed == {"owed"}:
        naming.name_nobody(concern=concern, reason="What was told, and what the school says.", by=reader)


def begin_support(player: Player, case: CaseId | None, worker: str, name: str, does: Callable[[], bool]) -> None:
    """Where a support plan is owed it is begun, and some of it offered."""
    if case is None or player.asked(case, "SUPPORT_OFFER", by=worker) is None:
        return
    by = player.people[worker]
    plan = support.begin_for_child(case=case, called=name.split()[0], born=None, coordinator=by.worker, by=by)
    for what in Support:
        if does():
            agency = player.people["mina" if what is Support.ADVOCATE else "kit"].agency
            support.offer(plan=plan, what=what, how=How.IN_PERSON, on=today(), agency=agency, words=None, by=by)
