"""Invented census files with the whole pathway, valid, the same for the same seed, of any size.

Rates are drawn from published national figures where one was found, and say so; the rest are assumed, and say that.

* referrals by source: nearly a quarter from the police (DfE, Characteristics of children in need 2013-14, SFR 43/2014);
* primary need: abuse or neglect 47.2 per cent, family dysfunction 18.6 per cent (the same);
* section 47 enquiries: 142,500 to 657,800 referrals (the same);
* conferences: 60,100, and 52,700 children became the subject of a plan (2012-13);
* categories of plans: neglect 41.0, emotional 31.7, physical 11.7 per cent (2012-13); sexual abuse 2,190 plans in 2024-25;
* sexual exploitation: 12,120 children assessed with it in 2024-25, of whom 67 per cent girls, 81 per cent ten or older
  (DfE ad-hoc release, 11 December 2025);
* assumed: one referral in fourteen ends at once; 82 per cent of assessments within 45 working days; 77 per cent of conferences within 15;
  nine reviews in ten in time; one child in five referred again; one in eight with a disability.

No census holds a name, and none is invented here. The authority's number is 999, which no authority has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TextIO

LEA = "999"
_SOURCES = {
    "6": 24,
    "2A": 17,
    "1A": 8,
    "3A": 3,
    "3B": 4,
    "3E": 4,
    "3F": 8,
    "5A": 5,
    "5B": 5,
    "5D": 4,
    "4": 2,
    "7": 3,
    "8": 6,
    "9": 3,
    "1D": 4,
}
_NEEDS = {"N1": 472, "N5": 186, "N4": 90, "N2": 95, "N3": 30, "N8": 25, "N6": 20, "N7": 6, "N9": 60, "N0": 16}
_CATEGORIES = {"NEG": 410, "EMO": 317, "PHY": 117, "MUL": 100, "SAB": 47}
_ETHNICITIES = {
    "WBRI": 650,
    "WOTH": 60,
    "MWBC": 30,
    "MWAS": 15,
    "MOTH": 30,
    "APKN": 40,
    "ABAN": 15,
    "AIND": 15,
    "AOTH": 20,
    "BAFR": 50,
    "BCRB": 20,
    "OOTH": 25,
    "NOBT": 25,
    "REFU": 5,
}
_DISABILITIES = ("LD", "AUT", "BEH", "COMM", "MOB", "PC", "HEAR", "VIS", "INC", "CON", "HAND", "DDA")
_FACTORS = {
    "3B": 300,
    "4B": 290,
    "17A": 200,
    "16A": 170,
    "4A": 150,
    "2B": 140,
    "1B": 130,
    "18C": 110,
    "3A": 70,
    "15A": 60,
    "5A": 50,
    "6A": 50,
    "10A": 40,
    "13A": 25,
    "24A": 25,
    "19C": 40,
    "19B": 15,
    "12A": 10,
    "7A": 30,
    "20": 60,
}
#: Among those assessed: 12,120 of about 400,000 children in need at a time.
_EXPLOITED = 0.03
_NFA, _IN_TIME_45, _IN_TIME_15, _REVIEW_IN_TIME, _AGAIN, _DISABLED = 0.07, 0.82, 0.77, 0.9, 0.2, 0.12
_SECTION47 = 142_500 / 657_800
_CONFERENCE = 60_100 / 142_500
_PLAN = 52_700 / 60_100


def _pick(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _tag(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


def _flag(value: bool) -> int:
    return 1 if value else 0


def _weekday(day: date) -> date:
    """The day, or the Monday after it: no conference is held at a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@dataclass
class _Enquiry:
    """A section 47 enquiry and what came of it."""

    begun: date
    not_required: bool = False
    held: date | None = None
    plan: _Plan | None = None


@dataclass
class _Plan:
    """A child protection plan."""

    started: date
    ended: date | None
    category: str
    latest: str
    previous: int
    reviews: list[date]


@dataclass
class _Maker:
    """Makes children of one census: what a lawful file of its year may hold, and no more. What happened before the census year is left out where the
    department's rules forbid it (4013, 8620, 8696, 8715, 8930), and an assessment that was begun has ended in time to be in it (8670Q).
    """

    random: Random
    reference: date
    new_sex_field: bool
    #: The first day of the census year.
    since: date
    #: How long before the census day the first referral of a child may lie, in days.
    back: int = 900

    def child(self, number: int) -> str:
        r = self.random
        girl = r.random() < 0.47
        exploited = r.random() < _EXPLOITED
        if exploited:
            girl = r.random() < 0.67
        age = r.randint(10, 17) if exploited and r.random() < 0.81 else r.randint(0, 17)
        born = self.reference - timedelta(days=age * 365 + r.randint(30, 360))
        sex = _tag("Sex", "F" if girl else "M") if self.new_sex_field else _tag("GenderCurrent", 2 if girl else 1)
        identity = [_tag("LAchildID", f"SYN{number:09d}"), _tag("UPNunknown", "UN2"), _tag("PersonBirthDate", born), sex]
        disabled = r.sample(_DISABILITIES, r.randint(1, 2)) if r.random() < _DISABLED else ["NONE"]
        characteristics = _tag("Ethnicity", _pick(r, _ETHNICITIES)) + _tag("Disabilities", "".join(_tag("Disability", d) for d in disabled))
        details: list[str] = []
        while not details:
            details = self._referrals(born, exploited)
        return (
            f"<Child>{_tag('ChildIdentifiers', ''.join(identity))}{_tag('ChildCharacteristics', characteristics)}"
            f"{''.join(details)}</Child>\n"
        )

    def _referrals(self, born: date, exploited: bool) -> list[str]:
        """The referrals of a child that were open at some time in the census year; none, where each was closed before it."""
        r = self.random
        start = max(born, self.reference - timedelta(days=r.randint(5, self.back)))
        found = []
        while start <= self.reference:
            text, closed = self._details(start, exploited)
            if closed is None or closed >= self.since:
                found.append(text)
            if closed is None or r.random() > _AGAIN:
                break
            start = closed + timedelta(days=r.randint(20, 300))
        return found

    def _by(self, day: date) -> date | None:
        """The day, if the census can know of it."""
        return day if day <= self.reference else None

    def _in_year(self, day: date | None) -> bool:
        return day is None or day >= self.since

    def _details(self, referred: date, exploited: bool) -> tuple[str, date | None]:
        r = self.random
        head = [_tag("CINreferralDate", referred), _tag("ReferralSource", _pick(r, _SOURCES)), _tag("PrimaryNeedCode", _pick(r, _NEEDS))]
        if r.random() < _NFA and referred > self.since + timedelta(days=5):
            next_day = min(referred + timedelta(days=1), self.reference)
            closing = [_tag("CINclosureDate", next_day), _tag("ReasonForClosure", "RC7")]
            return _tag("CINdetails", "".join([*head, *closing, _tag("ReferralNFA", 1)])), next_day
        started = min(referred + timedelta(days=r.randint(0, 3)), self.reference)
        assessed = self._assessed(referred, started)
        enquiry = self._enquiry(started) if r.random() < _SECTION47 else None
        if enquiry is not None and assessed is not None and self._shows(enquiry):
            # An enquiry without an assessment beside it is asked about (2991Q).
            assessed = max(assessed, enquiry.held or enquiry.begun)
        cin_plan, closed = self._ends(assessed, enquiry)
        if closed is not None:
            needed_more = enquiry is not None or cin_plan is not None or not self._in_year(assessed)
            head += [_tag("CINclosureDate", closed), _tag("ReasonForClosure", "RC7" if needed_more else r.choice(("RC8", "RC9", "RC7")))]
        parts = [
            self._assessment_text(started, assessed, exploited),
            self._cin_plan_text(*cin_plan) if cin_plan is not None else "",
            self._enquiry_text(enquiry) if enquiry is not None else "",
            _tag("ReferralNFA", 0),
            *(self._plan_texts(enquiry.plan) if enquiry is not None and enquiry.plan is not None else ()),
        ]
        return _tag("CINdetails", "".join([*head, *parts])), closed

    def _assessed(self, referred: date, started: date) -> date | None:
        """When the assessment was finished; None while it is under way, which is never for longer than it may be."""
        r = self.random
        took = r.randint(66, 110) if r.random() > _IN_TIME_45 else r.randint(10, 60)
        finished = self._by(referred + timedelta(days=took))
        if finished is None and self.reference - started > timedelta(days=60):
            return self.reference - timedelta(days=r.randint(0, 20))
        return max(finished, started) if finished is not None else None

    def _ends(self, assessed: date | None, enquiry: _Enquiry | None) -> tuple[tuple[date, date | None] | None, date | None]:
        """The child in need plan, if there is one, and when the referral was closed."""
        r = self.random
        if enquiry is not None and enquiry.plan is not None:
            over = enquiry.plan.ended
            return None, self._by(max(over, assessed or over) + timedelta(days=r.randint(10, 60))) if over is not None else None
        if assessed is None:
            return None, None
        done = max(assessed, enquiry.held or enquiry.begun) if enquiry is not None else assessed
        if r.random() < 0.45:
            return None, self._by(done + timedelta(days=r.randint(22, 40)))
        ended = self._by(done + timedelta(days=r.randint(60, 400)))
        return (done, ended), ended

    def _assessment_text(self, started: date, finished: date | None, exploited: bool) -> str:
        r = self.random
        if not self._in_year(finished):
            return ""
        inner = [_tag("AssessmentActualStartDate", started)]
        if finished is not None:
            factors = list(dict.fromkeys(_pick(r, _FACTORS) for _ in range(5 if exploited else r.randint(1, 3))))
            if exploited:
                factors = list(dict.fromkeys(["11A", *factors]))
            inner += [_tag("AssessmentAuthorisationDate", finished)]
            inner += [_tag("FactorsIdentifiedAtAssessment", "".join(_tag("AssessmentFactors", f) for f in factors))]
        return _tag("Assessments", "".join(inner))

    def _enquiry(self, started: date) -> _Enquiry | None:
        r = self.random
        begun = self._by(started + timedelta(days=r.randint(0, 5)))
        if begun is None:
            return None
        if r.random() > _CONFERENCE:
            return _Enquiry(begun, not_required=True)
        held = self._by(_weekday(begun + timedelta(days=r.randint(8, 17) if r.random() < _IN_TIME_15 else r.randint(24, 50))))
        # An enquiry that waits for its conference longer than it may is not in a lawful file (8675).
        if held is None:
            return _Enquiry(begun, not_required=self.reference - begun > timedelta(days=20))
        return _Enquiry(begun, held=held, plan=self._plan(held) if r.random() < _PLAN else None)

    def _plan(self, held: date) -> _Plan:
        r = self.random
        category = _pick(r, _CATEGORIES)
        ended = self._by(held + timedelta(days=r.randint(120, 600)))
        latest = category if r.random() < 0.9 else _pick(r, _CATEGORIES)
        reviews, last, gap = [], held, 85
        while True:
            late = 0 if r.random() < _REVIEW_IN_TIME else r.randint(10, 40)
            last += timedelta(days=gap - r.randint(0, 8) + late)
            if last > (ended or self.reference):
                break
            reviews.append(last)
            gap = 175
        return _Plan(held, ended, category, latest, r.choice((0, 0, 0, 1)), reviews)

    def _shows(self, enquiry: _Enquiry) -> bool:
        """Whether the census shows an enquiry: its conference, or what was found not to need one, was in the year."""
        return enquiry.held >= self.since if enquiry.held is not None else enquiry.begun >= self.since

    def _enquiry_text(self, enquiry: _Enquiry) -> str:
        if not self._shows(enquiry):
            return ""
        inner = [_tag("S47ActualStartDate", enquiry.begun), _tag("InitialCPCtarget", _working(enquiry.begun, 15))]
        if enquiry.held is not None:
            inner.append(_tag("DateOfInitialCPC", enquiry.held))
        return _tag("Section47", "".join([*inner, _tag("ICPCnotRequired", _flag(enquiry.not_required))]))

    def _plan_texts(self, plan: _Plan) -> Iterator[str]:
        """The plan, and sometimes a step of pre-proceedings after it; nothing of a plan that ended before the census year."""
        if not self._in_year(plan.ended):
            return
        inner = [_tag("CPPstartDate", plan.started)]
        if plan.ended is not None:
            inner.append(_tag("CPPendDate", plan.ended))
        inner += [
            _tag("InitialCategoryOfAbuse", plan.category),
            _tag("LatestCategoryOfAbuse", plan.latest),
            _tag("NumberOfPreviousCPP", plan.previous),
        ]
        if plan.reviews:
            inner.append(_tag("Reviews", "".join(_tag("CPPreviewDate", review) for review in plan.reviews)))
        yield _tag("ChildProtectionPlans", "".join(inner))

    def _cin_plan_text(self, started: date, ended: date | None) -> str:
        if not self._in_year(ended):
            return ""
        return _tag("CINPlanDates", _tag("CINPlanStartDate", started) + (_tag("CINPlanEndDate", ended) if ended is not None else ""))


def _working(start: date, days: int) -> date:
    """A day so many weekdays on: near enough for a target in an invented file."""
    found = start
    while days:
        found += timedelta(days=1)
        days -= found.weekday() < 5
    return found


def lines(*, children: int, seed: int, year: int) -> Iterator[str]:
    """A census file, piece by piece."""
    maker = _maker(seed, year, first_of(year))
    yield head(year)
    for number in range(1, children + 1):
        yield maker.child(number)
    yield FOOT


def whole_lives(*, children: int, seed: int, year: int, years: int) -> Iterator[str]:
    """Children with everything that was so of them up to the end of a census year and for years before it, whichever census it would be in."""
    maker = _maker(seed, year, date(FIRST, 4, 1), back=366 * years + 540)
    for number in range(1, children + 1):
        yield maker.child(number)


def _maker(seed: int, year: int, since: date, back: int = 900) -> _Maker:
    return _Maker(Random(f"{seed}/{year}"), date(year, 3, 31), year >= SEX_SINCE, since, back)


#: The first census year that asks for the sex, and not for the gender.
SEX_SINCE = 2025
#: Before the first census that is read.
FIRST = 2000
FOOT = "</Children></Message>\n"


def first_of(year: int) -> date:
    """The first day of a census year."""
    return date(year - 1, 4, 1)


def head(year: int) -> str:
    """What stands before the children."""
    reference = date(year, 3, 31)
    collection = "".join((_tag("Collection", "CIN"), _tag("Year", year), _tag("ReferenceDate", reference)))
    software = "<SoftwareCode>Invented</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo>"
    source = f"<SourceLevel>L</SourceLevel>{_tag('LEA', LEA)}{software}{_tag('DateTime', f'{reference}T12:00:00')}"
    start = "<?xml version='1.0' encoding='UTF-8'?>\n<Message><Header>"
    return f"{start}{_tag('CollectionDetails', collection)}{_tag('Source', source)}</Header>\n<Children>\n"


def write(file: TextIO, *, children: int, seed: int, year: int) -> None:
    """Write a census file."""
    file.writelines(lines(children=children, seed=seed, year=year))
