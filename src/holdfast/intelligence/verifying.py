"""What `verify` holds the entries of intelligence against: who might record them, by role and organisation."""

from __future__ import annotations

from holdfast.intelligence import kinds, policies
from holdfast.partnership.verifying import authority

for _kind in (
    kinds.Given, kinds.Replied, kinds.Graded, kinds.Sanitised, kinds.SecondRead, kinds.Passed, kinds.Responded, kinds.Retracted, kinds.Recalled,
    kinds.DecisionsReviewed, kinds.Advised,
):  # fmt: skip
    authority(_kind.kind.name, policies.check_may_give)
