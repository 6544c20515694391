"""What follows by itself when entries are declared lost: those who answer for them must decide on it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid5

from holdfast.database.viewing import role_principal
from holdfast.notices import kinds, policies
from holdfast.notices.codes import About
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import LossDeclared, LossParts
from holdfast.record.entries import AnyEntry, Draft, Opening
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor


@reactor(LossDeclared)
def decide_on_the_loss(entry: AnyEntry, parts: Parts) -> Iterator[Draft]:
    """A loss is a breach of personal data that the council, and whoever declared it, must decide on within 72 hours: the loss of a researcher's files was
    investigated by nobody, and was not seen to be one that had to be reported (failings, row 3).
    """
    council = partnership.council()
    asked = list(dict.fromkeys(a for a in (council.id if council is not None else None, entry.author.agency) if a is not None))
    if not asked:
        return
    words = f"{entry.facts.lost} entries were declared lost. {parts.words if isinstance(parts, LossParts) else ''}".strip()
    readers = tuple(role_principal(role, agency) for agency in asked for role in policies.RESPONDS)
    matter = uuid5(entry.id, "loss")
    told = kinds.NoticeTold(about=About.LOSS, exploitation=False, agencies=tuple(asked))
    yield Draft(facts=told, parts=kinds.WordsParts(words=words), room=matter, id=matter, opens=Opening("notice", readers))
    for agency in asked:
        yield Draft(facts=kinds.LossPutTo(agency=agency), room=matter, id=uuid5(matter, f"put_to/{agency}"))
