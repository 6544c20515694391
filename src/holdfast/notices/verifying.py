"""What `verify` holds notices against: who might tell the partnership."""

from __future__ import annotations

from holdfast.notices import kinds, policies
from holdfast.partnership.verifying import authority

authority(kinds.NoticeTold.kind.name, policies.check_may_tell)
