"""Handing out a bundle of a matter: recorded first, with to whom and on what authority, and only then made."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from holdfast.access.actions import record_looks
from holdfast.access.kinds import BundleGiven, HandedTo
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.partnership.verifying import authority
from holdfast.record.bundling import CannotBundle, bundle_of, check_can_bundle
from holdfast.record.holding import reading_all
from holdfast.record.kinds import KindError
from holdfast.record.refusal import Refused
from holdfast.record.rotating import rotate
from holdfast.record.sealed import named_readers
from holdfast.vault.envelope import CannotOpen

#: Who hands out a bundle: whoever answers for the record, and the independent scrutineer.
HANDS_OUT = (Role.NAMED_LEAD, Role.SCRUTINEER)


def check_may_hand_out(by: Acting) -> None:
    """Whoever answers for the record, and the independent scrutineer. Raises NotPermitted."""
    if not by.has_role(*HANDS_OUT):
        raise NotPermitted("The council’s named lead or the independent scrutineer hands out a bundle.")


authority(BundleGiven.kind.name, check_may_hand_out)


def hand_out(
    *, matter: UUID, recipient: str, authority: str, by: Acting, rooms: Sequence[str] | None = None, without: Sequence[str] = ()
) -> str:
    """The text of a bundle of a matter, for somebody outside: of all its rooms, or of some; without the parts of these names.

    That it was handed out is recorded before anything is opened, and whoever may ask who looked sees it. From then on the matter's places have new names:
    who holds the bundle does not see in the public ledger what is recorded later. Raises NotPermitted, Refused.
    """
    check_may_hand_out(by)
    for field, said in (("recipient", recipient), ("authority", authority)):
        if not said.strip():
            raise Refused(field, f"Say the {field}: who gets the bundle, and by what right.")
    try:
        with reading_all():
            if by.worker not in named_readers([matter]).get(matter, {by.worker}):
                raise CannotBundle("there is no such matter")
            check_can_bundle(matter, rooms)
        (given,) = record_looks([BundleGiven(about=matter, whole=rooms is None)], HandedTo(recipient=recipient, authority=authority), by=by)
        with reading_all():
            bundle = bundle_of(matter, rooms=rooms, opens=lambda room, kind, part: part not in without).encode()
        rotate(matter, because=given)
        return bundle
    except CannotBundle as wrong:
        raise Refused("matter", f"{str(wrong).capitalize()}.") from wrong
    except (CannotOpen, KindError) as wrong:
        raise Refused("matter", "Something recorded in this matter cannot be opened. Run `verify`, which says what.") from wrong
