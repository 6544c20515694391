"""What `verify` holds the register’s entries against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.investigations import kinds, policies
from holdfast.partnership.verifying import authority

for _kind in (kinds.Opened, kinds.StepTaken, kinds.NfaProposed, kinds.ToldHer, kinds.ChallengeAnswered, kinds.PoliceAction):
    authority(_kind.kind.name, policies.check_police)
for _decided in (kinds.Reviewed, kinds.OfficerSet, kinds.Protected, kinds.NfaAnswered, kinds.LookedAgain):
    authority(_decided.kind.name, policies.check_supervisor)
authority(kinds.Challenged.kind.name, policies.check_challenges)
