"""What `verify` holds the entries of measures against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.measures import kinds
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.partnership.verifying import authority


def _works(by: Acting) -> None:
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Their post answers for no body that holds measures.")


def _police(by: Acting) -> None:
    if by.agency_kind is not AgencyKind.POLICE:
        raise NotPermitted("Only the police’s one contact answers this.")


def _not_police(by: Acting) -> None:
    _works(by)
    if by.agency_kind is AgencyKind.POLICE:
        raise NotPermitted("Whoever records what the vetted group decided is not of the police.")


authority(kinds.ClearanceAnswered.kind.name, _police)
authority(kinds.ClearanceDecided.kind.name, _not_police)
for _kind in (
    kinds.Asked, kinds.BodyNotAsked, kinds.ConnectionDeclared, kinds.Chosen, kinds.RejectedFor, kinds.ClearanceAsked, kinds.Applied,
    kinds.Refusal, kinds.InForce, kinds.Varied, kinds.Ended, kinds.Withdrawn, kinds.Breached, kinds.BreachActed, kinds.Appealed,
    kinds.AppealAnswered, kinds.Effect, kinds.RestsOtherwise, kinds.SampleAnswered,
):  # fmt: skip
    authority(_kind.kind.name, _works)
