"""What `verify` holds the entries of places against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.partnership.verifying import authority
from holdfast.places import kinds, policies

for _kind in (kinds.Reported, kinds.ReportedAgain, kinds.Acted, kinds.Reviewed):
    authority(_kind.kind.name, policies.check_may_report)
for _decided in (kinds.NotFounded, kinds.Assessed, kinds.OwnerSet, kinds.PlaceEnded):
    authority(_decided.kind.name, policies.check_decides)
