"""What the duty engine asks of questions to licensing: what one is called, and where a duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.licensing.deeds import DEEDS, possible
from holdfast.licensing.models import Question
from holdfast.pages.dates import moment
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When licensing was asked; of whom stands on the page alone."""
    with viewing(acting.viewer):
        rows = dict(Question.objects.filter(id__in=matters).values_list("id", "asked_at"))
    return {id_: Named(f"Licensing asked {moment(at)}", reverse("licensing:question", args=[id_])) for id_, at in rows.items()}


naming.register("licence_question", named)


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The next form of the question."""
    found = Question.objects.filter(id=duty.matter_id).first()
    if found is not None:
        for name in possible(found, acting):
            yield Link(DEEDS[name].title, reverse("licensing:do", args=[found.id, name]))


doing.register("licence_question", where_done)
