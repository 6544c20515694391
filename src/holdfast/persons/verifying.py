"""What `verify` holds the entries of persons of concern against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.concerns.policies import check_front_door
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.partnership.verifying import authority
from holdfast.persons import kinds
from holdfast.persons.policies import DECIDERS
from holdfast.persons.rights import check_answers_requests, check_may_receive

for _kind in (kinds.PersonNamed, kinds.NobodyNamed, kinds.ChildNamedToo, kinds.ChildNamedAnswered, kinds.Named):
    authority(_kind.kind.name, check_front_door)


def _decides(by: Acting) -> None:
    if not by.has_role(*DECIDERS):
        raise NotPermitted("A manager, or whoever answers for an organisation, decides this.")


for _decided in (
    kinds.Opened,
    kinds.NotToBeOpened,
    kinds.Joined,
    kinds.Namesake,
    kinds.Clearing,
    kinds.PersonEnded,
    kinds.KeptLonger,
    kinds.OwnerSet,
):
    authority(_decided.kind.name, _decides)


def _works(by: Acting) -> None:
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Their post records nothing about persons of concern.")


for _worked in (
    kinds.Acted,
    kinds.Reviewed,
    kinds.Alleged,
    kinds.StatusPublic,
    kinds.NotOpenedAnswered,
    kinds.ClearingAnswered,
    kinds.Corrected,
    kinds.ToldOf,
):
    authority(_worked.kind.name, _works)


authority(kinds.RequestReceived.kind.name, check_may_receive)
for _answered in (kinds.RequestChecked, kinds.RequestAnswered):
    authority(_answered.kind.name, check_answers_requests)


def _police(by: Acting) -> None:
    if by.agency_kind is not AgencyKind.POLICE:
        raise NotPermitted("The police record where an allegation stands before there is a charge.")


authority(kinds.StatusHeld.kind.name, _police)
