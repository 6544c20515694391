"""Investigations of somebody with the same telephone number or car, for whoever reads the register."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.investigations.models import Investigation, SuspectKey
from holdfast.pages.dates import day
from holdfast.persons.sharing import FIELDS, MOST, Mark, Shared, by_hash, register


@register
def investigations(wanted: Collection[Mark], but: UUID | None) -> Iterator[Shared]:
    """Each by when it was opened."""
    words = by_hash(wanted)
    found = dict(SuspectKey.objects.filter(hash__in=words, field__in=FIELDS).values_list("investigation_id", "hash")[:MOST])
    for each in Investigation.objects.filter(id__in=found.keys() - {but}).order_by("opened_on", "id"):
        href = reverse("investigations:investigation", args=[each.id])
        yield Shared(words[found[each.id]], "An investigation", f"opened {day(each.opened_on)}", href)
