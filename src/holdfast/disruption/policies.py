"""Who may record that a lawyer signed a row, and who sets which post answers for a body; and which rows may be offered."""

from __future__ import annotations

from datetime import date

from holdfast.database.time import today
from holdfast.disruption.catalogue import Measure
from holdfast.disruption.codes import Force
from holdfast.disruption.models import Signature
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS
from holdfast.record.gate import installation
from holdfast.record.refusal import Refused


def check_answers_for_an_organisation(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Only a safeguarding partner or an organisation’s safeguarding lead keeps the catalogue of measures.")


def check_signed_on(signed_on: date, measure: Measure) -> None:
    """A lawyer reads what there is: not before it was written down as it reads, and not later than today. Raises Refused."""
    if signed_on > today():
        raise Refused("signed_on", "The day on which it was signed must be today or in the past")
    if signed_on < measure.checked_on:
        raise Refused("signed_on", f"The row reads as it does since {measure.checked_on:%d %B %Y}: what was signed before is another")


def check_own_post(post: Post, by: Acting) -> None:
    """Nobody gives a body to another organisation to answer for. Raises NotPermitted."""
    if post.agency_id != by.agency:
        raise NotPermitted("Only somebody who answers for the organisation of that post says that it answers for this body.")


def why_not_offered(measure: Measure, signature: Signature | None) -> str:
    """Why a row is shown and not offered, in words; "" where it is offered."""
    if measure.force is Force.OUT:
        return "It is not in force."
    if measure.force is Force.WATCH:
        return "Whether it is in force was not settled when this was checked."
    if measure.in_force_from is not None and measure.in_force_from > today():
        return f"It is in force from {measure.in_force_from:%d %B %Y}."
    if installation().nature == "real" and signature is None:
        return "The partnership’s lawyer has not signed it."
    if signature is not None and signature.digest != measure.digest:
        return "It was changed since the partnership’s lawyer signed it."
    return ""
