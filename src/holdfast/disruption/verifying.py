"""What `verify` holds the catalogue's entries against: who might record them."""

from __future__ import annotations

from holdfast.disruption import kinds, policies
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, Role
from holdfast.partnership.verifying import authority


def _works(by: Acting) -> None:
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Their post decides about no person, place or measure.")


for _kind in (kinds.MeasureSigned, kinds.HolderSet, kinds.TermAgreed):
    authority(_kind.kind.name, policies.check_answers_for_an_organisation)
authority(kinds.RestsOn.kind.name, _works)
authority(kinds.RestFell.kind.name, _works)
authority(kinds.LookedAgain.kind.name, _works)
