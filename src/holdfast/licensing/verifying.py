"""What `verify` holds the entries of questions to licensing against: who might record them."""

from __future__ import annotations

from holdfast.licensing import kinds, policies
from holdfast.partnership.verifying import authority

for _kind in (kinds.Asked, kinds.Answered, kinds.Sent, kinds.OtherAnswered, kinds.Decided, kinds.Entered):
    authority(_kind.kind.name, policies.check_may_ask)
