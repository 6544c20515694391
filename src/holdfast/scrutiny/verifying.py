"""What `verify` holds the entries of the sample against: who might record them, by role."""

from __future__ import annotations

from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.partnership.verifying import authority
from holdfast.scrutiny import kinds
from holdfast.scrutiny.sampling import check_samples


def _answers(by: Acting) -> None:
    if not by.has_role(Role.AGENCY_LEAD, Role.NAMED_LEAD):
        raise NotPermitted("Whoever answers for the organisation that decided answers this.")


for _kind in (kinds.SampleDrawn, kinds.DecisionSampled, kinds.DecisionJudged):
    authority(_kind.kind.name, check_samples)
authority(kinds.JudgedAnswered.kind.name, _answers)
