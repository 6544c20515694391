"""Censuses of the same invented children, year after year: each holds what its year's file may hold, and nothing that was not yet so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from holdfast.returns.cin import synth


def censuses(*, children: int, seed: int, years: Sequence[int]) -> dict[int, str]:
    """The files by year: of children whose lives are made up to the end of the last of these years."""
    last = max(years)
    lives = list(synth.whole_lives(children=children, seed=seed, year=last, years=last - min(years) + 1))
    return {year: "".join((synth.head(year), *_in(lives, year), synth.FOOT)) for year in years}


def _in(lives: Sequence[str], year: int) -> Iterator[str]:
    for life in lives:
        child = etree.fromstring(life)
        _cut(child, synth.first_of(year), date(year, 3, 31))
        if year < synth.SEX_SINCE and (sex := child.find("ChildIdentifiers/Sex")) is not None:
            sex.tag, sex.text = "GenderCurrent", "2" if sex.text == "F" else "1"
        if child.find("CINdetails") is not None:
            yield etree.tostring(child, encoding="unicode") + "\n"


#: The parts of a referral: the day on which each began, and the one on which it ended or was done.
_PARTS = {
    "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    "CINPlanDates": ("CINPlanStartDate", "CINPlanEndDate"),
    "Section47": ("S47ActualStartDate", "DateOfInitialCPC"),
    "ChildProtectionPlans": ("CPPstartDate", "CPPendDate"),
}
#: What is said of an end, and of nothing before it.
_WITH_THE_END = {"AssessmentAuthorisationDate": "FactorsIdentifiedAtAssessment", "CINclosureDate": "ReasonForClosure"}


def _cut(child: etree._Element, first: date, last: date) -> None:
    for details in child.findall("CINdetails"):
        if _undecided(details, last) or not _there(details, "CINreferralDate", "CINclosureDate", first, last):
            child.remove(details)
            continue
        for part, (began, ended) in _PARTS.items():
            for each in details.findall(part):
                if not _there(each, began, ended, first, last) or _settled_before(each, first):
                    details.remove(each)
        for plan in details.findall("ChildProtectionPlans"):
            for reviews in plan.findall("Reviews"):
                for review in reviews.findall("CPPreviewDate"):
                    if date.fromisoformat(review.text or "") > last:
                        reviews.remove(review)
                if not len(reviews):
                    plan.remove(reviews)


def _there(part: etree._Element, began: str, ended: str, first: date, last: date) -> bool:
    """Whether a year's census holds a part, which then ends in it, or is still open."""
    end = _day(part, ended)
    if end is not None and end > last:
        for name in (ended, _WITH_THE_END.get(ended, "")):
            for element in part.findall(name) if name else ():
                part.remove(element)
    start = _day(part, began)
    return start is not None and start <= last and (end is None or end >= first)


def _undecided(details: etree._Element, last: date) -> bool:
    """A referral of the year's last day that ended at once, after it: it goes into the next year's."""
    closed = _day(details, "CINclosureDate")
    return details.findtext("ReferralNFA") == "1" and closed is not None and closed > last


def _settled_before(part: etree._Element, first: date) -> bool:
    """An enquiry that was found, before this year, to need no conference."""
    begun = _day(part, "S47ActualStartDate")
    return begun is not None and begun < first and part.findtext("ICPCnotRequired") == "1"


def _day(part: etree._Element, name: str) -> date | None:
    text = part.findtext(name)
    return date.fromisoformat(text) if text else None
