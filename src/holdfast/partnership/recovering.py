"""After an older backup was put back: declaring the loss, where everybody sees it, and recording words that were found again."""

from __future__ import annotations

from uuid import UUID

from holdfast.database.viewing import role_principal
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, LossDeclared, LossParts
from holdfast.partnership.models import Loss as Lost
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_may_keep_keys
from holdfast.partnership.roles import Role
from holdfast.partnership.verifying import authority
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.finding import EntryFound, found_in
from holdfast.record.holding import reading_all
from holdfast.record.models import LostLeaf
from holdfast.record.recovering import CannotRecover, Loss, declare_lost, find_loss

for _kind in (LossDeclared, EntryFound):
    authority(_kind.kind.name, check_may_keep_keys)


def recover(*, words: str, by: Acting) -> Loss:
    """Declare what is lost, so that the ledger goes on from what was signed, and say so to everybody. Raises CannotRecover, LedgerRefused,
    NotPermitted, DatabaseError.
    """
    check_may_keep_keys(by)
    loss = find_loss()
    if loss.leaves or loss.indexed_again:
        declare_lost(loss)
    elif not _not_said_yet():
        raise CannotRecover("Nothing that was signed is missing.")
    if lost := _not_said_yet():  # more than now, where an earlier run was cut short
        facts = LossDeclared(lost=lost, matters=len({place.matter for place in loss.places}), elsewhere=loss.elsewhere)
        append(Draft(facts=facts, parts=LossParts(words=words), room=PARTNERSHIP_ROOM), by=by.author)
    return loss


def _not_said_yet() -> int:
    """How many lost entries were declared to the ledger and not yet to people."""
    with reading_all():
        said = sum(Lost.objects.values_list("lost", flat=True))
        return LostLeaf.objects.count() - said


def record_found(*, bundle: str, by: Acting) -> list[UUID]:
    """Record what a bundle says of lost entries; their ids. Raises NotTheWords, NotPermitted."""
    check_may_keep_keys(by)
    with reading_all():
        drafts = found_in(bundle, otherwise=[role_principal(Role.NAMED_LEAD), role_principal(Role.SCRUTINEER)])
    return [append(draft, by=by.author).id for draft in drafts]
