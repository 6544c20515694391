"""Which child a page is about, at the head of each: so that nothing is recorded about another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from holdfast.children import presenters, queries
from holdfast.children.duties import named
from holdfast.children.flags import Said, flags_of
from holdfast.children.models import Case
from holdfast.children.overview import flag_tags
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.pages.components import Identity
from holdfast.pages.dates import day
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.subjects.codes import Aspect
from holdfast.subjects.queries import Born, Stated, births


def identity_of(case: Case, acting: Acting) -> Identity:
    """Who it is, born when, who has them and when they were last seen alone. The look at the name is recorded first."""
    called = named([case.id], acting)[case.id].label
    with viewing(acting.viewer):
        born = births([case.person_id]).get(case.person_id)
        seen = queries.last_seen(case.id)
        return identity(called, case, born, seen, partnership.directory(), acting.agency, flags_of(case.id))


def identity(
    called: str, case: Case, born: Born | None, seen: queries.Seen, directory: Directory, agency: UUID, flags: Sequence[Said]
) -> Identity:
    """The same, of what is known already."""
    facts = [
        f"born {day(born.earliest)} ({age(born.earliest, today())})" if born is not None and born.precision == "day" else "birth not known"
    ]
    if case.allocated_to_id is not None:
        facts.append(directory.known_to(case.allocated_to_id, agency))
    facts.append(f"last seen alone {day(seen.alone_at)}" if seen.alone_at is not None else "not shown to have been seen alone")
    return Identity(called, tuple(facts), (*presenters.tags(case), *flag_tags(flags)))


def born_of(statements: Sequence[Stated]) -> Born | None:
    """The birth, of what is stated and open already, the latest first."""
    said = next((s.said for s in statements if s.facts.aspect is Aspect.BIRTH and s.said is not None), None)
    if said is None or said.earliest is None or said.latest is None:
        return None
    return Born(said.earliest, said.latest, "day" if said.earliest == said.latest else "between")


def age(born: date, on: date) -> int:
    """Whole years at a day; none before birth."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
