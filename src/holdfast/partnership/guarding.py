"""Making guardians: two people of two organisations, who together can see without us how much is sealed, and that nothing of it went."""

from __future__ import annotations

from holdfast.partnership.kinds import PARTNERSHIP_ROOM, ChainEntrusted
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_may_keep_keys
from holdfast.partnership.verifying import authority
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.guarding import chain_fingerprint, halves
from holdfast.record.refusal import Refused

authority(ChainEntrusted.kind.name, check_may_keep_keys)


def entrust(first: Acting, second: Acting, *, by: Acting) -> tuple[str, str]:
    """The half of each guardian, to be handed to them. Said to everybody first. Raises Refused, NotPermitted, NoMasterKey."""
    check_may_keep_keys(by)
    if first.agency == second.agency:
        raise Refused("guardians", "The guardians must be of two organisations")
    append(
        Draft(facts=ChainEntrusted(first=first.worker, second=second.worker, fingerprint=chain_fingerprint()), room=PARTNERSHIP_ROOM),
        by=by.author,
    )
    return halves()
