"""What `verify` holds the entries of allegations against: who might record them."""

from __future__ import annotations

from holdfast.allegations import kinds, policies
from holdfast.partnership.verifying import authority

authority(kinds.AllegationTold.kind.name, policies.check_may_tell)
for _kind in (kinds.AllegationAcknowledged, kinds.AllegationConcluded):
    authority(_kind.kind.name, policies.check_lado)
