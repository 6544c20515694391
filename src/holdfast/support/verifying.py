"""What `verify` holds the entries of support against: who might record them. Never the police."""

from __future__ import annotations

from holdfast.partnership.verifying import authority
from holdfast.support import kinds, policies

for _kind in (
    kinds.NumberGiven,
    kinds.PlanOpened, kinds.CoordinatorSet, kinds.AdvocateNamed, kinds.AllOffered, kinds.Offered, kinds.Accepted, kinds.Declined, kinds.NoReply,
    kinds.Waiting, kinds.MoneyFound, kinds.Begun, kinds.SupportEnded, kinds.HandedOver, kinds.SupportBegun,
):  # fmt: skip
    authority(_kind.kind.name, policies.check_may_support)
