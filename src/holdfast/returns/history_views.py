"""What the record shows of the clocks: by clock, by month, by child; and one year beside another."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.children.queries import numbers_of_cases
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties.clocks import end_of
from holdfast.duties.history import Outcome
from holdfast.duties.rulebook import Rule, rule, rules
from holdfast.pages.components import sliced
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import acting_of, page, signed_in
from holdfast.record.holding import reading_all
from holdfast.returns import counting, figures, forms, history_presenters, queries
from holdfast.returns.cin.read import LAST_YEAR, strict_day
from holdfast.returns.drafting import Place
from holdfast.returns.kinds import returns_room_of
from holdfast.returns.views import WHO
from holdfast.when import london_day

#: Children on one page.
SIZE = 50
#: Months that a table shows; earlier ones open under it.
MONTHS = 24


def _day(text: str) -> date | None:
    """A day that an address names; None where it is none, or lies in no year that a census can show."""
    found = strict_day(text)
    return found if found is not None and 2000 <= found.year <= LAST_YEAR else None


def _as_of(request: HttpRequest, moment: datetime) -> datetime:
    """The end of the day that the address asks for; now, where it asks for none, for one that is no day, or for one that is to come."""
    asked = _day(request.GET.get("as-of", ""))
    return end_of(asked) if asked is not None and asked < london_day(moment) else moment


def _waiting(acting: Acting) -> int:
    """How many of the council's cases are still being counted: of its own people's interest alone."""
    return counting.waiting() if acting.agency_kind is AgencyKind.COUNCIL else 0


def _about(as_of: datetime, moment: datetime) -> dict[str, str]:
    return {} if as_of == moment else {"as-of": str(london_day(as_of))}


@signed_in(*WHO)
def history(request: HttpRequest) -> HttpResponse:
    """Every clock that a census can show: how many began, were met, met late, never met; as they stand now or stood at a census."""
    acting, moment = acting_of(request), now()
    as_of = _as_of(request, moment)
    with viewing(acting.viewer):
        counted = figures.by_clock(as_of)
        years, last = sorted(queries.years_taken()), queries.last_census_day(as_of)
    days = [(year, date(year, 3, 31)) for year in years if date(year, 3, 31) < london_day(moment)]
    return page(
        request,
        "returns/history.html",
        rows=history_presenters.clock_rows(counted, _about(as_of, moment)),
        columns=history_presenters.CLOCK_COLUMNS,
        as_of=as_of if as_of != moment else None,
        days=[(f"As at the census of {year}", f"?{urlencode({'as-of': str(day)})}", london_day(as_of) == day) for year, day in days],
        waiting=_waiting(acting),
        last_census=last,
        years=years,
        form=forms.FindChild(),
        back=reverse("returns:imports"),
    )


def _rule(code: str) -> Rule:
    """A clock that a census can show. Raises Http404."""
    found = next((each for each in rules() if each.code == code and each.census), None)
    if found is None:
        raise Http404
    return rule(code)


@signed_in(*WHO)
def of_clock(request: HttpRequest, code: str) -> HttpResponse:
    """One clock by the month in which it fell due: the trend as a line, and its table."""
    acting, moment, found = acting_of(request), now(), _rule(code)
    as_of = _as_of(request, moment)
    with viewing(acting.viewer):
        months = figures.by_month(code, as_of)
        tally = figures.by_clock(as_of).get(code)
        last = queries.last_census_day(as_of)
    about = _about(as_of, moment)
    return page(
        request,
        "returns/history_clock.html",
        rule=found,
        tally=tally,
        plot=history_presenters.trend(months),
        rows=history_presenters.month_rows(code, months[-MONTHS:], about),
        earlier=history_presenters.month_rows(code, months[:-MONTHS], about),
        last_census=last,
        columns=history_presenters.MONTH_COLUMNS,
        as_of=as_of if as_of != moment else None,
        everyone=f"{reverse('returns:history-children', args=[code])}?{urlencode(about)}",
        waiting=_waiting(acting),
        back=f"{reverse('returns:history')}?{urlencode(about)}",
    )


@signed_in(*WHO)
def children(request: HttpRequest, code: str) -> HttpResponse:
    """Of which children one clock ran, and how each came out; of one outcome, of one month."""
    acting, moment, found = acting_of(request), now(), _rule(code)
    as_of = _as_of(request, moment)
    month = _day(f"{request.GET.get('month', '')}-01")
    how = next((each for each in Outcome if each == request.GET.get("how")), None)
    about = {**_about(as_of, moment), **({"month": f"{month:%Y-%m}"} if month else {}), **({"how": how.value} if how else {})}
    with viewing(acting.viewer):
        of_rule = figures.of_rule(code, as_of, outcome=how, month=month)
        total = of_rule.count()
        here = sliced(request.GET.get("page", ""), total, SIZE, f"?{urlencode({**about, 'page': ''})}")
        clocks = figures.came_out(list(of_rule[here.start : here.start + SIZE]), as_of)
    numbers = _numbers([each.clock.case_id for each in clocks], acting)
    return page(
        request,
        "returns/history_children.html",
        rule=found,
        rows=history_presenters.child_rows(clocks, numbers, _about(as_of, moment)),
        columns=history_presenters.CHILD_COLUMNS,
        kinds=history_presenters.outcome_links(how, {k: v for k, v in about.items() if k != "how"}),
        month=history_presenters.month_words(month) if month else "",
        as_of=as_of if as_of != moment else None,
        total=total,
        pages=here.pages,
        back=f"{reverse('returns:history-clock', args=[code])}?{urlencode(_about(as_of, moment))}",
    )


def _numbers(cases: list[UUID], acting: Acting) -> dict[UUID, str]:
    """The council's number of each child, as the census has it; that somebody looks is recorded first."""
    if not cases:
        return {}
    look(room=returns_room_of(acting.agency), what="return", reason="loaded", by=acting)
    with reading_all():
        return numbers_of_cases(cases)


@signed_in(*WHO)
def child(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every clock of one child."""
    acting, moment = acting_of(request), now()
    as_of = _as_of(request, moment)
    with viewing(acting.viewer):
        clocks = figures.of_case(case, as_of)
    if not clocks:
        raise Http404
    number = _numbers([case], acting).get(case, "A child without a number")
    return page(
        request,
        "returns/history_child.html",
        number=number,
        rows=history_presenters.of_child_rows(clocks),
        columns=history_presenters.OF_CHILD_COLUMNS,
        as_of=as_of if as_of != moment else None,
        back=f"{reverse('returns:history')}?{urlencode(_about(as_of, moment))}",
    )


@signed_in(*WHO)
def find(request: HttpRequest) -> HttpResponse:
    """The child of a number: what is asked stands in no address."""
    acting = acting_of(request)
    form = forms.FindChild(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with reading_all():
            council = partnership.council()
        place = Place.of(council.id, form.cleaned_data["number"]) if council is not None else None
        with viewing(acting.viewer):
            there = place is not None and bool(figures.of_case(place.case, now()))
        if place is not None and there:
            return redirect("returns:history-child", place.case)
        form.add_problem("number", "No census holds a child of this number whose clocks were counted. Check the number")
    return page(request, "returns/history_find.html", status=422 if form.is_bound else 200, form=form, back=reverse("returns:history"))


@signed_in(*WHO)
def compare(request: HttpRequest) -> HttpResponse:
    """Two census years beside each other: the clocks that fell due in each, as they stood at its end."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        years = sorted(queries.years_taken())
        chosen = [year for year in years if str(year) in (request.GET.get("first"), request.GET.get("second"))]
        if len(chosen) != 2:
            chosen = years[-2:]
        counted = [figures.by_clock(end_of(date(year, 3, 31)), due_from=date(year - 1, 4, 1), due_to=date(year, 3, 31)) for year in chosen]
    enough = len(chosen) == 2
    return page(
        request,
        "returns/history_compare.html",
        years=years,
        chosen=chosen,
        enough=enough,
        rows=history_presenters.compare_rows(counted[0], counted[1]) if enough else [],
        columns=history_presenters.compare_columns(*chosen) if enough else (),
        waiting=_waiting(acting),
        back=reverse("returns:history"),
    )
