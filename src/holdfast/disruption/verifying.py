"""What `verify` holds the catalogue's entries against: who might record them."""

from __future__ import annotations

from holdfast.disruption import kinds, policies
from holdfast.partnership.verifying import authority

for _kind in (kinds.MeasureSigned, kinds.HolderSet, kinds.TermAgreed):
    authority(_kind.kind.name, policies.check_answers_for_an_organisation)
