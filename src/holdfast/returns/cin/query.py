"""What of a census is taken and asked about: what the department's own rules query, or refuse from a council that sends it (DfE CIN census rules)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.returns.cin import codes
from holdfast.returns.cin.check import Rejected
from holdfast.returns.cin.model import Child

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")


def queries(child: Child) -> Iterator[Rejected]:
    """Each thing about a child that is taken all the same: the field, the value, and what is asked."""
    for field, upn in (("UPN", child.upn), ("FormerUPN", child.former_upn)):
        if upn is not None and (fault := upn_fault(upn)):
            yield Rejected(child.label, field, upn, fault)
    if child.upn and child.upn_unknown:
        yield Rejected(child.label, "UPNunknown", child.upn_unknown, "a UPN is given, and a reason why there is none")
    if child.died is not None and not any(d.closure_reason == "RC2" for d in child.details):
        yield Rejected(child.label, "PersonDeathDate", str(child.died), "the child died, and no referral was closed because of it")
    if "NONE" in child.disabilities and len(set(child.disabilities)) > 1:
        yield Rejected(child.label, "Disability", " ".join(child.disabilities), "“none” stands beside a disability")
    if len(set(child.disabilities)) < len(child.disabilities):
        yield Rejected(child.label, "Disability", " ".join(child.disabilities), "a disability is given twice")
    for assessment in (a for d in child.details for a in d.assessments):
        for factor in codes.RETIRED_FACTORS.intersection(assessment.factors):
            yield Rejected(child.label, "AssessmentFactors", factor, "retired since 2024-25: say who did it, with B or C")


def upn_fault(upn: str) -> str:
    """What is wrong with a unique pupil number; empty where nothing is. Its first letter is worked out from the rest, by weights 2 to 13, modulo 23."""
    if not _UPN.fullmatch(upn):
        return "not a letter, eleven digits, and a digit or letter"
    last = upn[12]
    if not last.isdigit() and last not in _LETTERS:
        return "its last letter is none that a temporary number has"
    values = [*(int(digit) for digit in upn[1:12]), int(last) if last.isdigit() else _LETTERS.index(last)]
    check = _LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]
    if check != upn[0]:
        return f"its check letter is {upn[0]}, and should be {check}"
    if not 201 <= int(upn[1:4]) <= 999:
        return "its second to fourth characters are no authority’s number"
    return ""
