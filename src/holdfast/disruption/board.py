"""What the board says of measures: the bodies that hold some, and for which nobody here answers."""

from __future__ import annotations

from holdfast.database.viewing import viewing
from holdfast.disruption import queries
from holdfast.disruption.catalogue import CatalogueError, measures
from holdfast.disruption.codes import BODY_WORDS
from holdfast.duties.board import Section, register_section
from holdfast.pages.components import Column
from holdfast.partnership.people import Acting


@register_section
def unanswered(acting: Acting) -> Section | None:
    """Bodies that nobody answers for: what they could do is asked of nobody, which stands here until somebody does."""
    heading, columns = "Measures that nobody here answers for", (Column("Body"), Column("Measures it could ask for", numeric=True))
    try:
        with viewing(acting.viewer):
            missing = queries.unanswered()
        rows = [[BODY_WORDS[body], sum(body in each.holders for each in measures())] for body in missing]
    except CatalogueError as why:
        return Section(heading, (Column("The catalogue of measures cannot be read"),), [[str(why)]], "")
    return Section(heading, columns, rows, "Somebody answers for every body that holds measures.")
