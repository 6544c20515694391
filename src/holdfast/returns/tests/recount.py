"""Counts Children in Need censuses by itself: it shares no code with Holdfast, so that the two can be held against each other.

`python recount.py FILE…` writes, for each clock, how many began, were met, met late, never met, found not required, are open, and are overdue. Of
several files, in the order of their years, what a later one says of the same part of a referral stands.

What is counted: an assessment within 45 working days of its referral, and each within 45 of its own start; a conference within 15 working days of the
start of its enquiry; a first review within three months of the plan's start, and each later one within six of the one before. What happened in a census
year before the first file's may not be in any: a clock that began before it, and that nothing shows ended or begun, is not counted.
"""

from __future__ import annotations

import json
import sys
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import holidays

BANK = holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2032))
Counts = dict[str, Counter[str]]
DAYS = {
    *("CINreferralDate", "CINclosureDate", "AssessmentActualStartDate", "AssessmentAuthorisationDate", "S47ActualStartDate"),
    *("DateOfInitialCPC", "CPPstartDate", "CPPendDate", "CPPreviewDate"),
}
RULES = ("ASSESS_45", "ASSESS_45_OWN", "ICPC_15", "RCPC_1", "RCPC_N")


def day(element: ET.Element, tag: str) -> date | None:
    text = element.findtext(tag)
    try:
        return date.fromisoformat(text.strip()) if text and text.strip() else None
    except ValueError:
        return None


def yes(element: ET.Element, tag: str) -> bool:
    return (element.findtext(tag) or "").strip().lower() in ("true", "1")


def working(start: date, days: int) -> date:
    """The day so many working days after another."""
    found = start
    while days:
        found += timedelta(days=1)
        days -= found.weekday() < 5 and found not in BANK
    return found


def months(start: date, number: int) -> date:
    year, month = divmod(start.month - 1 + number, 12)
    return date(start.year + year, month + 1, min(start.day, monthrange(start.year + year, month + 1)[1]))


def clock(counts: Counter[str], due: date, done: date | None, ended: date | None, on: date) -> None:
    """One clock, as at a day: done, or ended without having been done, or open."""
    counts["opened"] += 1
    if done is not None and done <= on and (ended is None or done <= ended):
        counts["met" if done <= due else "late"] += 1
    elif ended is not None and ended <= on:
        counts["never_met"] += ended > due
    else:
        counts["open"] += 1
        counts["overdue"] += on > due


def without_what_is_later(root: ET.Element, on: date) -> None:
    """A day after the census day cannot be in it: as though it were not said."""
    for element in root.iter():
        for each in list(element):
            if each.tag in DAYS and (element_day := day(element, each.tag)) is not None and element_day > on:
                element.remove(each)


class Referral:
    """What is known of one referral, from one file after another."""

    def __init__(self) -> None:
        self.nfa = False
        self.closed: date | None = None
        self.conference = False
        self.assessments: dict[date, date | None] = {}
        self.enquiries: dict[date, tuple[date | None, bool]] = {}
        self.plans: dict[date, tuple[date | None, set[date]]] = {}

    def add(self, details: ET.Element) -> None:
        self.nfa, self.closed = yes(details, "ReferralNFA"), day(details, "CINclosureDate")
        self.conference |= day(details, "DateOfInitialCPC") is not None
        for a in details.findall("Assessments"):
            if (start := day(a, "AssessmentActualStartDate")) is not None:
                self.assessments[start] = day(a, "AssessmentAuthorisationDate")
        for e in details.findall("Section47"):
            if (start := day(e, "S47ActualStartDate")) is not None:
                self.enquiries[start] = (day(e, "DateOfInitialCPC"), yes(e, "ICPCnotRequired"))
        for p in details.findall("ChildProtectionPlans"):
            if (start := day(p, "CPPstartDate")) is not None:
                reviews = {date.fromisoformat((r.text or "").strip()) for r in p.iter("CPPreviewDate")}
                self.plans[start] = (day(p, "CPPendDate"), reviews | self.plans.get(start, (None, set()))[1])


def count(*paths: str) -> Counts:
    referrals: dict[tuple[str, date], Referral] = {}
    first: date | None = None
    for path in paths:
        root = ET.parse(path).getroot()
        on = date.fromisoformat(root.findtext("Header/CollectionDetails/ReferenceDate") or "")
        first = first or date(on.year - 1, 4, 1)
        without_what_is_later(root, on)
        for child in root.iter("Child"):
            for details in child.findall("CINdetails"):
                referred = day(details, "CINreferralDate")
                if referred is None:
                    continue
                key = (child.findtext("ChildIdentifiers/LAchildID") or "", referred)
                referrals.setdefault(key, Referral()).add(details)
    assert first is not None
    counts: Counts = {rule: Counter() for rule in RULES}
    for (_, referred), referral in referrals.items():
        _count(referred, referral, counts, on, first)
    return counts


def _count(referred: date, of: Referral, counts: Counts, on: date, first: date) -> None:
    done = min((d for d in of.assessments.values() if d is not None), default=None)
    went_on = of.closed is None or of.conference or bool(of.assessments) or bool(of.enquiries)
    if not of.nfa or went_on:
        shown = (done is not None and (of.closed is None or done <= of.closed)) or bool(of.assessments)
        if referred >= first or shown:
            clock(counts["ASSESS_45"], working(referred, 45), done, of.closed, on)
    for start, finished in of.assessments.items():
        clock(counts["ASSESS_45_OWN"], working(start, 45), finished, of.closed, on)
    for begun, (held, not_required) in of.enquiries.items():
        if held is None and not_required:
            counts["ICPC_15"].update(opened=1, not_required=1)
        elif begun >= first or (held is not None and (of.closed is None or held <= of.closed)):
            clock(counts["ICPC_15"], working(begun, 15), held, of.closed, on)
    for start, (ended, found) in of.plans.items():
        ends = min((d for d in (ended, of.closed) if d is not None), default=None)
        reviews = sorted(found)
        clock(counts["RCPC_1"], months(start, 3), reviews[0] if reviews else None, ends, on)
        for review, following in zip(reviews, (*reviews[1:], None), strict=False):
            if review != ended:
                clock(counts["RCPC_N"], months(review, 6), following, ends, on)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(count(*sys.argv[1:])) + "\n")
