"""Counts a Children in Need census by itself: it shares no code with Holdfast, so that the two can be held against each other.

`python recount.py FILE` writes, for each clock, how many began, were met, met late, never met, found not required, are open, and are overdue.

What is counted: an assessment within 45 working days of its referral; a conference within 15 working days of the start of its enquiry; a first
review within three months of the plan's start, and each later one within six of the one before. What happened in a census year before the file's own
may not be in the file: a clock that began before it, and that nothing in the file shows ended or begun, is not counted.
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


def day(element: ET.Element, tag: str) -> date | None:
    text = element.findtext(tag)
    return date.fromisoformat(text.strip()) if text and text.strip() else None


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


def count(path: str) -> Counts:
    root = ET.parse(path).getroot()
    on = date.fromisoformat(root.findtext("Header/CollectionDetails/ReferenceDate") or "")
    since = date(on.year - 1, 4, 1)
    counts: Counts = {rule: Counter() for rule in ("ASSESS_45", "ICPC_15", "RCPC_1", "RCPC_N")}
    for details in root.iter("CINdetails"):
        _details(details, counts, on, since)
    return counts


def _details(details: ET.Element, counts: Counts, on: date, since: date) -> None:
    referred, closed = day(details, "CINreferralDate"), day(details, "CINclosureDate")
    assert referred is not None
    assessments = details.findall("Assessments")
    done = min((d for a in assessments if (d := day(a, "AssessmentAuthorisationDate"))), default=None)
    went_on = closed is None or day(details, "DateOfInitialCPC") is not None or bool(assessments) or details.find("Section47") is not None
    if not yes(details, "ReferralNFA") or went_on:
        shown = (done is not None and (closed is None or done <= closed)) or bool(assessments)
        if referred >= since or shown:
            clock(counts["ASSESS_45"], working(referred, 45), done, closed, on)
    for enquiry in details.findall("Section47"):
        _enquiry(enquiry, counts["ICPC_15"], closed, on, since)
    for plan in details.findall("ChildProtectionPlans"):
        _plan(plan, counts, closed, on)


def _enquiry(enquiry: ET.Element, counts: Counter[str], closed: date | None, on: date, since: date) -> None:
    started, held = day(enquiry, "S47ActualStartDate"), day(enquiry, "DateOfInitialCPC")
    assert started is not None
    if held is None and yes(enquiry, "ICPCnotRequired"):
        counts["opened"] += 1
        counts["not_required"] += 1
    elif started >= since or (held is not None and (closed is None or held <= closed)):
        clock(counts, working(started, 15), held, closed, on)


def _plan(plan: ET.Element, counts: Counts, closed: date | None, on: date) -> None:
    started, ended = day(plan, "CPPstartDate"), day(plan, "CPPendDate")
    assert started is not None
    ends = min((d for d in (ended, closed) if d is not None), default=None)
    reviews = sorted(date.fromisoformat((r.text or "").strip()) for r in plan.iter("CPPreviewDate"))
    clock(counts["RCPC_1"], months(started, 3), reviews[0] if reviews else None, ends, on)
    for review, following in zip(reviews, (*reviews[1:], None), strict=False):
        if review != ended:
            clock(counts["RCPC_N"], months(review, 6), following, ends, on)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(count(sys.argv[1])) + "\n")
