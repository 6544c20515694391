"""What `verify` holds the panel’s entries against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.panel import kinds, policies
from holdfast.partnership.verifying import authority

authority(kinds.PanelCalled.kind.name, policies.check_may_call)
for _kind in (kinds.ItemTaken, kinds.PanelConnection, kinds.PanelDecided, kinds.ItemHeard, kinds.ItemLeft, kinds.ActionDone):
    authority(_kind.kind.name, policies.check_may_sit)
