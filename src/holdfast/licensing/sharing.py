"""Questions to licensing about a car of which what was seen fits a whole mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.licensing.models import PlateKey, Question
from holdfast.pages.dates import day
from holdfast.persons.sharing import MOST, Mark, Shared, register


@register
def questions(wanted: Collection[Mark], _but: UUID | None) -> Iterator[Shared]:
    """Those of which everything that was seen is of the mark: each run of four known characters at least."""
    for mark in wanted:
        parts = [key.hash for key in mark.parts]
        fits = Counter(PlateKey.objects.filter(hash__in=parts).values_list("question_id", flat=True)[: MOST * len(parts)])
        seen = Counter(PlateKey.objects.filter(question_id__in=list(fits)).values_list("question_id", flat=True))
        whole = [question for question, runs in fits.items() if seen[question] == runs]
        for question in Question.objects.filter(id__in=whole).order_by("asked_at", "id")[:MOST]:
            href = reverse("licensing:question", args=[question.id])
            yield Shared(mark.words, "A question to licensing", f"asked {day(question.asked_at)}", href)
